import { MeasureError, requireLevel } from '../errors.ts'
import type { ArmSums, MetricKind } from './arm-sums.ts'
import { defaultSequentialTuning } from './confidence-sequence.ts'
import type { CupedGradient } from './estimate-effect.ts'
import type { GaussianPrior } from './gaussian-posterior.ts'
import type { Spending } from './group-sequential.ts'
import type { AnalysisMethod } from './metric-analysis.ts'

export interface AnalysisOptions {
  readonly kind: MetricKind
  /** Variation that the others are compared with. Default: the first. */
  readonly control?: string | undefined
  /** Default `frequentist`. */
  readonly method?: AnalysisMethod | undefined
  /** Default .95. */
  readonly level?: number | undefined
  /** Compare relative to the control's value (the default) or absolutely. */
  readonly scale?: 'relative' | 'absolute' | undefined
  /** Default `up`. */
  readonly better?: 'up' | 'down' | undefined
  /** Adjust by the time before the experiment where the arms bring its sums. Default true. */
  readonly cuped?: boolean | undefined
  /** Where a relative effect under CUPED is linearised. Default `raw`, as GrowthBook does; `adjusted` is the exact delta method. */
  readonly cupedGradient?: CupedGradient | undefined
  /** Power of the minimum detectable effect. Default .8. */
  readonly power?: number | undefined
  /** `sequential`: units of two arms at which the interval is tightest. Default 5,000. */
  readonly tuning?: number | undefined
  /** `msprt`: standard deviation of the effects expected, in the unit of `scale`. Default .1 relative; must be said where absolute. */
  readonly tau?: number | undefined
  /** `group-sequential`: shares of the planned units at each look up to this one. */
  readonly looks?: readonly number[] | undefined
  /** `group-sequential`. Default `obrien-fleming`. */
  readonly spending?: Spending | undefined
  /** `bayesian`: belief in effects of the unit of `scale`. Default: flat. */
  readonly prior?: GaussianPrior | undefined
  /**
   * `bayesian`: `gaussian` (default) for all metrics; `exact` for proportions (Beta–Binomial) and for means of counts
   * (Gamma–Poisson), which holds for few units too and does not adjust by CUPED.
   */
  readonly posterior?: 'gaussian' | 'exact' | undefined
}

type Settled =
  | 'control'
  | 'method'
  | 'level'
  | 'scale'
  | 'better'
  | 'cuped'
  | 'cupedGradient'
  | 'power'
  | 'tuning'
  | 'posterior'

export type SettledOptions = AnalysisOptions & { readonly [K in Settled]-?: NonNullable<AnalysisOptions[K]> }

/** Fills in the defaults and refuses what cannot be analysed whatever the data are. */
export function settleOptions(arms: readonly ArmSums[], options: AnalysisOptions): SettledOptions {
  const variations = arms.map(({ variation }) => variation)
  if (arms.length < 2) throw new MeasureError('too-few', 'Give a control and at least one other variation.')
  if (new Set(variations).size !== variations.length)
    throw new MeasureError('out-of-range', 'Each variation must stand there once.')
  const settled = {
    ...options,
    control: options.control ?? variations[0] ?? '',
    method: options.method ?? 'frequentist',
    level: options.level ?? 0.95,
    scale: options.scale ?? 'relative',
    better: options.better ?? 'up',
    cuped: options.cuped ?? true,
    cupedGradient: options.cupedGradient ?? 'raw',
    power: options.power ?? 0.8,
    tuning: options.tuning ?? defaultSequentialTuning,
    posterior: options.posterior ?? 'gaussian',
  } as const
  if (!variations.includes(settled.control))
    throw new MeasureError('no-control', 'Name a control that is one of the variations.')
  requireLevel(settled.level)
  requireLevel(settled.power)
  if (settled.method === 'group-sequential' && !options.looks?.length)
    throw new MeasureError('out-of-range', 'A group-sequential analysis needs the shares of its looks up to this one.')
  if (settled.method === 'msprt' && settled.scale === 'absolute' && options.tau === undefined)
    throw new MeasureError('out-of-range', "Say tau, the size of effects to expect, in the metric's unit.")
  for (const [name, value] of Object.entries({ tuning: settled.tuning, tau: options.tau ?? 1 }))
    if (!(value > 0 && Number.isFinite(value))) throw new MeasureError('out-of-range', `${name} must be above 0.`)
  return settled
}
