import { MeasureError } from '../errors.ts'
import { checkFeatureRows, type FeatureRows, takeFeatureRows } from './feature-rows.ts'

/** What became of units of which some were treated. */
export interface UpliftOutcomes {
  /** [rows]: 1 treated, 0 not. */
  readonly treated: Uint8Array
  /** [rows]: what came of it, such as 1 for a visit, or revenue. */
  readonly outcome: Float64Array
}

/** The same with what was known of each unit before. */
export interface UpliftData extends UpliftOutcomes {
  readonly x: FeatureRows
  /**
   * [rows] or one number for all: chance of being treated, above 0 and below 1. Known in an experiment; without it, it is
   * estimated from the features where a method needs it.
   */
  readonly propensity?: number | Float64Array
}

/** @throws MeasureError `too-few`, `out-of-range`, `not-finite`, `one-arm` */
export function checkOutcomes({ treated, outcome }: UpliftOutcomes): void {
  if (treated.length !== outcome.length)
    throw new MeasureError('out-of-range', 'Give one treatment and one outcome for each unit.')
  if (treated.length < 2) throw new MeasureError('too-few', 'At least two units are needed.')
  if (!treated.every((one) => one === 0 || one === 1))
    throw new MeasureError('out-of-range', 'treated must be 0 or 1 for each unit.')
  if (!outcome.every(Number.isFinite)) throw new MeasureError('not-finite', 'Every outcome must be a finite number.')
  const count = treated.reduce((sum, one) => sum + one, 0)
  if (count === 0 || count === treated.length)
    throw new MeasureError(
      'one-arm',
      'Some units must be treated and some not: without both there is nothing to compare.',
    )
}

/** @throws MeasureError as `checkOutcomes` and `checkFeatureRows` */
export function checkUpliftData(data: UpliftData): void {
  checkOutcomes(data)
  checkFeatureRows(data.x)
  if (data.x.rows !== data.treated.length)
    throw new MeasureError('out-of-range', 'Give one row of features for each unit.')
  const { propensity } = data
  if (propensity === undefined) return
  if (typeof propensity !== 'number' && propensity.length !== data.treated.length)
    throw new MeasureError('out-of-range', 'Give one propensity for each unit, or one number for all.')
  const all = typeof propensity === 'number' ? [propensity] : propensity
  if (!all.every((one) => one > 0 && one < 1))
    throw new MeasureError('out-of-range', 'Propensities must lie above 0 and below 1.')
}

/** The units of these numbers, in their order. */
export function takeUnits(data: UpliftData, chosen: ArrayLike<number>): UpliftData {
  const { propensity } = data
  const take = <A extends Float64Array | Uint8Array>(from: A, into: A): A => {
    for (let i = 0; i < chosen.length; i++) into[i] = from[chosen[i] as number] as number
    return into
  }
  return {
    x: takeFeatureRows(data.x, chosen),
    treated: take(data.treated, new Uint8Array(chosen.length)),
    outcome: take(data.outcome, new Float64Array(chosen.length)),
    ...(propensity === undefined
      ? {}
      : {
          propensity: typeof propensity === 'number' ? propensity : take(propensity, new Float64Array(chosen.length)),
        }),
  }
}

/** Whether every outcome is 0 or 1, so that it can be learnt as a probability. */
export const isBinary = (outcome: Float64Array): boolean => outcome.every((one) => one === 0 || one === 1)

/** Numbers of the units whose treatment is `arm`. */
export function unitsOfArm(treated: Uint8Array, arm: 0 | 1): Int32Array {
  const found: number[] = []
  for (let i = 0; i < treated.length; i++) if (treated[i] === arm) found.push(i)
  return Int32Array.from(found)
}
