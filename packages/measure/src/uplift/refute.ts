import { requireLevel } from '../errors.ts'
import { defaultLevel, type Interval } from '../interval.ts'
import { meanInterval } from '../mean-interval.ts'
import { type Rng, randomNormal, shuffle } from '../random.ts'
import type { BaseLearner } from './base-learner.ts'
import { armScores } from './effect-scores.ts'
import { widenFeatureRows } from './feature-rows.ts'
import { crossFit } from './nuisance.ts'
import { checkUpliftData, takeUnits, type UpliftData } from './uplift-data.ts'

export interface RefuteOptions {
  readonly rng: Rng
  /** Repetitions of each test. Default 20. */
  readonly runs?: number
  readonly folds?: number
  /** Share of units that stay in the subset test. Default .8. */
  readonly subset?: number
  readonly level?: number
}

export type RefutationName = 'placebo-treatment' | 'random-common-cause' | 'data-subset'

export interface Refutation {
  readonly name: RefutationName
  /** Mean of the effect over the runs, and its spread (standard deviation). */
  readonly effect: number
  readonly spread: number
  /**
   * Whether the estimate stands: placebos have no effect on average (within three standard errors); a meaningless feature or
   * fewer units do not move the estimate out of its interval.
   */
  readonly passed: boolean
  /** Placebo: share of runs at least as far from 0 as the estimate, one more counted in both (a permutation p value). */
  readonly p: number | null
}

export interface RefutationReport {
  /** Average effect by doubly robust scores. */
  readonly effect: Interval
  readonly tests: readonly Refutation[]
  readonly warnings: readonly { readonly code: 'refuted'; readonly test: RefutationName }[]
}

/**
 * Tries to refute an average effect (as DoWhy does; Sharma & Kiciman 2020): with treatments drawn by lot it must vanish, with a
 * random common cause, and on subsets of the units, it must stay.
 *
 * @throws MeasureError `too-few`, `out-of-range`, `not-finite`, `one-arm`
 */
export async function refute(data: UpliftData, base: BaseLearner, options: RefuteOptions): Promise<RefutationReport> {
  const { rng, runs = 20, folds = 2, subset = 0.8, level = defaultLevel } = options
  requireLevel(level)
  checkUpliftData(data)
  const estimate = (of: UpliftData): Promise<Interval> => averageEffect(of, base, { folds, rng, level })
  const effect = await estimate(data)
  const repeat = async (make: () => UpliftData): Promise<readonly Interval[]> => {
    const found: Interval[] = []
    for (let run = 0; run < runs; run++) found.push(await estimate(make()))
    return found
  }
  const tests = [
    placebo(effect, await repeat(() => withPlacebo(data, rng))),
    steady('random-common-cause', effect, await repeat(() => withRandomCause(data, rng))),
    steady('data-subset', effect, await repeat(() => subsetOf(data, subset, rng))),
  ]
  return {
    effect,
    tests,
    warnings: tests.filter(({ passed }) => !passed).map(({ name }) => ({ code: 'refuted', test: name })),
  }
}

/**
 * The average effect of a treatment by doubly robust scores with cross-fitted models, and its normal interval.
 *
 * @throws MeasureError as `refute`
 */
export async function averageEffect(
  data: UpliftData,
  base: BaseLearner,
  { folds = 5, rng, level = defaultLevel }: { readonly folds?: number; readonly rng: Rng; readonly level?: number },
): Promise<Interval> {
  checkUpliftData(data)
  const { control, treatment } = armScores(data, await crossFit(data, base, { folds, rng }))
  return meanInterval(
    treatment.map((value, i) => value - (control[i] as number)),
    level,
  )
}

function withPlacebo(data: UpliftData, rng: Rng): UpliftData {
  const treated = Uint8Array.from(data.treated)
  shuffle(treated, rng)
  // Shuffled treatments come by one chance for all, whatever the true ones came by.
  return { ...data, treated, propensity: treated.reduce((sum, one) => sum + one, 0) / treated.length }
}

function withRandomCause(data: UpliftData, rng: Rng): UpliftData {
  return { ...data, x: widenFeatureRows(data.x, 1, () => randomNormal(rng)) }
}

function subsetOf(data: UpliftData, share: number, rng: Rng): UpliftData {
  const units = Int32Array.from(data.treated, (_, unit) => unit)
  shuffle(units, rng)
  return takeUnits(data, units.subarray(0, Math.round(share * units.length)))
}

function summary(runs: readonly Interval[]) {
  const effects = runs.map(({ value }) => value)
  const effect = effects.reduce((sum, one) => sum + one, 0) / effects.length
  const spread = Math.sqrt(effects.reduce((sum, one) => sum + (one - effect) ** 2, 0) / Math.max(1, effects.length - 1))
  return { effect, spread }
}

function placebo(estimate: Interval, runs: readonly Interval[]): Refutation {
  const { effect, spread } = summary(runs)
  const beyond = runs.filter(({ value }) => Math.abs(value) >= Math.abs(estimate.value)).length
  return {
    name: 'placebo-treatment',
    effect,
    spread,
    passed: Math.abs(effect) <= (3 * spread) / Math.sqrt(runs.length),
    p: (beyond + 1) / (runs.length + 1),
  }
}

function steady(name: RefutationName, estimate: Interval, runs: readonly Interval[]): Refutation {
  const { effect, spread } = summary(runs)
  return { name, effect, spread, passed: effect >= estimate.low && effect <= estimate.high, p: null }
}
