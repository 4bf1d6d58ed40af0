import { type FeatureRows, type Rng, shuffle, takeFeatureRows } from '@attune/measure'
import type { FeaturePlan } from './feature-plan.ts'
import { predictUplift, type UpliftModel } from './uplift-model.ts'

export interface Driver {
  /** A column of the plan. */
  readonly feature: string
  /** Mean absolute change of the predicted uplift when the column is shuffled among the people. */
  readonly change: number
  /** Mean predicted uplift of those with low values of a column of numbers, and with high ones: below and above the median; null where all are on one side. */
  readonly low: number | null
  readonly high: number | null
}

/** More people do not change what is said. */
const mostRows = 2000

/**
 * What the order of people rests on (permutation importance; Breiman 2001), the most first: a column that can be shuffled without
 * a change says nothing of whom the treatment moves.
 *
 * @param x people that the model did not learn from
 */
export async function upliftDrivers(
  model: Pick<UpliftModel, 'method' | 'parts' | 'plan'>,
  x: FeatureRows,
  rng: Rng,
): Promise<readonly Driver[]> {
  const every = Math.max(1, Math.ceil(x.rows / mostRows))
  const rows = takeFeatureRows(
    x,
    Array.from({ length: Math.ceil(x.rows / every) }, (_, at) => at * every),
  )
  const plain = await predictUplift(model, rows)
  const drivers: Driver[] = []
  for (const { name, kind, from, width } of columnsOf(model.plan)) {
    const shuffled = await predictUplift(model, withShuffled(rows, { from, width }, rng))
    const change = shuffled.reduce((sum, one, row) => sum + Math.abs(one - (plain[row] as number)), 0) / rows.rows
    const halves = kind === 'number' ? halvesBy(rows, from, plain) : { low: null, high: null }
    drivers.push({ feature: name, change, ...halves })
  }
  return drivers.toSorted((a, b) => b.change - a.change)
}

/** Which features a column became. */
function columnsOf(plan: FeaturePlan) {
  let next = 0
  return plan.map((column) => {
    const from = next
    const width = column.kind === 'choice' ? column.choices.length : column.marksMissing ? 2 : 1
    next += width
    return { name: column.name, kind: column.kind, from, width }
  })
}

function withShuffled(
  { values, rows, columns }: FeatureRows,
  { from, width }: { readonly from: number; readonly width: number },
  rng: Rng,
): FeatureRows {
  const order = Int32Array.from({ length: rows }, (_, row) => row)
  shuffle(order, rng)
  const mixed = Float64Array.from(values)
  for (let row = 0; row < rows; row++) {
    const other = (order[row] as number) * columns + from
    mixed.set(values.subarray(other, other + width), row * columns + from)
  }
  return { values: mixed, rows, columns }
}

function halvesBy({ values, rows, columns }: FeatureRows, column: number, uplift: Float64Array) {
  const of = (row: number): number => values[row * columns + column] as number
  const sorted = Float64Array.from({ length: rows }, (_, row) => of(row)).sort()
  const median = sorted[Math.floor((rows - 1) / 2)] as number
  // Where the median is the largest value, those who have it are the upper side.
  const isHigh = sorted.at(-1) === median ? (value: number) => value >= median : (value: number) => value > median
  const sides = { low: { sum: 0, count: 0 }, high: { sum: 0, count: 0 } }
  for (let row = 0; row < rows; row++) {
    const side = sides[isHigh(of(row)) ? 'high' : 'low']
    side.sum += uplift[row] as number
    side.count++
  }
  const { low, high } = sides
  if (low.count === 0) return { low: null, high: null }
  return { low: low.sum / low.count, high: high.sum / high.count }
}
