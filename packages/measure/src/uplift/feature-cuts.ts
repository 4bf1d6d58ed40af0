import type { FeatureRows } from './feature-rows.ts'

/** Features as numbers of bins. */
export interface CutFeatures {
  /** A feature's values up to cuts[b] lie in bins up to b; [features]. */
  readonly cuts: readonly Float64Array[]
  /** [rows × features], row-major. */
  readonly bins: Uint8Array
}

/** Cuts each feature at quantiles of its values, between different ones only, into at most `maxBins` bins. */
export function cutFeatures({ values, rows, columns }: FeatureRows, maxBins: number): CutFeatures {
  const bins = new Uint8Array(rows * columns)
  const cuts = Array.from({ length: columns }, (_, column) => {
    const sorted = Float64Array.from({ length: rows }, (_, row) => values[row * columns + column] as number).sort()
    const found = new Set<number>()
    for (let bin = 1; bin < maxBins; bin++) {
      const at = Math.floor((bin / maxBins) * rows)
      const value = sorted[at] as number
      // The largest value cuts nothing off.
      if (value < (sorted[rows - 1] as number)) found.add(value)
    }
    const own = Float64Array.from(found).sort()
    for (let row = 0; row < rows; row++) bins[row * columns + column] = binOf(own, values[row * columns + column] as number)
    return own
  })
  return { cuts, bins }
}

/** First cut that is not below the value. */
function binOf(cuts: Float64Array, value: number): number {
  let [low, high] = [0, cuts.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((cuts[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}
