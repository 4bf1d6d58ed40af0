import type { FeatureRows } from './feature-rows.ts'

/** Features as numbers of bins. */
export interface CutFeatures {
  /** A feature's values up to cuts[b] lie in bins up to b; [features]. */
  readonly cuts: readonly Float64Array[]
  /** [features] of [rows]. */
  readonly bins: readonly Uint8Array[]
}

/** Cuts each feature at quantiles of its values, between different ones only, into at most `maxBins` bins. */
export function cutFeatures({ values, rows, columns }: FeatureRows, maxBins: number): CutFeatures {
  const own = Array.from({ length: columns }, (_, column) =>
    Float64Array.from({ length: rows }, (__, row) => values[row * columns + column] as number),
  )
  const cuts = own.map((column) => cutsOf(column.toSorted(), maxBins))
  return {
    cuts,
    bins: own.map((column, at) => Uint8Array.from(column, (value) => binOf(cuts[at] as Float64Array, value))),
  }
}

function cutsOf(sorted: Float64Array, maxBins: number): Float64Array {
  const found = new Set<number>()
  for (let bin = 1; bin < maxBins; bin++) {
    const value = sorted[Math.floor((bin / maxBins) * sorted.length)] as number
    // The largest value cuts nothing off.
    if (value < (sorted[sorted.length - 1] as number)) found.add(value)
  }
  return Float64Array.from(found).sort()
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
