import type { Value } from '../api/schemas/value.ts'
import { fewestShown } from '../behaviour/small-cells.ts'
import type { BuyerValue } from './model-value.ts'

const sumOf = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0)
const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0)
/** Into how many equal parts, `most` at best, people are cut so that each holds enough of them to be shown; at least one. */
const partsOf = (people: number, most: number): number => Math.max(1, Math.min(most, Math.floor(people / fewestShown)))

/** Tenths of buyers by value, the best first; fewer and larger parts where a tenth would be of fewer than five. */
export function decilesOf(rows: readonly Pick<BuyerValue, 'value' | 'purchases'>[]): Value['deciles'] {
  const sorted = rows.toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0))
  const all = sumOf(sorted.map(({ value }) => value ?? 0))
  const parts = partsOf(sorted.length, 10)
  const end = (at: number): number => Math.round((at * sorted.length) / parts)
  return Array.from({ length: parts }, (_, at) => {
    const own = sorted.slice(end(at), end(at + 1))
    const value = sumOf(own.map((row) => row.value ?? 0))
    return {
      decile: at + 1,
      buyers: own.length,
      value,
      mean: own.length === 0 ? 0 : value / own.length,
      share: share(value, all),
      orders: sumOf(own.map(({ purchases }) => purchases)),
    }
  })
}

/**
 * Gini coefficient and Lorenz curve from the best down; null where there is no value to share. The curve has a point where one of
 * the parts of `decilesOf` ends, and halfway where there are enough people: a point between would tell of single people. So do
 * the best tenth and fifth of fewer than fifty, which are null.
 */
export function concentrationOf(values: readonly number[]): Value['concentration'] {
  const sorted = values.toSorted((a, b) => b - a)
  const all = sumOf(sorted)
  if (!(all > 0)) return { gini: null, topTenth: null, topFifth: null, curve: [] }
  const n = sorted.length
  const tenths = partsOf(n, 10)
  const parts = partsOf(n, 20) === 20 ? 20 : tenths
  const top = (part: number, of: number): number => share(sumOf(sorted.slice(0, Math.round((part * n) / of))), all)
  // Σ (n + 1 − 2·rank) over falling values: twice the area between the curve and equality.
  const gini = sorted.reduce((sum, value, at) => sum + (n - 1 - 2 * at) * value, 0) / (n * all)
  return {
    gini,
    topTenth: tenths === 10 ? top(1, 10) : null,
    topFifth: tenths === 10 ? top(2, 10) : null,
    curve: Array.from({ length: parts + 1 }, (_, at) => ({ at: at / parts, value: top(at, parts) })),
  }
}

const shown = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99]

/**
 * Quantiles that at least five people lie on either side of, and bars up to the 99th of a hundred, or up to the fifth best of
 * few; the last bar holds the rest too. Neighbouring bars are one until it holds five people or nobody.
 */
export function distributionOf(values: readonly number[]): Value['distribution'] {
  const sorted = values.toSorted((a, b) => a - b)
  const n = sorted.length
  const quantile = (p: number): number => sorted[Math.min(n - 1, Math.floor(p * n))] ?? 0
  const cap = Math.min(quantile(0.99), sorted[Math.max(0, n - fewestShown)] ?? 0)
  const width = cap / 20
  const bars = width > 0 ? 20 : 1
  const counts = new Array<number>(bars).fill(0)
  for (const value of sorted) {
    const at = width > 0 ? Math.min(bars - 1, Math.floor(value / width)) : 0
    counts[at] = (counts[at] ?? 0) + 1
  }
  return {
    quantiles: shown
      .filter((at) => Math.floor(at * n) >= fewestShown && n - Math.floor(at * n) > fewestShown)
      .map((at) => ({ at, value: quantile(at) })),
    histogram: joinSmall(
      counts.map((buyers, at) => ({ from: at * width, to: at === bars - 1 ? cap : (at + 1) * width, buyers })),
    ),
  }
}

type Bar = Value['distribution']['histogram'][number]

function joinSmall(bars: readonly Bar[]): Bar[] {
  const isSmall = ({ buyers }: Bar): boolean => buyers > 0 && buyers < fewestShown
  const joined: Bar[] = []
  for (const bar of bars) {
    const before = joined.at(-1)
    if (before && isSmall(before)) joined[joined.length - 1] = join(before, bar)
    else joined.push(bar)
  }
  // What is left over at the end goes into the last that holds anybody, over the empty ones between.
  for (let last = joined.at(-1); last && isSmall(last) && joined.length > 1; last = joined.at(-1))
    joined.splice(-2, 2, join(joined.at(-2) as Bar, last))
  return joined
}

const join = (one: Bar, next: Bar): Bar => ({ from: one.from, to: next.to, buyers: one.buyers + next.buyers })
