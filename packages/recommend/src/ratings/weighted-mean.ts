import { topItems } from '../top-items.ts'

/** Neighbours that may say something, parallel arrays. */
export interface Candidates {
  readonly count: number
  /** Only those above zero take part. */
  readonly similarity: Float32Array
  /** What each says: a rating, or by how much it is above what was expected. */
  readonly value: Float32Array
}

export interface NeighbourLimits {
  readonly neighbours: number
  readonly minNeighbours: number
}

/** Chooses the nearest among candidates and weighs them. Reusable. */
export interface WeightedMean {
  /** Σ similarity · value / Σ similarity over the nearest; undefined where fewer than `minNeighbours` are alike. */
  of(candidates: Candidates): number | undefined
  /** Weight of every candidate in that mean, adding up to 1; all zero where there is none. */
  weights(candidates: Candidates): Float64Array
}

/**
 * The weighted mean of the most similar neighbours, at most `neighbours` of them; equal similarity goes to the earlier
 * candidate.
 *
 * @example
 * const mean = weightedMean({ neighbours: 40, minNeighbours: 1 })
 * mean.of({ count: 2, similarity: Float32Array.of(.8, .6), value: Float32Array.of(2, 5) }) // → 3.2857
 */
export function weightedMean({ neighbours, minNeighbours }: NeighbourLimits): WeightedMean {
  const top = topItems(0)
  function nearest({ count, similarity }: Candidates): { readonly items: Int32Array; readonly scores: Float32Array } {
    top.clear(Math.min(neighbours, count))
    for (let at = 0; at < count; at++) {
      if ((similarity[at] as number) > 0) top.offer(at, similarity[at] as number)
    }
    return top.take()
  }
  return {
    of(candidates) {
      const { items, scores } = nearest(candidates)
      if (items.length < minNeighbours) return undefined
      let sum = 0
      let total = 0
      for (let at = 0; at < items.length; at++) {
        sum += (scores[at] as number) * (candidates.value[items[at] as number] as number)
        total += scores[at] as number
      }
      return sum / total
    },
    weights(candidates) {
      const weights = new Float64Array(candidates.count)
      const { items, scores } = nearest(candidates)
      if (items.length < minNeighbours) return weights
      const total = scores.reduce((sum, score) => sum + score, 0)
      for (let at = 0; at < items.length; at++) weights[items[at] as number] = (scores[at] as number) / total
      return weights
    },
  }
}
