import { historyOf, type Interactions } from '../interactions.ts'
import { distinctHistory, type SparseVector } from './distinct-histories.ts'
import type { EaseParameters } from './fit-ease.ts'
import { holdersOf } from './most-held.ts'

/**
 * U with XᵀX + Λ falling by UᵀU when people go: their histories, and for each of their items a row for what they added to
 * its penalty, where penalties depend on people at all.
 *
 * @param items the items that take part; rows are over their places
 */
export function easeRowsLeaving(
  before: Interactions,
  gone: Int32Array,
  items: Int32Array,
  { lambda, exponent, dropout, weightPower }: EaseParameters,
): SparseVector[] {
  const itemCount = before.items.ids.length
  const places = new Int32Array(itemCount).fill(-1)
  for (const [place, item] of items.entries()) places[item] = place
  const rows: SparseVector[] = []
  const people = new Float64Array(items.length)
  const energy = new Float64Array(items.length)
  for (const person of gone) {
    const { indices, values } = distinctHistory(historyOf(before, person), itemCount, weightPower)
    const own = Int32Array.from(indices.keys()).filter((at) => (places[indices[at] as number] as number) >= 0)
    if (own.length === 0) continue
    const row = {
      indices: own.map((at) => places[indices[at] as number] as number),
      values: Float64Array.from(own, (at) => values[at] as number),
    }
    rows.push(row)
    for (const [at, place] of row.indices.entries()) {
      ;(people[place] as number) += 1
      ;(energy[place] as number) += (row.values[at] as number) ** 2
    }
  }
  if (exponent === 0 && dropout === 0) return rows
  const holders = holdersOf(before)
  for (const [place, count] of people.entries()) {
    if (count === 0) continue
    const n = holders[items[place] as number] as number
    // An item that nobody has any more leaves whole; until then it keeps the penalty of one person.
    const ridge = lambda * (n ** exponent - Math.max(1, n - count) ** exponent)
    const less = ridge + ((energy[place] as number) * dropout) / (1 - dropout)
    if (less > 0) rows.push({ indices: Int32Array.of(place), values: Float64Array.of(Math.sqrt(less)) })
  }
  return rows
}
