import { binCount, categoryBin, type FeatureBins, lowerBound } from './feature-bins.ts'
import type { FeatureColumn } from './feature-column.ts'
import { quantileEdges } from './quantile-edges.ts'

/** Kept apart at most, the most frequent ones; one bin more holds the rest. */
const mostCategories = 254

/** How a column is binned: numbers by quantiles, the most frequent categories one by one. */
export function binsOf(column: FeatureColumn, maxBins: number): FeatureBins {
  if (column.kind === 'numeric') {
    const { values } = column
    return { kind: 'numeric', edges: quantileEdges(values, maxBins), missing: values.some(Number.isNaN) }
  }
  const counts = new Map<number, number>()
  for (const code of column.values) if (code >= 0) counts.set(code, (counts.get(code) ?? 0) + 1)
  const frequent = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, mostCategories)
  return { kind: 'categorical', categories: Int32Array.from(frequent, ([code]) => code).sort() }
}

/** Writes the bin of every row to `out` [rows]. */
export function writeBins(column: FeatureColumn, bins: FeatureBins, out: Uint8Array): void {
  const { values } = column
  if (bins.kind === 'categorical') {
    const known = new Map<number, number>()
    for (let row = 0; row < values.length; row++) {
      const code = values[row] as number
      let bin = known.get(code)
      if (bin === undefined) {
        bin = categoryBin(bins.categories, code)
        known.set(code, bin)
      }
      out[row] = bin
    }
    return
  }
  const { edges } = bins
  // A validation row may miss what no training row missed; trees decide about such rows by their default direction, which
  // the bin after the last stands for too.
  const missing = edges.length + 1
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number
    out[row] = Number.isNaN(value) ? missing : lowerBound(edges, value)
  }
}

/** First bin of each feature when all lie one after the other, and the number of all. */
export function binStarts(bins: readonly FeatureBins[]): Int32Array {
  const starts = new Int32Array(bins.length + 1)
  for (const [feature, each] of bins.entries()) starts[feature + 1] = (starts[feature] as number) + binCount(each)
  return starts
}
