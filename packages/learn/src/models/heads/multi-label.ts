import { LearnError } from '../../learn-error.ts'
import { microF1 } from '../../measures/f1.ts'
import { multiply } from '../../ops/arithmetic.ts'
import { binaryCrossEntropy } from '../../ops/losses.ts'
import type { Head } from '../head.ts'
import { weightsOf } from '../head.ts'
import { textVectors } from '../text-vectors.ts'
import { linearHead } from './outputs.ts'

/**
 * Which of several labels a text has, by the mean of its vectors: each label is a question of its own. An example's label is the
 * list of those it has, from 0. The answer is the probability of each; judged by micro F1 at one half.
 */
export function multiLabel({ labels: count }: { readonly labels: number }): Head<readonly number[], Float32Array> {
  return {
    texts: 1,
    weights: 'weights',
    write(graph, on) {
      const { batch } = on
      const logits = linearHead(graph, textVectors(graph, on.shape, { ...on, ...on.tuning }), count, on)
      const weights = graph.input('weights', 'float32', [batch, 1])
      const spread = multiply(weights, graph.constant(new Float32Array(count).fill(1), [1, count]))
      const loss = binaryCrossEntropy(logits, graph.input('truths', 'float32', [batch, count]), spread)
      return { loss, answers: { logits } }
    },
    check({ label }, at) {
      for (const one of label)
        if (!(Number.isInteger(one) && one >= 0 && one < count))
          throw new LearnError('bad-value', `Example ${at} has label ${one}; there are ${count} labels, from 0.`, {
            at,
          })
    },
    inputs(examples, { examples: places }) {
      const truths = new Float32Array(places * count)
      for (const [i, { label }] of examples.entries()) for (const one of label) truths[i * count + one] = 1
      return { truths, weights: weightsOf(examples.length, places) }
    },
    read: ({ logits = new Float32Array(0) }) => logits.map((x) => 1 / (1 + Math.exp(-x))),
    judgement: {
      better: 'higher',
      of: (answers, examples) =>
        microF1(
          answers.map(([scores]) => above(scores ?? new Float32Array(0), new Array<number>(count).fill(0.5))),
          examples.map(({ label }) => label),
        ),
    },
  }
}

/** The labels whose scores reach their thresholds. */
export const above = (scores: Float32Array, thresholds: readonly number[]): number[] =>
  [...scores.keys()].filter((label) => (scores[label] as number) >= (thresholds[label] as number))
