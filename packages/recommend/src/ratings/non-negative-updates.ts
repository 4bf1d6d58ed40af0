import type { RatingRows } from './rating-matrix.ts'
import type { PersonView, RatedItems } from './rating-recommender.ts'

/**
 * One multiplicative update of all `rows` with `others` held: x_f ← x_f · Σ y_f r / (Σ y_f (x · y) + n λ x_f).
 *
 * @param ratings rows × others
 * @param rows [rows × factors], row-major, changed in place
 * @param others [others × factors], row-major
 */
export function updateNonNegative(
  ratings: RatingRows,
  rows: Float64Array,
  others: Float64Array | Float32Array,
  regularisation: number,
  factors: number,
): void {
  const { indptr, columns, values } = ratings
  const above = new Float64Array(factors)
  const below = new Float64Array(factors)
  for (let row = 0; row + 1 < indptr.length; row++) {
    const from = indptr[row] as number
    const to = indptr[row + 1] as number
    const x0 = row * factors
    above.fill(0)
    below.fill(0)
    for (let at = from; at < to; at++) {
      const y0 = (columns[at] as number) * factors
      const rating = values[at] as number
      let estimate = 0
      for (let f = 0; f < factors; f++) estimate += (rows[x0 + f] as number) * (others[y0 + f] as number)
      for (let f = 0; f < factors; f++) {
        const y = others[y0 + f] as number
        ;(above[f] as number) += y * rating
        ;(below[f] as number) += y * estimate
      }
    }
    for (let f = 0; f < factors; f++) {
      const x = rows[x0 + f] as number
      const divisor = (below[f] as number) + (to - from) * regularisation * x
      rows[x0 + f] = divisor > 0 ? (x * (above[f] as number)) / divisor : 0
    }
  }
}

/**
 * A person from ratings alone, the items held. The last update multiplies by a sum over the ratings, so each rating's
 * part in an estimate, r_h Σ_f q_if q_hf x_f / divisor_f, is exact.
 */
export function foldInNonNegative(
  { items, ratings }: RatedItems,
  itemFactors: Float32Array,
  mean: number,
  options: { readonly factors: number; readonly epochs: number; readonly regularisation: number },
): PersonView {
  const { factors, epochs, regularisation } = options
  const rows = { indptr: Int32Array.of(0, items.length), columns: items, values: ratings }
  const person = new Float64Array(factors).fill(1)
  let before = person.slice()
  for (let epoch = 0; epoch < epochs; epoch++) {
    before = person.slice()
    updateNonNegative(rows, person, itemFactors, regularisation, factors)
  }
  const knows = (item: number): boolean => {
    for (let f = 0; f < factors; f++) if ((itemFactors[item * factors + f] as number) > 0) return true
    return false
  }
  const dot = (item: number, vector: Float64Array): number => {
    let sum = 0
    for (let f = 0; f < factors; f++) sum += (itemFactors[item * factors + f] as number) * (vector[f] as number)
    return sum
  }
  const stranger = !items.some(knows)
  return {
    estimate: (item) => (stranger || !knows(item) ? mean : dot(item, person)),
    parts(item) {
      const parts = new Float64Array(items.length)
      if (stranger || !knows(item)) return parts
      // x_f / divisor_f of the last update, from x_f,new = x_f · above_f / divisor_f without the sum above.
      const divisors = divisorsOf(rows, before, itemFactors, regularisation)
      for (let at = 0; at < items.length; at++) {
        const q0 = (items[at] as number) * factors
        let part = 0
        for (let f = 0; f < factors; f++) {
          if (!((divisors[f] as number) > 0)) continue
          const share = (before[f] as number) / (divisors[f] as number)
          part += (itemFactors[item * factors + f] as number) * (itemFactors[q0 + f] as number) * share
        }
        parts[at] = part * (ratings[at] as number)
      }
      return parts
    },
  }
}

function divisorsOf(
  { columns }: RatingRows,
  person: Float64Array,
  itemFactors: Float32Array,
  regularisation: number,
): Float64Array {
  const factors = person.length
  const divisors = person.map((x) => columns.length * regularisation * x)
  for (const column of columns) {
    let estimate = 0
    for (let f = 0; f < factors; f++) {
      estimate += (person[f] as number) * (itemFactors[column * factors + f] as number)
    }
    for (let f = 0; f < factors; f++) {
      ;(divisors[f] as number) += estimate * (itemFactors[column * factors + f] as number)
    }
  }
  return divisors
}
