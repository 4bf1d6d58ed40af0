import type { Estimate } from 'attune/api-types'

export interface DayFigure {
  readonly exposures: number
  readonly estimate: Estimate | null
}

/**
 * The mean of the last `days` days at each day, weighted by exposures, with its interval: with weights w and half-widths h
 * of days taken as independent, the half-width is √Σ(w·h)². Null where none of those days has a figure.
 */
export function rollingMean(figures: readonly DayFigure[], days: number): readonly (Estimate | null)[] {
  return figures.map((_, end) => {
    const window = figures
      .slice(Math.max(0, end - days + 1), end + 1)
      .flatMap(({ exposures, estimate }) => (estimate && exposures > 0 ? [{ exposures, ...estimate }] : []))
    const total = window.reduce((sum, day) => sum + day.exposures, 0)
    if (total === 0) return null
    const value = window.reduce((sum, day) => sum + (day.exposures / total) * day.value, 0)
    const spread = (side: (day: (typeof window)[number]) => number) =>
      Math.sqrt(window.reduce((sum, day) => sum + ((day.exposures / total) * side(day)) ** 2, 0))
    return {
      value,
      low: value - spread((day) => day.value - day.low),
      high: value + spread((day) => day.high - day.value),
    }
  })
}
