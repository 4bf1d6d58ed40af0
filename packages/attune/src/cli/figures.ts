import type { Estimate } from '../api/schemas/common.ts'

/** A share as `12.3%`. */
export const percent = (value: number, digits = 1): string => `${(100 * value).toFixed(digits)}%`

/** An estimate with its interval; a dash where there is none. */
export const estimateText = (estimate: Estimate | null, format: (value: number) => string): string =>
  estimate === null ? '–' : `${format(estimate.value)} (${format(estimate.low)} – ${format(estimate.high)})`

/** A bar of at most `width` columns for a share of 0 to 1. */
export const bar = (share: number, width = 24): string => {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8)
  return '█'.repeat(eighths >> 3) + ('▏▎▍▌▋▊▉'[(eighths & 7) - 1] ?? '')
}

/** A count; `<5` where it is too small to be told. */
export const countText = (people: number | null): string => (people === null ? '<5' : people.toLocaleString('en'))

/** `query` of an address from what was given. */
export function queryText(given: Readonly<Record<string, string | undefined>>): string {
  const known = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return known.length === 0 ? '' : `?${new URLSearchParams(known)}`
}
