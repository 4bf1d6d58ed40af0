/** A linear scale with round ticks that holds some intervals with a little air. */
export interface IntervalScale {
  /** Pixels from the left end of the scale. */
  at(value: number): number
  readonly ticks: readonly number[]
  /** Digits after the point that tell neighbouring ticks apart. */
  readonly digits: number
}

/** @param smallest the least span, so that equal values do not look far apart */
export function intervalScale(
  intervals: readonly (readonly [number, number])[],
  width: number,
  smallest = 0.002,
): IntervalScale {
  const low = Math.min(...intervals.map(([from]) => from))
  const high = Math.max(...intervals.map(([, to]) => to))
  const span = Math.max(high - low, smallest)
  const from = (low + high - span) / 2 - span * 0.08
  const to = from + span * 1.16
  const step = roundStep((to - from) / 4)
  const ticks: number[] = []
  for (let k = Math.ceil(from / step); k * step <= to; k++) ticks.push(k * step)
  return {
    at: (value) => ((value - from) / (to - from)) * width,
    ticks,
    digits: Math.max(0, -Math.floor(Math.log10(step) + 1e-9) + (/^[^1-9]*25/.test(step.toPrecision(2)) ? 1 : 0)),
  }
}

/** The smallest of 1, 2, 2.5, 5 times a power of ten that is at least `raw`. */
function roundStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw))
  return ([1, 2, 2.5, 5, 10].find((one) => one * power >= raw * (1 - 1e-9)) ?? 10) * power
}
