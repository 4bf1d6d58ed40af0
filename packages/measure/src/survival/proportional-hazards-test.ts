import { chiSquaredUpperTail } from '../chi-squared.ts'
import { meanRanks } from '../mean-ranks.ts'
import { eachRiskSet, meanAt } from './cox-likelihood.ts'
import { type CoxModel, prepare } from './fit-cox.ts'
import type { Observations } from './observations.ts'

/** Whether one covariate's effect changes with time. */
export interface ProportionalityTest {
  /** Correlation of its residuals with time; 0 where it does not vary at the events. */
  readonly correlation: number
  readonly chiSquared: number
  /** Small: the effect is not the same at all times. */
  readonly p: number
}

/**
 * Whether effects stay the same over time (Grambsch & Therneau 1994): scaled Schoenfeld residuals against the rank of time,
 * one degree of freedom a covariate. The model must have been fitted to the same observations and columns.
 */
export function proportionalHazardsTest(
  observations: Observations,
  columns: readonly ArrayLike<number>[],
  model: Pick<CoxModel, 'coefficients' | 'covariance'>,
): ProportionalityTest[] {
  const { data } = prepare(observations, columns, 'efron')
  const k = columns.length
  const coefficients = Float64Array.from(model.coefficients, ({ value }) => value)
  const residuals: { readonly time: number; readonly values: Float64Array }[] = []
  eachRiskSet(data, coefficients, (set) => {
    const d = set.events.length
    // The mean over Efron's steps is what each of the tied events is compared with.
    const means = Float64Array.from({ length: k }, (_, i) =>
      set.events.reduce((sum, _event, l) => sum + meanAt(set, i, l / d, set.weight - (l / d) * set.eventWeight) / d, 0),
    )
    for (const subject of set.events)
      residuals.push({
        time: set.time,
        values: Float64Array.from(means, (mean, i) => ((data.columns[i] as Float64Array)[subject] as number) - mean),
      })
  })
  const ranks = meanRanks(residuals.map(({ time }) => time))
  const events = residuals.length
  const meanRank = (events + 1) / 2
  const spread = ranks.reduce((sum, rank) => sum + (rank - meanRank) ** 2, 0)
  return Array.from(coefficients, (_, i) => {
    // Row i of the covariance scales the residuals of all covariates into those of coefficient i.
    const scaled = residuals.map(
      ({ values }) =>
        values.reduce((sum, value, j) => sum + value * (model.covariance[i * k + j] as number), 0) * events,
    )
    const mean = scaled.reduce((sum, value) => sum + value, 0) / events
    const both = scaled.reduce((sum, value, at) => sum + (value - mean) * ((ranks[at] as number) - meanRank), 0)
    const own = scaled.reduce((sum, value) => sum + (value - mean) ** 2, 0)
    const variance = events * (model.covariance[i * k + i] as number) * spread
    const chiSquared = variance > 0 ? both ** 2 / variance : 0
    const correlation = own > 0 && spread > 0 ? both / Math.sqrt(own * spread) : 0
    return { correlation, chiSquared, p: chiSquaredUpperTail(chiSquared, 1) }
  })
}
