import type { CumulativeOutcomes } from './ranked-outcomes.ts'

/** Points of a curve, beginning at (0, 0). */
export interface UpliftCurve {
  /** Units treated, the best first. */
  readonly units: Float64Array
  readonly gain: Float64Array
}

const over = (above: number, below: number): number => (below > 0 ? above / below : 0)

/**
 * The uplift curve of scikit-uplift (`uplift_curve`): after n units, (mean outcome of those treated − of those not) · n. An arm
 * of which nobody came yet counts as 0.
 */
export function upliftCurve(sums: CumulativeOutcomes): UpliftCurve {
  return curveOf(sums, (group) => {
    const units = sums.units[group] as number
    const treated = sums.treatedUnits[group] as number
    const [above, below] = [sums.treatedOutcome[group] as number, sums.controlOutcome[group] as number]
    return (over(above, treated) - over(below, units - treated)) * units
  })
}

/**
 * The Qini curve (Radcliffe 2007; scikit-uplift's `qini_curve`): after n units, outcomes of those treated less outcomes of
 * those not, these scaled to as many as were treated.
 */
export function qiniCurve(sums: CumulativeOutcomes): UpliftCurve {
  return curveOf(sums, (group) => {
    const treated = sums.treatedUnits[group] as number
    const untreated = (sums.units[group] as number) - treated
    return (sums.treatedOutcome[group] as number) - over((sums.controlOutcome[group] as number) * treated, untreated)
  })
}

function curveOf({ units }: CumulativeOutcomes, gainOf: (group: number) => number): UpliftCurve {
  const gain = new Float64Array(units.length + 1)
  const at = new Float64Array(units.length + 1)
  for (let group = 0; group < units.length; group++) {
    at[group + 1] = units[group] as number
    gain[group + 1] = gainOf(group)
  }
  return { units: at, gain }
}

/** Area between the curve and the straight line from its beginning to its end, by trapezoids. */
export function areaOverLine({ units, gain }: UpliftCurve): number {
  const last = units.length - 1
  let area = 0
  for (let i = 1; i <= last; i++)
    area += (((gain[i] as number) + (gain[i - 1] as number)) / 2) * ((units[i] as number) - (units[i - 1] as number))
  return area - ((gain[last] as number) * (units[last] as number)) / 2
}
