import { RecommendError } from '../errors.ts'
import { historyOf, type Interactions } from '../interactions.ts'
import type { Recommender, ScoredItems } from '../recommender.ts'
import { topItems } from '../top-items.ts'

export interface SegmentPopularityOptions {
  /** The segment of a person of the matrix, by dense id; undefined for none. */
  readonly segmentOf: (person: number) => string | undefined
  /** A segment leans on everybody with the weight of this many interactions. Default 20. */
  readonly prior?: number
  /** Milliseconds; an interaction this much older than the newest counts half. Default: no decay. */
  readonly halfLifeMs?: number
}

/** Popularity among people of a kind. */
export interface SegmentPopularity {
  /** Segments that had interactions, in the order of their names. */
  readonly segments: readonly string[]
  /** The recommender of a segment; that of everybody for a segment that is unknown or undefined. */
  of(segment: string | undefined): Recommender
}

/**
 * Popularity by segment. Small segments lean on everybody:
 *
 * score(j | segment) = (W_sj + prior · W_j / W) / (W_s + prior),
 *
 * W_sj the weight of the segment's interactions with j, W_s of all its interactions, W_j and W those of everybody.
 *
 * @throws RecommendError `no-interactions` when no interaction has a positive weight; `bad-parameter` when the prior or
 *   the half-life is not a number above (for the prior, at least) zero
 * @example
 * const popular = fitSegmentPopularity(interactions, { segmentOf: (person) => countries[person] })
 * popular.of('DE').recommend(history, 10)
 */
export function fitSegmentPopularity(interactions: Interactions, options: SegmentPopularityOptions): SegmentPopularity {
  const { segmentOf, prior = 20, halfLifeMs = Number.POSITIVE_INFINITY } = options
  if (!(prior >= 0 && Number.isFinite(prior))) throw bad('prior', 'a number of at least 0')
  if (!(halfLifeMs > 0)) throw bad('halfLifeMs', 'a number above 0')
  const itemCount = interactions.items.ids.length
  const everybody = new Float64Array(itemCount)
  const bySegment = new Map<string, Float64Array>()
  const newest = interactions.times.reduce((latest, time) => Math.max(latest, time), -Infinity)
  for (let person = 0; person + 1 < interactions.indptr.length; person++) {
    const { items, weights, times } = historyOf(interactions, person)
    if (items.length === 0) continue
    const segment = segmentOf(person)
    for (let at = 0; at < items.length; at++) {
      const weight = (weights[at] as number) * 2 ** (-(newest - (times[at] as number)) / halfLifeMs)
      if (!(weight > 0)) continue
      const item = items[at] as number
      ;(everybody[item] as number) += weight
      if (segment === undefined) continue
      const own = bySegment.get(segment) ?? new Float64Array(itemCount)
      ;(own[item] as number) += weight
      bySegment.set(segment, own)
    }
  }
  const total = sumOf(everybody)
  if (!(total > 0)) throw new RecommendError('no-interactions', 'Import or send some events before training.')
  const shares = everybody.map((weight) => weight / total)
  const all = popularOf(shares)
  const models = new Map<string, Recommender>()
  for (const [segment, own] of bySegment) {
    const size = sumOf(own) + prior
    models.set(segment, popularOf(own.map((weight, item) => (weight + prior * (shares[item] as number)) / size)))
  }
  return {
    segments: [...models.keys()].sort(),
    of: (segment) => (segment === undefined ? all : (models.get(segment) ?? all)),
  }
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0)

function bad(name: string, expected: string): RecommendError {
  return new RecommendError('bad-parameter', `${name} must be ${expected}.`, { parameter: name })
}

/** Saved as plain popularity: the shares are all there is to it. */
function popularOf(shares: Float64Array): Recommender {
  const scores = Float32Array.from(shares)
  const top = topItems(0)
  return {
    kind: 'popularity',
    itemCount: scores.length,
    recommend(_history, n, { exclude } = {}): ScoredItems {
      top.clear(Math.min(n, scores.length))
      for (let item = 0; item < scores.length; item++) {
        const score = scores[item] as number
        if (score > 0 && score >= top.threshold && !exclude?.(item)) top.offer(item, score)
      }
      return top.take()
    },
    score: (_history, items) => Float32Array.from(items, (item) => scores[item] ?? 0),
    /** Popularity knows nothing about likeness: always empty. */
    similarItems: () => ({ items: new Int32Array(0), scores: new Float32Array(0) }),
    explain: () => [],
    save: () => ({ kind: 'popularity', parameters: { halfLifeDays: 0 }, arrays: { scores } }),
  }
}
