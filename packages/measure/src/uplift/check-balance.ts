import { MeasureError } from '../errors.ts'
import { checkUpliftData, type UpliftData } from './uplift-data.ts'

export interface FeatureBalance {
  readonly feature: string
  readonly treated: number
  readonly control: number
  /** Difference of means over the root of the mean variance of both arms; null where neither varies but the means differ. */
  readonly standardisedDifference: number | null
  /** The same with units weighted by one over the chance of their arm; only with propensities. */
  readonly weightedDifference: number | null
}

export interface Overlap {
  /** Smallest and largest propensity of each arm. */
  readonly treated: { readonly low: number; readonly high: number }
  readonly control: { readonly low: number; readonly high: number }
  /** Share of units whose propensity lies below .05 or above .95: hardly any like them was in the other arm. */
  readonly outside: number
  /** (Σ w)² / Σ w² of the weights one over the chance of the own arm, as a share of all units. */
  readonly effectiveShare: number
}

export type BalanceWarning = 'imbalance' | 'little-overlap'

export interface BalanceReport {
  readonly features: readonly FeatureBalance[]
  /** null without propensities. */
  readonly overlap: Overlap | null
  readonly warnings: readonly { readonly code: BalanceWarning; readonly features?: readonly string[] }[]
}

/** Above this a difference counts as imbalance (Austin 2009; Stuart 2010). */
const tolerated = 0.1

/**
 * Whether treated and untreated units are alike (standardised mean differences), and whether units like each other are found in
 * both arms (overlap of propensities). In an experiment both must hold but for chance; elsewhere effects are only as
 * good as these.
 *
 * @param names one a feature, for the report
 * @throws MeasureError `too-few`, `out-of-range`, `not-finite`, `one-arm`
 */
export function checkBalance(data: UpliftData, names: readonly string[]): BalanceReport {
  checkUpliftData(data)
  const { x, propensity } = data
  if (names.length !== x.columns) throw new MeasureError('out-of-range', 'Give one name for each feature.')
  const weights = propensity === undefined ? undefined : weightsOf(data, propensity)
  const features = names.map((feature, column) => balanceOf(data, feature, column, weights))
  const overlap = propensity === undefined || weights === undefined ? null : overlapOf(data, propensity, weights)
  const off = features.filter(({ standardisedDifference, weightedDifference }) => {
    const left = weights ? weightedDifference : standardisedDifference
    return left === null || Math.abs(left) > tolerated
  })
  return {
    features,
    overlap,
    warnings: [
      ...(off.length > 0 ? [{ code: 'imbalance', features: off.map(({ feature }) => feature) } as const] : []),
      ...(overlap && (overlap.outside > 0.05 || overlap.effectiveShare < 0.5)
        ? [{ code: 'little-overlap' } as const]
        : []),
    ],
  }
}

const chanceOf = (propensity: number | Float64Array, unit: number): number =>
  typeof propensity === 'number' ? propensity : (propensity[unit] as number)

function weightsOf({ treated }: UpliftData, propensity: number | Float64Array): Float64Array {
  return Float64Array.from(treated, (arm, i) => 1 / (arm === 1 ? chanceOf(propensity, i) : 1 - chanceOf(propensity, i)))
}

interface Moments {
  readonly mean: number
  readonly variance: number
}

function balanceOf(
  data: UpliftData,
  feature: string,
  column: number,
  weights: Float64Array | undefined,
): FeatureBalance {
  const [control, treated] = ([0, 1] as const).map((arm) => momentsOf(data, column, arm)) as [Moments, Moments]
  const spread = Math.sqrt((control.variance + treated.variance) / 2)
  const standardised = (difference: number): number | null =>
    spread > 0 ? difference / spread : difference === 0 ? 0 : null
  const weighted = weights
    ? momentsOf(data, column, 1, weights).mean - momentsOf(data, column, 0, weights).mean
    : undefined
  return {
    feature,
    treated: treated.mean,
    control: control.mean,
    standardisedDifference: standardised(treated.mean - control.mean),
    weightedDifference: weighted === undefined ? null : standardised(weighted),
  }
}

function momentsOf({ x, treated }: UpliftData, column: number, arm: 0 | 1, weights?: Float64Array): Moments {
  let [total, sum] = [0, 0]
  const numberOf = (unit: number): number => x.values[unit * x.columns + column] as number
  const each = (visit: (value: number, weight: number) => void): void => {
    for (let i = 0; i < x.rows; i++) if (treated[i] === arm) visit(numberOf(i), weights ? (weights[i] as number) : 1)
  }
  each((value, weight) => {
    total += weight
    sum += weight * value
  })
  const mean = sum / total
  let squares = 0
  each((value, weight) => {
    squares += weight * (value - mean) ** 2
  })
  return { mean, variance: total > 1 ? squares / (total - (weights ? 0 : 1)) : 0 }
}

function overlapOf({ treated }: UpliftData, propensity: number | Float64Array, weights: Float64Array): Overlap {
  const range = (arm: 0 | 1) => {
    let [low, high] = [1, 0]
    for (let i = 0; i < treated.length; i++) {
      if (treated[i] !== arm) continue
      low = Math.min(low, chanceOf(propensity, i))
      high = Math.max(high, chanceOf(propensity, i))
    }
    return { low, high }
  }
  let outside = 0
  for (let i = 0; i < treated.length; i++) if (Math.abs(chanceOf(propensity, i) - 0.5) > 0.45) outside++
  const sum = weights.reduce((all, one) => all + one, 0)
  const squares = weights.reduce((all, one) => all + one * one, 0)
  return {
    treated: range(1),
    control: range(0),
    outside: outside / treated.length,
    effectiveShare: (sum * sum) / squares / treated.length,
  }
}
