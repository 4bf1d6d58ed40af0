import type { CumulativeOutcomes } from './ranked-outcomes.ts'

/**
 * causalml's `auuc_score` and `qini_score`: the mean height of the curve over 0, 1, … n units, in shares of its height at the end;
 * for the Qini score less that of random order. null where the curve ends at 0, so that shares of it do not exist.
 */
export interface MeanGains {
  readonly qini: number | null
  readonly auuc: number | null
}

export function meanGains(sums: CumulativeOutcomes): MeanGains {
  const lift = lifts(sums)
  const gain = meanHeight(sums, lift, (units) => units)
  const qini = meanHeight(sums, qinis(sums), () => 1)
  const n = sums.units.at(-1) ?? 0
  return {
    auuc: gain.end === 0 ? null : gain.mean / Math.abs(gain.end),
    // The line of random order is 0, 1/n, … 1 of the end: its mean is half of it.
    qini: qini.end === 0 || n === 0 ? null : (qini.mean - qini.end / 2) / Math.abs(qini.end),
  }
}

/** Mean outcome of those treated less that of those not, at each group's end; NaN while one of the arms is empty. */
function lifts({ units, treatedUnits, treatedOutcome, controlOutcome }: CumulativeOutcomes): Float64Array {
  return units.map((count, group) => {
    const treated = treatedUnits[group] as number
    return (treatedOutcome[group] as number) / treated - (controlOutcome[group] as number) / (count - treated)
  })
}

function qinis({ units, treatedUnits, treatedOutcome, controlOutcome }: CumulativeOutcomes): Float64Array {
  return units.map((count, group) => {
    const treated = treatedUnits[group] as number
    return (treatedOutcome[group] as number) - ((controlOutcome[group] as number) * treated) / (count - treated)
  })
}

/**
 * Mean over 0, 1, … n units of value(units) · scale(units). Values that do not exist lie on the line between those beside
 * them (as pandas' `interpolate`), the first on that from 0. Within a group of equal scores the curve is a line.
 */
function meanHeight(
  { units }: CumulativeOutcomes,
  values: Float64Array,
  scale: (units: number) => number,
): { readonly mean: number; readonly end: number } {
  let [from, fromValue, height, sum] = [0, 0, 0, 0]
  const n = units.at(-1) ?? 0
  let start = 0
  for (let group = 0; group < units.length; group++) {
    const value = values[group] as number
    if (!Number.isFinite(value)) continue
    const to = units[group] as number
    // Ends of groups between `from` and here had no value.
    for (let between = start; between <= group; between++) {
      const at = units[between] as number
      const reached = between === group ? value : fromValue + ((value - fromValue) * (at - from)) / (to - from || 1)
      const next = reached * scale(at)
      const width = at - (between === 0 ? 0 : (units[between - 1] as number))
      // Points 1 … width of a line from `height` to `next`.
      sum += width * height + ((next - height) * (width + 1)) / 2
      height = next
    }
    start = group + 1
    ;[from, fromValue] = [to, value]
  }
  // What lies behind the last value keeps it.
  for (; start < units.length; start++) {
    const at = units[start] as number
    const width = at - (start === 0 ? 0 : (units[start - 1] as number))
    const next = fromValue * scale(at)
    sum += width * height + ((next - height) * (width + 1)) / 2
    height = next
  }
  return { mean: sum / (n + 1), end: height }
}
