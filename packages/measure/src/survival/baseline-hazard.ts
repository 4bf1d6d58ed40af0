import { type CoxData, eachRiskSet } from './cox-likelihood.ts'

/** Cumulative hazard of somebody with average covariates, after each time with events. */
export interface BaselineHazard {
  readonly time: readonly number[]
  readonly hazard: readonly number[]
}

/** Breslow’s estimate; with Efron’s ties each event after the first at a time finds fewer at risk. */
export function baselineHazard(data: CoxData, coefficients: Float64Array): BaselineHazard {
  const steps: { readonly time: number; readonly step: number }[] = []
  eachRiskSet(data, coefficients, ({ time, events, weight, eventWeight }) => {
    const d = events.length
    const step = events.reduce(
      (sum, _, l) => sum + 1 / (weight - (data.ties === 'efron' ? (l / d) * eventWeight : 0)),
      0,
    )
    steps.push({ time, step })
  })
  steps.reverse()
  let sum = 0
  return { time: steps.map(({ time }) => time), hazard: steps.map(({ step }) => (sum += step)) }
}

/**
 * The chance of being left at `time`: exp(−H(time) · exp(score)).
 *
 * @param score of `coxScore`
 */
export function coxSurvival({ time, hazard }: BaselineHazard, score: number, at: number): number {
  let low = 0
  let high = time.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((time[middle] as number) <= at) low = middle + 1
    else high = middle
  }
  return Math.exp(-(low === 0 ? 0 : (hazard[low - 1] as number)) * Math.exp(score))
}
