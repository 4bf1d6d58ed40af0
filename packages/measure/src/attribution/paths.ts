import { MeasureError } from '../errors.ts'

/** A way that people went: what touched them, in order, and how often it ended with a conversion. */
export interface AttributionPath {
  /** At least one, the first first. */
  readonly touches: readonly string[]
  /** Days from each touch to the end of the path; needed by the time decay only. */
  readonly ages?: readonly number[]
  /** People who went this way and converted. */
  readonly conversions: number
  /** What their conversions were worth together. */
  readonly value: number
  /** People who went this way and did not convert. */
  readonly losses: number
}

/** What a channel is given credit for. */
export interface ChannelCredit {
  readonly channel: string
  readonly conversions: number
  readonly value: number
}

/** @throws MeasureError `too-few`, `out-of-range` */
export function checkPaths(paths: readonly AttributionPath[]): void {
  if (paths.length === 0) throw new MeasureError('too-few', 'At least one path is needed.')
  for (const { touches, ages, conversions, value, losses } of paths) {
    if (touches.length === 0) throw new MeasureError('out-of-range', 'Every path needs at least one touch.')
    if (![conversions, losses].every((count) => count >= 0 && Number.isFinite(count)))
      throw new MeasureError('out-of-range', 'Conversions and losses of a path must be counts of at least 0.')
    if (!Number.isFinite(value)) throw new MeasureError('not-finite', 'The value of a path must be a finite number.')
    if (
      ages !== undefined &&
      (ages.length !== touches.length || !ages.every((age) => age >= 0 && Number.isFinite(age)))
    )
      throw new MeasureError('out-of-range', 'Give one age of at least 0 days for each touch.')
  }
}

/** All channels, in the order of their names. */
export function channelsOf(paths: readonly AttributionPath[]): readonly string[] {
  return [...new Set(paths.flatMap(({ touches }) => touches))].sort()
}

export function totalsOf(paths: readonly AttributionPath[]): Pick<AttributionPath, 'conversions' | 'value' | 'losses'> {
  const sum = (pick: (path: AttributionPath) => number): number => paths.reduce((all, path) => all + pick(path), 0)
  return {
    conversions: sum(({ conversions }) => conversions),
    value: sum(({ value }) => value),
    losses: sum(({ losses }) => losses),
  }
}
