/** The one error of the library. */
export class MeasureError extends Error {
  /** Stable, kebab-case: `not-finite`, `out-of-range`, `too-few`. */
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'MeasureError'
    this.code = code
  }
}

/** @throws MeasureError `not-finite` */
export function requireFinite(name: string, value: number): void {
  if (!Number.isFinite(value)) throw new MeasureError('not-finite', `${name} must be a finite number.`)
}

/** @throws MeasureError `not-finite` or `out-of-range` */
export function requireRange(name: string, value: number, low: number, high: number): void {
  requireFinite(name, value)
  if (value < low || value > high) throw new MeasureError('out-of-range', `${name} must lie in [${low}, ${high}].`)
}

/** A confidence level: above 0 and below 1. */
export function requireLevel(level: number): void {
  requireFinite('level', level)
  if (level <= 0 || level >= 1) throw new MeasureError('out-of-range', 'level must lie between 0 and 1, such as .95.')
}
