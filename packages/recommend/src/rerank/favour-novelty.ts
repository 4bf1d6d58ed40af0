import { RecommendError } from '../errors.ts'
import type { ScoredItems } from '../recommender.ts'
import { scaledScores } from './scaled-scores.ts'
import { arrange, checkList, checkParameter, type Reranked } from './stage.ts'

export interface NoveltyOptions {
  /** How many persons have each item; by dense id. */
  readonly popularity: ArrayLike<number>
  /** All persons, 1 or more. */
  readonly persons: number
  /** 0 … 1: how much novelty counts beside the score. */
  readonly novelty: number
}

/**
 * Favours what few know: (1 − w)·score + w·self-information, both scaled to 0 … 1 over the list. Self-information is
 * −log2(persons who have it / all persons) in bits (Zhou and others, PNAS 2010); what nobody has counts as one person's.
 * The new scores are the answer's scores; ties keep their order.
 *
 * @throws RecommendError `bad-parameter`; `bad-value` for a popularity that is missing, negative or above `persons`;
 *   `columns-differ` or `bad-value` for a list that is none
 */
export function favourNovelty(list: ScoredItems, { popularity, persons, novelty }: NoveltyOptions): Reranked {
  checkList(list)
  checkParameter('novelty', novelty, 0, 1)
  checkParameter('persons', persons, 1, Number.MAX_SAFE_INTEGER)
  const bits = Float64Array.from(list.items, (item) => selfInformation(popularity[item], persons))
  const [scores, surprise] = [scaledScores(list.scores), scaledScores(bits)]
  const mixed = scores.map((score, index) => (1 - novelty) * score + novelty * (surprise[index] as number))
  const order = Array.from(mixed, (_, index) => index)
  order.sort((a, b) => (mixed[b] as number) - (mixed[a] as number) || a - b)
  return arrange({ items: list.items, scores: Float32Array.from(mixed) }, order, {
    raised: (index) => ({ kind: 'novel', bits: bits[index] as number }),
    lowered: (index) => ({ kind: 'well-known', bits: bits[index] as number }),
  })
}

function selfInformation(count: number | undefined, persons: number): number {
  if (count === undefined || !(count >= 0 && count <= persons)) {
    throw new RecommendError('bad-value', `A popularity must be a number from 0 to ${persons}.`)
  }
  return Math.log2(persons / Math.max(1, count))
}
