/** A linear scale from values to pixels; values outside the domain are held at its ends. */
export function linearScale(
  [from, to]: readonly [number, number],
  [low, high]: readonly [number, number],
): (value: number) => number {
  const span = to - from || 1
  return (value) => low + ((Math.min(to, Math.max(from, value)) - from) / span) * (high - low)
}

/** The round step (1, 2, 2.5 or 5 times a power of ten) that cuts a span into at most `most` pieces. */
export function roundStep(span: number, most: number): number {
  if (!(span > 0)) return 1
  const raw = span / most
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= raw * (1 - 1e-9)) ?? 10
  return step * power
}

/** Round ticks inside [low, high]. */
export function ticksWithin(low: number, high: number, most: number): readonly number[] {
  const step = roundStep(high - low, most)
  const ticks: number[] = []
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) ticks.push(round(k * step, step))
  return ticks
}

/** Round ticks whose first and last hold all of [low, high]: the axis of a line chart. */
export function ticksAround(low: number, high: number, most: number): readonly number[] {
  const [a, b] = high > low ? [low, high] : [low - Math.abs(low || 1) / 2, low + Math.abs(low || 1) / 2]
  const step = roundStep(b - a, most)
  const first = Math.floor(a / step + 1e-9)
  const last = Math.ceil(b / step - 1e-9)
  return Array.from({ length: last - first + 1 }, (_, k) => round((first + k) * step, step))
}

/** Takes floating-point dust off a multiple of `step`. */
const round = (value: number, step: number) => Number(value.toFixed(Math.max(0, 2 - Math.floor(Math.log10(step))))) + 0

/** One domain for a column of intervals: always with zero, with a little air, wide enough to be read. */
export function intervalDomain(
  intervals: readonly { readonly low: number; readonly high: number }[],
  smallest = 0.05,
): readonly [number, number] {
  const low = Math.min(0, ...intervals.map((interval) => interval.low))
  const high = Math.max(0, ...intervals.map((interval) => interval.high))
  const span = Math.max(high - low, smallest)
  const air = span * 0.08
  return [
    low - air - (high === 0 ? span - (high - low) : 0) * 0.5,
    high + air + (low === 0 ? (span - (high - low)) * 0.5 : 0),
  ]
}

/** One domain for a column of intervals that need not have zero: with a little air, wide enough to be read. */
export function domainAround(
  intervals: readonly { readonly low: number; readonly high: number }[],
  smallest = 0.002,
): readonly [number, number] {
  const low = Math.min(...intervals.map((interval) => interval.low))
  const high = Math.max(...intervals.map((interval) => interval.high))
  const air = Math.max(high - low, smallest) * 0.12
  return [low - air, high + air]
}

/** Decimals that tell ticks apart: the most that any of them has. */
export const digitsOf = (ticks: readonly number[]): number =>
  Math.max(0, ...ticks.map((tick) => `${tick}`.split('.')[1]?.length ?? 0))
