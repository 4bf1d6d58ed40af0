export interface CurvePoint {
  /** The last of the steps that it stands for. */
  readonly step: number
  readonly loss: number
}

/** Steps at which curves are drawn over each other: those of the only one, or equally far apart up to the last of all. */
export function stepsOf(curves: readonly (readonly CurvePoint[])[], most: number): readonly number[] {
  const [only] = curves
  if (only && curves.length === 1) return only.map(({ step }) => step)
  const last = Math.max(0, ...curves.map((points) => points.at(-1)?.step ?? 0))
  const places = Math.min(most, last)
  return Array.from({ length: places }, (_, i) => Math.round(((i + 1) * last) / places))
}

/** The values of a curve at steps in ascending order; null after its end. */
export function valuesAt(
  points: readonly CurvePoint[],
  values: readonly number[],
  steps: readonly number[],
): readonly (number | null)[] {
  let at = 0
  return steps.map((step) => {
    while (at < points.length && (points[at] as CurvePoint).step < step) at++
    return values[at] ?? null
  })
}

/**
 * An exponential moving mean whose memory is a share of the curve, corrected for its beginning, so that the first value stands
 * for itself.
 */
export function smoothed(values: readonly number[], memory = Math.max(2, values.length / 25)): readonly number[] {
  const keep = 1 - 2 / (memory + 1)
  let [mean, weight] = [0, 0]
  return values.map((value) => {
    mean = keep * mean + (1 - keep) * value
    weight = keep * weight + (1 - keep)
    return mean / weight
  })
}

/** Decimals that say something of a loss or a rate of this size: about three figures. */
export const digitsFor = (value: number): number =>
  value === 0 ? 0 : Math.max(0, Math.min(8, 2 - Math.floor(Math.log10(Math.abs(value)))))
