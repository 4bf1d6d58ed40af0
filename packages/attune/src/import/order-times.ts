import type { EventTable } from './event-table.ts'

const spanMs = 90 * 86_400_000
/** The fractional part of its multiples is spread evenly: no two persons get the same moments. */
const goldenRatio = 0.618_033_988_749_895

/**
 * Times for a table that has none: the rows of a person keep their order and are spread evenly over the 90 days before
 * `now`, each person a little shifted. Models that weigh by age then see an order and nothing more; the result is marked
 * `order-only` so that no report takes these times for real ones.
 */
export function withOrderTimes(table: EventTable, now: number): EventTable {
  if (table.times === 'given') return table
  const counts = new Int32Array(table.persons.length)
  for (const person of table.person) counts[person] = (counts[person] as number) + 1
  const seen = new Int32Array(table.persons.length)
  const time = new Float64Array(table.size)
  for (let row = 0; row < table.size; row += 1) {
    const person = table.person[row] as number
    const shift = ((person + 1) * goldenRatio) % 1
    const before = seen[person] as number
    seen[person] = before + 1
    const place = (before + shift) / (counts[person] as number)
    time[row] = Math.floor(now - spanMs + place * spanMs)
  }
  return { ...table, time, times: 'order-only' }
}
