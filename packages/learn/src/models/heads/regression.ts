import { LearnError } from '../../learn-error.ts'
import { subtract } from '../../ops/arithmetic.ts'
import { square } from '../../ops/functions.ts'
import { reshape } from '../../ops/shapes.ts'
import { type Head, weightsOf } from '../head.ts'
import { textVectors } from '../text-vectors.ts'
import { meanOver } from './mean-over.ts'
import { linearHead } from './outputs.ts'

export interface RegressionOptions {
  /** Of the numbers that are learnt: what is learnt is (number − mean) / deviation. */
  readonly mean: number
  readonly deviation: number
  /** Texts are pairs. Default false. */
  readonly pairs?: boolean
}

/** A number for a text, by the mean of its vectors; the loss is the mean of squares, and so is the judgement's, as a root. */
export function regression({ mean, deviation, pairs = false }: RegressionOptions): Head<number, number> {
  if (!(deviation > 0)) throw new LearnError('bad-value', 'All numbers are the same: there is nothing to learn.')
  return {
    texts: 1,
    weights: 'weights',
    write(graph, on) {
      const { batch } = on
      const score = linearHead(graph, textVectors(graph, on.shape, { ...on, ...on.tuning, pairs }), 1, on)
      const gaps = square(subtract(reshape(score, [batch]), graph.input('targets', 'float32', [batch])))
      return { loss: meanOver(gaps, graph.input('weights', 'float32', [batch])), answers: { score } }
    },
    check({ label }, at) {
      if (!Number.isFinite(label)) throw new LearnError('bad-value', `Label ${at} is ${label}, no number.`, { at })
    },
    inputs: (examples, { examples: places }) => ({
      targets: Float32Array.from({ length: places }, (_, i) => ((examples[i]?.label ?? mean) - mean) / deviation),
      weights: weightsOf(examples.length, places),
    }),
    read: ({ score }) => (score?.[0] as number) * deviation + mean,
    judgement: {
      better: 'lower',
      of: (answers, examples) =>
        Math.sqrt(
          examples.reduce((sum, { label }, i) => sum + ((answers[i]?.[0] as number) - label) ** 2, 0) / examples.length,
        ),
    },
  }
}
