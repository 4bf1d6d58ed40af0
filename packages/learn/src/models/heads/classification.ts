import { LearnError } from '../../learn-error.ts'
import { crossEntropy } from '../../ops/losses.ts'
import { type Head, weightsOf } from '../head.ts'
import { textVectors } from '../text-vectors.ts'
import { linearHead } from './outputs.ts'

export interface ClassificationOptions {
  readonly classes: number
  /** Share of the truth that is spread over all classes. Default 0. */
  readonly smoothing?: number
}

export interface ClassAnswer {
  /** The likeliest class. */
  readonly label: number
  /** Of each class, adding up to 1. */
  readonly probabilities: Float32Array
  readonly logits: Float32Array
  /** The mean of the vectors of the text's tokens. */
  readonly vector: Float32Array
}

/** A text's class, from 0, by the mean of its vectors; judged by accuracy. */
export function classification({ classes, smoothing = 0 }: ClassificationOptions): Head<number, ClassAnswer> {
  return {
    texts: 1,
    weights: 'weights',
    write(graph, on) {
      const { batch } = on
      const vectors = textVectors(graph, on.shape, { ...on, ...on.tuning })
      const logits = linearHead(graph, vectors, classes, on)
      const weights = graph.input('weights', 'float32', [batch])
      const loss = crossEntropy(logits, graph.input('labels', 'int64', [batch]), { smoothing, weights })
      return { loss, answers: { logits, vector: vectors } }
    },
    check({ label }, at) {
      if (!(Number.isInteger(label) && label >= 0 && label < classes))
        throw new LearnError('bad-value', `Label ${at} is ${label}; there are ${classes} classes, from 0.`, { at })
    },
    inputs: (examples, { examples: places }) => ({
      labels: BigInt64Array.from({ length: places }, (_, i) => BigInt(examples[i]?.label ?? 0)),
      weights: weightsOf(examples.length, places),
    }),
    read({ logits = none, vector = none }) {
      const label = logits.indexOf(Math.max(...logits))
      const top = logits[label] as number
      const powers = logits.map((x) => Math.exp(x - top))
      const sum = powers.reduce((total, power) => total + power, 0)
      return { label, probabilities: powers.map((power) => power / sum), logits, vector }
    },
    judgement: {
      better: 'higher',
      of: (answers, examples) =>
        answers.filter(([answer], i) => answer?.label === examples[i]?.label).length / examples.length,
    },
  }
}

const none = new Float32Array(0)
