import type { Value } from '../api/schemas/value.ts'
import type { BuyerValue } from './model-value.ts'

const sumOf = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0)
const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0)

/** Tenths of buyers by value, the best first; fewer of them where there are fewer than ten. */
export function decilesOf(rows: readonly Pick<BuyerValue, 'value' | 'purchases'>[]): Value['deciles'] {
  const sorted = rows.toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0))
  const all = sumOf(sorted.map(({ value }) => value ?? 0))
  return Array.from({ length: 10 }, (_, at) => {
    const own = sorted.slice(Math.round((at * sorted.length) / 10), Math.round(((at + 1) * sorted.length) / 10))
    const value = sumOf(own.map((row) => row.value ?? 0))
    return {
      decile: at + 1,
      buyers: own.length,
      value,
      mean: own.length === 0 ? 0 : value / own.length,
      share: share(value, all),
      orders: sumOf(own.map(({ purchases }) => purchases)),
    }
  }).filter(({ buyers }) => buyers > 0)
}

/** Gini coefficient and Lorenz curve from the best down; null where there is no value to share. */
export function concentrationOf(values: readonly number[]): Value['concentration'] {
  const sorted = values.toSorted((a, b) => b - a)
  const all = sumOf(sorted)
  const top = (part: number): number => share(sumOf(sorted.slice(0, Math.ceil(part * sorted.length))), all)
  const points = Array.from({ length: 21 }, (_, at) => ({ at: at / 20, value: top(at / 20) }))
  if (!(all > 0)) return { gini: null, topTenth: null, topFifth: null, curve: [] }
  const n = sorted.length
  // Σ (n + 1 − 2·rank) over falling values: twice the area between the curve and equality.
  const gini = sorted.reduce((sum, value, at) => sum + (n - 1 - 2 * at) * value, 0) / (n * all)
  return { gini, topTenth: top(0.1), topFifth: top(0.2), curve: points }
}

const shown = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99]

/** Quantiles, and bars up to the 99th of a hundred; the last bar holds the rest. */
export function distributionOf(values: readonly number[]): Value['distribution'] {
  const sorted = values.toSorted((a, b) => a - b)
  const quantile = (p: number): number => sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? 0
  const width = quantile(0.99) / 20
  const bars = width > 0 ? 20 : 1
  const counts = new Array<number>(bars).fill(0)
  for (const value of sorted) {
    const at = width > 0 ? Math.min(bars - 1, Math.floor(value / width)) : 0
    counts[at] = (counts[at] ?? 0) + 1
  }
  return {
    quantiles: shown.map((at) => ({ at, value: quantile(at) })),
    histogram: counts.map((buyers, at) => ({
      from: at * width,
      to: at === bars - 1 ? (sorted.at(-1) ?? 0) : (at + 1) * width,
      buyers,
    })),
  }
}
