import { LearnError } from '../../learn-error.ts'
import { ndcg } from '../../measures/ranked.ts'
import { add, multiply, subtract } from '../../ops/arithmetic.ts'
import { notSeen } from '../../ops/attention.ts'
import { negate, softplus } from '../../ops/functions.ts'
import { sum } from '../../ops/reductions.ts'
import { reshape, transpose } from '../../ops/shapes.ts'
import { logSoftmax } from '../../ops/softmax.ts'
import type { Example, Head } from '../head.ts'
import { textVectors } from '../text-vectors.ts'
import { meanOver } from './mean-over.ts'
import { linearHead } from './outputs.ts'

export interface RankingOptions {
  /** Candidates of a query that are looked at together in training, at most. */
  readonly candidates: number
  /**
   * `pairwise`: the more relevant of two should score higher, mean over the pairs (RankNet, Burges et al. 2005); `listwise`:
   * cross-entropy of the softmax of scores against the shares of relevance (ListNet, Cao et al. 2007). Default `listwise`.
   */
  readonly loss?: 'pairwise' | 'listwise'
  /** Places that the judgement looks at. Default 10. */
  readonly cutOff?: number
}

/**
 * How well texts answer a query, one number for each: a text is the query and a candidate as one (`TextPair`). An example is a
 * query's candidates, its label their relevance from 0. Judged by NDCG.
 *
 * Queries whose candidates are equally relevant teach nothing and count nothing.
 */
export function ranking(options: RankingOptions): Head<readonly number[], number> {
  const { candidates: k, loss: kind = 'listwise', cutOff = 10 } = options
  return {
    texts: k,
    weights: 'weights',
    write(graph, on) {
      const queries = on.batch / k
      const score = linearHead(graph, textVectors(graph, on.shape, { ...on, ...on.tuning, pairs: true }), 1, on)
      const weights = graph.input('weights', 'float32', [queries])
      const scores = transpose(reshape(score, [k, queries]), [1, 0])
      const loss = (): ReturnType<typeof sum> => {
        if (kind === 'listwise') {
          const logs = logSoftmax(add(scores, graph.input('hidden', 'float32', [queries, k])))
          return negate(sum(multiply(logs, graph.input('targets', 'float32', [queries, k])), { axes: [1] }))
        }
        const gaps = subtract(reshape(scores, [queries, 1, k]), reshape(scores, [queries, k, 1]))
        const pairs = graph.input('pairs', 'float32', [queries, k, k])
        return sum(multiply(softplus(gaps), pairs), { axes: [1, 2] })
      }
      return { loss: meanOver(loss(), weights), answers: { score } }
    },
    check({ texts, label }, at) {
      if (texts.length !== label.length || label.some((one) => !(one >= 0 && one < Number.POSITIVE_INFINITY)))
        throw new LearnError('bad-value', `Example ${at} has not one relevance of at least 0 for each text.`, { at })
    },
    inputs(examples, { examples: places }) {
      const weights = new Float32Array(places)
      for (const [q, { label }] of examples.entries()) weights[q] = Number(new Set(label).size > 1)
      if (kind === 'pairwise') return { weights, pairs: pairsOf(examples, places, k) }
      const hidden = new Float32Array(places * k)
      const targets = new Float32Array(places * k)
      for (const [q, { label }] of examples.entries()) {
        const total = label.reduce((all, one) => all + one, 0)
        for (let j = 0; j < k; j++) {
          hidden[q * k + j] = j < label.length ? 0 : notSeen
          targets[q * k + j] = total === 0 ? 0 : (label[j] ?? 0) / total
        }
      }
      return { weights, hidden, targets }
    },
    read: ({ score }) => score?.[0] as number,
    judgement: {
      better: 'higher',
      of(answers, examples) {
        const asked = examples.flatMap(({ label }, i) =>
          new Set(label).size > 1 ? [ndcg(answers[i] ?? [], label, cutOff)] : [],
        )
        return asked.reduce((all, one) => all + one, 0) / Math.max(1, asked.length)
      },
    },
  }
}

/** At [query, i, j] the share of the pair in which i is more relevant than j; 0 elsewhere. */
function pairsOf(examples: readonly Example<readonly number[]>[], places: number, k: number): Float32Array {
  const pairs = new Float32Array(places * k * k)
  for (const [q, { label }] of examples.entries()) {
    const better = label.flatMap((a, i) => label.flatMap((b, j) => (a > b ? [i * k + j] : [])))
    for (const at of better) pairs[q * k * k + at] = 1 / better.length
  }
  return pairs
}
