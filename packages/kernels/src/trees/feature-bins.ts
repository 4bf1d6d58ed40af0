/** How a feature's values become bins. */
export type FeatureBins = NumericBins | CategoryBins

export interface NumericBins {
  readonly kind: 'numeric'
  /** Ascending; bin b holds values above edges[b − 1] up to edges[b] inclusive. One bin more than edges. */
  readonly edges: Float64Array
  /** Whether values were missing in training: they are then the last bin. */
  readonly missing: boolean
}

export interface CategoryBins {
  readonly kind: 'categorical'
  /** Codes with a bin of their own, ascending. Missing, rare and unknown codes share the bin after them. */
  readonly categories: Int32Array
}

/** Bins there are, at most 256. */
export function binCount(bins: FeatureBins): number {
  return bins.kind === 'numeric' ? bins.edges.length + 1 + Number(bins.missing) : bins.categories.length + 1
}

/** First place in ascending numbers that is not below the value. */
export function lowerBound(sorted: Float64Array | Int32Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** Bin of a category code. */
export function categoryBin(categories: Int32Array, code: number): number {
  const place = lowerBound(categories, code)
  return categories[place] === code ? place : categories.length
}
