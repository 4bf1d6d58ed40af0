import { binCount, categoryBin, type FeatureBins, lowerBound } from './feature-bins.ts'
import type { FeatureColumn } from './feature-column.ts'
import { quantileEdges, sampledRows } from './quantile-edges.ts'

/** Kept apart at most, the most frequent ones; one bin more holds the rest. */
const mostCategories = 254
/** Codes below this are looked up in a table, larger ones one by one. */
const usualCodes = 4096

/** How columns are binned: numbers by quantiles, the most frequent categories one by one. */
export function binFeatures(columns: readonly FeatureColumn[], maxBins: number): FeatureBins[] {
  const sample = sampledRows(columns[0]?.values.length ?? 0)
  return columns.map((column) => binsOf(column, maxBins, sample))
}

function binsOf(column: FeatureColumn, maxBins: number, sample: Int32Array | undefined): FeatureBins {
  if (column.kind === 'numeric') {
    const { values } = column
    let missing = false
    for (let row = 0; row < values.length && !missing; row++) missing = Number.isNaN(values[row])
    return { kind: 'numeric', edges: quantileEdges(values, maxBins, sample), missing }
  }
  const frequent = [...countCodes(column.values)].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, mostCategories)
  return { kind: 'categorical', categories: Int32Array.from(frequent, ([code]) => code).sort() }
}

/** How often each code comes, missing ones aside. */
function countCodes(values: ArrayLike<number>): Map<number, number> {
  const usual = new Int32Array(usualCodes)
  const counts = new Map<number, number>()
  for (let row = 0; row < values.length; row++) {
    const code = values[row] as number
    if (code >= usualCodes) counts.set(code, (counts.get(code) ?? 0) + 1)
    else if (code >= 0) usual[code] = (usual[code] as number) + 1
  }
  for (const [code, count] of usual.entries()) if (count > 0) counts.set(code, count)
  return counts
}

/** Writes the bin of every row to `out` [rows]. */
export function writeBins(column: FeatureColumn, bins: FeatureBins, out: Uint8Array): void {
  const { values } = column
  if (bins.kind === 'categorical') {
    const { categories } = bins
    const known = Uint8Array.from({ length: usualCodes }, () => categories.length)
    for (const [bin, code] of categories.entries()) if (code < usualCodes) known[code] = bin
    for (let row = 0; row < values.length; row++) {
      const code = values[row] as number
      out[row] = code >= 0 && code < usualCodes ? (known[code] as number) : categoryBin(categories, code)
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
