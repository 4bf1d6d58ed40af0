import { type FtrlSettings, type FtrlState, ftrlWeight, type HashedRows, type LabelledRows } from './ftrl-problem.ts'

/** Algorithm 1 of McMahan et al., row by row. Returns Σ ln(probability of the label), each before its step. */
export function ftrlLearnReference(rows: LabelledRows, { z, n }: FtrlState, settings: FtrlSettings): number {
  const { alpha, tableSize } = settings
  let likelihood = 0
  for (let row = 0; row + 1 < rows.indptr.length; row++) {
    const own = rowOf(rows, row, tableSize)
    const weights = own.map(({ place }) => ftrlWeight(z[place] as number, n[place] as number, settings))
    const margin = own.reduce((sum, { value }, k) => sum + (weights[k] as number) * value, 0)
    const label = rows.labels[row] as number
    const sure = label === 1 ? margin : -margin
    likelihood += Math.min(sure, 0) - Math.log1p(Math.exp(-Math.abs(sure)))
    const error = 1 / (1 + Math.exp(-margin)) - label
    for (const [k, { place, value }] of own.entries()) {
      const g = error * value
      const before = n[place] as number
      const sigma = (Math.sqrt(before + g * g) - Math.sqrt(before)) / alpha
      z[place] = (z[place] as number) + g - sigma * (weights[k] as number)
      n[place] = before + g * g
    }
  }
  return likelihood
}

/** The probability of a label of 1, [rows]. */
export function ftrlPredictReference(rows: HashedRows, { z, n }: FtrlState, settings: FtrlSettings): Float64Array {
  return Float64Array.from({ length: rows.indptr.length - 1 }, (_, row) => {
    const margin = rowOf(rows, row, settings.tableSize).reduce(
      (sum, { place, value }) => sum + ftrlWeight(z[place] as number, n[place] as number, settings) * value,
      0,
    )
    return 1 / (1 + Math.exp(-margin))
  })
}

function rowOf({ indptr, features, values }: HashedRows, row: number, tableSize: number) {
  const from = indptr[row] as number
  return Array.from(features.subarray(from, indptr[row + 1]), (hash, k) => ({
    place: hash % tableSize,
    value: values ? (values[from + k] as number) : 1,
  }))
}
