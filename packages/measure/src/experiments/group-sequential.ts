import { MeasureError, requireLevel } from '../errors.ts'
import { normalCdf, normalDensity, normalQuantile } from '../normal.ts'

/** How the allowed false alarms are spent over the looks (Lan & DeMets 1983). */
export type Spending = 'obrien-fleming' | 'pocock'

/**
 * Two-sided bounds of a group-sequential design: |z| at look k must exceed the k-th bound. The spent error is Lan &
 * DeMets's function of the share of information; the bounds follow from it by recursive integration of the density of
 * the running sum that has not crossed yet (Armitage, McPherson & Rowe 1969; Jennison & Turnbull 2000, ch. 19).
 *
 * @param fractions share of the planned information (units) at each look, ascending, the last at most 1
 * @throws MeasureError `out-of-range`
 * @example groupSequentialBounds([.2, .4, .6, .8, 1]) // [4.877, 3.357, 2.680, 2.290, 2.031]
 */
export function groupSequentialBounds(
  fractions: readonly number[],
  {
    level = 0.95,
    spending = 'obrien-fleming',
  }: { readonly level?: number | undefined; readonly spending?: Spending | undefined } = {},
): readonly number[] {
  requireLevel(level)
  fractions.forEach((t, k) => {
    if (!(t > (fractions[k - 1] ?? 0) && t <= 1))
      throw new MeasureError('out-of-range', 'Shares of information must ascend, above 0 and at most 1.')
  })
  const spent = spentError(spending, 1 - level)
  const bounds: number[] = []
  let density: Density | undefined
  fractions.forEach((t, k) => {
    const now = spent(t) - (k === 0 ? 0 : spent(fractions[k - 1] ?? 0))
    const bound = density === undefined ? -normalQuantile(now / 2) : boundAfter(density, t, now)
    bounds.push(bound)
    density = surviving(density, t, bound * Math.sqrt(t))
  })
  return bounds
}

function spentError(spending: Spending, alpha: number): (t: number) => number {
  const quarter = -normalQuantile(alpha / 4)
  return spending === 'pocock'
    ? (t) => alpha * Math.log(1 + (Math.E - 1) * t)
    : (t) => 4 * normalCdf(-quarter / Math.sqrt(t))
}

/** Density of the score S(t) ~ N(0, t) of paths that crossed no bound so far, on the points of Simpson's rule. */
interface Density {
  readonly t: number
  readonly points: Float64Array
  /** Density times the weight of the rule. */
  readonly mass: Float64Array
}

function surviving(before: Density | undefined, t: number, limit: number): Density {
  // Beyond eight standard deviations there is nothing to integrate.
  const edge = Math.min(limit, 8 * Math.sqrt(t))
  // Looks that follow each other closely need points that lie closely.
  const intervals = 2 * Math.ceil(Math.min(1000, Math.max(150, (5 * edge) / Math.sqrt(t - (before?.t ?? 0)))))
  const step = (2 * edge) / intervals
  const points = Float64Array.from({ length: intervals + 1 }, (_, i) => -edge + i * step)
  const mass = points.map((x, i) => {
    const weight = i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2
    return ((weight * step) / 3) * densityAt(before, t, x)
  })
  return { t, points, mass }
}

function densityAt(before: Density | undefined, t: number, x: number): number {
  if (before === undefined) return normalDensity(x / Math.sqrt(t)) / Math.sqrt(t)
  const s = Math.sqrt(t - before.t)
  let sum = 0
  for (let i = 0; i < before.points.length; i++)
    sum += (before.mass[i] ?? 0) * normalDensity((x - (before.points[i] ?? 0)) / s)
  return sum / s
}

/** The bound at which paths that had not crossed cross now with probability `wanted`: Newton's steps, kept in brackets. */
function boundAfter(before: Density, t: number, wanted: number): number {
  const s = Math.sqrt(t - before.t)
  const root = Math.sqrt(t)
  // The density is even: both sides cross alike.
  const crossing = (limit: number): number => {
    let sum = 0
    before.points.forEach((x, i) => {
      sum += (before.mass[i] ?? 0) * normalCdf((x - limit) / s)
    })
    return 2 * sum
  }
  let low = 0
  let high = 40
  let z = 2
  for (let i = 0; i < 100 && high - low > 1e-10; i++) {
    const excess = crossing(z * root) - wanted
    if (excess > 0) low = z
    else high = z
    const slope = -2 * root * densityAt(before, t, z * root)
    const next = z - excess / slope
    if (Math.abs(next - z) < 1e-10) break
    z = next > low && next < high ? next : (low + high) / 2
  }
  return z
}
