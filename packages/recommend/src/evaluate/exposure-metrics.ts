/** Measures of all lists together, from how often each item was listed. */
export interface ExposureMetrics {
  /** Share of all items that are in at least one list. */
  readonly coverage: number
  /**
   * Mean over all pairs of persons of 1 − |common items| / k. 0: everybody gets the same, 1: no two lists share an item.
   * Exact: the common items of all pairs are Σ c(c − 1)/2 over the items' counts c. NaN for fewer than two lists.
   */
  readonly personalisation: number
  /** Gini coefficient of the counts over all items, 0 when all are listed equally often, near 1 when few get all. */
  readonly gini: number
}

/**
 * @param counts in how many lists each item is; length of the catalogue
 * @param listCount how many lists there are
 * @param k length that the lists were asked to have
 */
export function exposureMetrics(counts: Int32Array, listCount: number, k: number): ExposureMetrics {
  let listed = 0
  let commonPairs = 0
  let total = 0
  let ranked = 0
  for (const [at, count] of counts.toSorted().entries()) {
    if (count > 0) listed++
    commonPairs += (count * (count - 1)) / 2
    total += count
    ranked += (2 * (at + 1) - counts.length - 1) * count
  }
  const pairs = (listCount * (listCount - 1)) / 2
  return {
    coverage: listed / counts.length,
    personalisation: pairs > 0 ? 1 - commonPairs / (k * pairs) : Number.NaN,
    gini: total > 0 ? ranked / (counts.length * total) : Number.NaN,
  }
}
