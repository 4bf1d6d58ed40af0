import type { MetricKind } from './arm-sums.ts'
import type { MetricAnalysis, TreatmentResult } from './metric-analysis.ts'

export type DecisionAction = 'ship' | 'stop' | 'go-on'

/** Why; numbers are in the unit of the metric's `scale`. Sentences are made of these where people read. */
export type DecisionReason =
  /** The arms have not the sizes that were asked for: nothing here can be believed. */
  | { readonly code: 'sample-ratio-mismatch'; readonly p: number }
  /** Too many units were in two variations. */
  | { readonly code: 'mixed-units'; readonly share: number }
  | {
      readonly code: 'guardrail-broken'
      readonly metric: string
      readonly effect: ReasonEffect
      readonly margin: number
    }
  /** The interval of a guardrail still holds harm beyond the margin. */
  | {
      readonly code: 'guardrail-unsure'
      readonly metric: string
      readonly effect: ReasonEffect
      readonly margin: number
    }
  | { readonly code: 'guardrail-unknown'; readonly metric: string }
  | { readonly code: 'too-few-units'; readonly units: number; readonly planned: number }
  | { readonly code: 'too-few-days'; readonly days: number; readonly planned: number }
  | { readonly code: 'better'; readonly metric: string; readonly effect: ReasonEffect }
  | { readonly code: 'worse'; readonly metric: string; readonly effect: ReasonEffect }
  /** The interval lies within what is not worth having. */
  | { readonly code: 'futile'; readonly metric: string; readonly effect: ReasonEffect; readonly minimumEffect: number }
  | { readonly code: 'undecided'; readonly metric: string; readonly effect: ReasonEffect }
  /** Clear by itself, and no longer once it is counted how many comparisons were made. */
  | { readonly code: 'not-after-correction'; readonly metric: string; readonly p: number }
  | { readonly code: 'unknown'; readonly metric: string }
  /** All that was planned has been seen, and nothing is clear. */
  | { readonly code: 'plan-exhausted'; readonly units: number; readonly planned: number }

/** What does not decide and must be known beside a decision. */
export type DecisionCaution =
  /** The sizes of the arms are unlikely under what was asked for, though not beyond doubt. */
  | { readonly code: 'sample-ratio-suspect'; readonly p: number }
  /** Units that were in two variations, left out. */
  | { readonly code: 'mixed-units-left-out'; readonly share: number }
  /** A method for one look, and no plan that says when: looking until something is clear finds what is not there. */
  | { readonly code: 'no-plan' }

export interface ReasonEffect {
  readonly kind: MetricKind
  readonly scale: 'absolute' | 'relative'
  readonly value: number
  readonly low: number | null
  readonly high: number | null
  readonly chanceToWin: number | null
}

export interface VariationDecision {
  readonly variation: string
  readonly action: DecisionAction
  /** The first is the one that decided. */
  readonly reasons: readonly DecisionReason[]
}

export interface Decision extends Omit<VariationDecision, 'variation'> {
  /** The variation to ship; null where none is. */
  readonly variation: string | null
  readonly cautions: readonly DecisionCaution[]
  /** Every variation by itself. */
  readonly variations: readonly VariationDecision[]
}

export interface DecidedMetric {
  readonly metric: string
  readonly analysis: MetricAnalysis
  /** Adjusted for the number of comparisons, by variation; where it is there it must be clear too. */
  readonly adjustedP?: Readonly<Record<string, number | null>> | undefined
}

export interface GoalMetric extends DecidedMetric {
  /** Smallest effect worth having, in the unit of the analysis' scale. Left out, nothing is futile before the plan ends. */
  readonly minimumEffect?: number | undefined
}

export interface GuardrailMetric extends DecidedMetric {
  /** Harm that is accepted, in the unit of the analysis' scale, not negative. Default 0. */
  readonly margin?: number | undefined
}

export interface DecisionOptions {
  /** The first one weighs most: among several variations to ship it says which. */
  readonly goals: readonly GoalMetric[]
  readonly guardrails?: readonly GuardrailMetric[] | undefined
  /** p of the sample-ratio test. */
  readonly sampleRatioP?: number | null | undefined
  /** Below it the experiment is stopped. Default .001. */
  readonly sampleRatioThreshold?: number | undefined
  /** Below it there is a caution. Default .01. */
  readonly sampleRatioCaution?: number | undefined
  /** Share of units that were in two variations, left out of the analysis. */
  readonly mixedShare?: number | undefined
  /** Default .01. */
  readonly mixedThreshold?: number | undefined
  /** Units that the plan asks for, in all arms; without a plan there is no waiting. */
  readonly plannedUnits?: number | null | undefined
  readonly days?: number | undefined
  /** Whole weeks hold every weekday alike. */
  readonly plannedDays?: number | null | undefined
  /** Bayesian: ship only where the expected loss of it is at most this, in the unit of the scale. */
  readonly acceptedLoss?: number | undefined
}

/**
 * Ship, stop or go on, and why. In this order: an experiment that cannot be believed is stopped; a broken guardrail
 * stops; a method for one look waits for its plan; a goal that is worse stops, one that is better ships if no guardrail
 * is in doubt; what lies within the effects that are not worth having stops; the rest goes on.
 *
 * @example decide({ goals: [{ metric: 'orders', analysis }], sampleRatioP: .4 }).action // 'ship'
 */
export function decide(options: DecisionOptions): Decision {
  const doubts = doubtsOf(options)
  const variations = (options.goals[0] ?? options.guardrails?.[0])?.analysis.treatments.map(
    ({ variation }) => variation,
  )
  const decided = (variations ?? []).map((variation): VariationDecision => {
    if (doubts.length > 0) return { variation, action: 'stop', reasons: doubts }
    return { variation, ...decideVariation(variation, options) }
  })
  const chosen = best(decided, options) ?? decided.find(({ action }) => action === 'go-on') ?? decided[0]
  const cautions = cautionsOf(options)
  if (chosen === undefined) return { action: 'go-on', variation: null, reasons: [], cautions, variations: [] }
  const { action, reasons, variation } = chosen
  return { action, reasons, variation: action === 'ship' ? variation : null, cautions, variations: decided }
}

function cautionsOf(options: DecisionOptions): readonly DecisionCaution[] {
  const { sampleRatioP, sampleRatioThreshold = 0.001, sampleRatioCaution = 0.01 } = options
  const { mixedShare = 0, mixedThreshold = 0.01 } = options
  return [
    ...(typeof sampleRatioP === 'number' && sampleRatioP >= sampleRatioThreshold && sampleRatioP < sampleRatioCaution
      ? [{ code: 'sample-ratio-suspect', p: sampleRatioP } as const]
      : []),
    ...(mixedShare > 0 && mixedShare <= mixedThreshold
      ? [{ code: 'mixed-units-left-out', share: mixedShare } as const]
      : []),
    ...(isForOneLook(options) && typeof options.plannedUnits !== 'number' ? [{ code: 'no-plan' } as const] : []),
  ]
}

const isForOneLook = ({ goals }: DecisionOptions): boolean =>
  goals.some(({ analysis }) => analysis.method === 'frequentist')

function doubtsOf(options: DecisionOptions): readonly DecisionReason[] {
  const { sampleRatioP, sampleRatioThreshold = 0.001, mixedShare = 0, mixedThreshold = 0.01 } = options
  return [
    ...(typeof sampleRatioP === 'number' && sampleRatioP < sampleRatioThreshold
      ? [{ code: 'sample-ratio-mismatch', p: sampleRatioP } as const]
      : []),
    ...(mixedShare > mixedThreshold ? [{ code: 'mixed-units', share: mixedShare } as const] : []),
  ]
}

type Verdict = Omit<VariationDecision, 'variation'>

function decideVariation(variation: string, options: DecisionOptions): Verdict {
  const guards = (options.guardrails ?? []).flatMap((guard) => guardReason(guard, variation))
  const broken = guards.filter(({ code }) => code === 'guardrail-broken')
  if (broken.length > 0) return { action: 'stop', reasons: broken }
  const waiting = waits(options)
  const goals = options.goals.map((goal) => goalReason(goal, variation, options))
  if (waiting.length > 0 && isForOneLook(options)) return { action: 'go-on', reasons: [...waiting, ...goals] }
  const worse = goals.filter(({ code }) => code === 'worse')
  if (worse.length > 0) return { action: 'stop', reasons: worse }
  const better = goals.filter(({ code }) => code === 'better')
  if (better.length > 0) {
    if (guards.length > 0) return { action: 'go-on', reasons: [...guards, ...better] }
    // Whole weeks are waited for by every method: what is seen on some weekdays need not hold on others.
    const days = waiting.filter(({ code }) => code === 'too-few-days')
    return days.length > 0 ? { action: 'go-on', reasons: [...days, ...better] } : { action: 'ship', reasons: better }
  }
  if (goals.length > 0 && goals.every(({ code }) => code === 'futile')) return { action: 'stop', reasons: goals }
  const { plannedUnits } = options
  if (typeof plannedUnits === 'number' && waiting.length === 0 && goals.every(({ code }) => code !== 'unknown'))
    return {
      action: 'stop',
      reasons: [{ code: 'plan-exhausted', units: unitsOf(options), planned: plannedUnits }, ...goals],
    }
  return { action: 'go-on', reasons: [...waiting, ...goals, ...guards] }
}

function waits(options: DecisionOptions): readonly DecisionReason[] {
  const { plannedUnits, plannedDays, days } = options
  const units = unitsOf(options)
  return [
    ...(typeof plannedUnits === 'number' && units < plannedUnits
      ? [{ code: 'too-few-units', units, planned: plannedUnits } as const]
      : []),
    ...(typeof plannedDays === 'number' && days !== undefined && days < plannedDays
      ? [{ code: 'too-few-days', days, planned: plannedDays } as const]
      : []),
  ]
}

function unitsOf({ goals, guardrails }: DecisionOptions): number {
  const analysis = (goals[0] ?? guardrails?.[0])?.analysis
  if (analysis === undefined) return 0
  return analysis.treatments.reduce((sum, { units }) => sum + units, analysis.control.units)
}

function goalReason(goal: GoalMetric, variation: string, { acceptedLoss }: DecisionOptions): DecisionReason {
  const { metric, analysis, minimumEffect } = goal
  const result = analysis.treatments.find((treatment) => treatment.variation === variation)
  const effect = result && effectOf(result, analysis.kind)
  if (!result || !effect || result.verdict === 'unknown') return { code: 'unknown', metric }
  const p = goal.adjustedP?.[variation]
  const clear = result.verdict === 'better' || result.verdict === 'worse'
  if (clear && typeof p === 'number' && p > 1 - analysis.level) return { code: 'not-after-correction', metric, p }
  if (result.verdict === 'worse') return { code: 'worse', metric, effect }
  const dear = acceptedLoss !== undefined && (result.expectedLoss?.ofShipping ?? 0) > acceptedLoss
  if (result.verdict === 'better' && !dear) return { code: 'better', metric, effect }
  if (minimumEffect !== undefined && within(effect, minimumEffect, analysis.better))
    return { code: 'futile', metric, effect, minimumEffect }
  return { code: 'undecided', metric, effect }
}

/** Nothing that is left in the interval is worth having. */
function within({ low, high }: ReasonEffect, minimumEffect: number, better: 'up' | 'down'): boolean {
  const best = better === 'up' ? high : low === null ? null : -low
  return best !== null && best < minimumEffect
}

function guardReason(guard: GuardrailMetric, variation: string): readonly DecisionReason[] {
  const { metric, analysis, margin = 0 } = guard
  const result = analysis.treatments.find((treatment) => treatment.variation === variation)
  const effect = result && effectOf(result, analysis.kind)
  if (!result || !effect || effect.low === null || effect.high === null) return [{ code: 'guardrail-unknown', metric }]
  // Harm as a positive number.
  const [least, most] = analysis.better === 'up' ? [-effect.high, -effect.low] : [effect.low, effect.high]
  const p = guard.adjustedP?.[variation]
  const clear = typeof p !== 'number' || p <= 1 - analysis.level
  if (least > margin && clear) return [{ code: 'guardrail-broken', metric, effect, margin }]
  // Without a margin no interval could ever show that there is no harm at all: then only clear harm counts.
  return margin > 0 && most > margin ? [{ code: 'guardrail-unsure', metric, effect, margin }] : []
}

function effectOf(result: TreatmentResult, kind: MetricKind): ReasonEffect | undefined {
  const { scale, chanceToWin } = result
  const effect = scale === 'relative' ? result.relative : result.absolute
  return effect ? { kind, scale, value: effect.value, low: effect.low, high: effect.high, chanceToWin } : undefined
}

function best(decided: readonly VariationDecision[], { goals }: DecisionOptions): VariationDecision | undefined {
  const analysis = goals[0]?.analysis
  const gain = ({ variation }: VariationDecision): number => {
    const result = analysis?.treatments.find((treatment) => treatment.variation === variation)
    const value = result && analysis && effectOf(result, analysis.kind)?.value
    if (value === undefined) return Number.NEGATIVE_INFINITY
    return analysis?.better === 'down' ? -value : value
  }
  return decided
    .filter(({ action }) => action === 'ship')
    .reduce<VariationDecision | undefined>(
      (leader, one) => (leader === undefined || gain(one) > gain(leader) ? one : leader),
      undefined,
    )
}
