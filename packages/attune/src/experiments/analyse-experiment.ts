import { analyseMetric, correctComparisons, decide, type MetricAnalysis, sampleRatioMismatch } from '@attune/measure'
import type { Metric } from '../api/schemas/metrics.ts'
import { analyseBandit } from './analyse-bandit.ts'
import { analyseNovelty } from './analyse-novelty.ts'
import { analysisOptions, armsOf } from './analysis-inputs.ts'
import type { Experiment } from './experiment.ts'
import type { DayEffect, ExperimentResults, MetricResult, ResultWarning } from './experiment-results.ts'
import type { ArmCell, ExperimentSums } from './read-sums.ts'

/** Below this the sizes of arms are worth a warning; a decision stops below a thousandth. */
const suspiciousRatioP = 0.01
/** Shares of units above which something that a few always do is worth a sentence. */
const worthTelling = { mixed: 0, early: 0.01 }
const dayMs = 86_400_000

/** Phases that may be added up: those up to the latest whose weights are the same as its. */
export function phasesCounted({ phases, bandit }: Experiment, asked?: number): readonly number[] {
  if (asked !== undefined) return [asked]
  const latest = phases.length - 1
  // What a bandit found is one whole; its weights are looked at apart.
  if (bandit) return phases.map((_, at) => at)
  const same = (at: number): boolean => shares(phases[at]?.weights) === shares(phases[latest]?.weights)
  let first = latest
  while (first > 0 && same(first - 1)) first--
  return phases.map((_, at) => at).filter((at) => at >= first)
}

const shares = (weights: readonly number[] = []): string => {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => (weight / total).toFixed(6)).join(' ')
}

export interface AnalyseOptions {
  readonly experiment: Experiment
  /** In the order of the sums: first the goals, then the guardrails. */
  readonly metrics: readonly Metric[]
  readonly sums: ExperimentSums
  /** Milliseconds since the epoch. */
  readonly now: number
  /** A phase by itself; default: the latest, with those before it that had the same weights. */
  readonly phase?: number | undefined
}

/** Sums to results: effects, corrections, checks and the decision. Pure. */
export function analyseExperiment(options: AnalyseOptions): ExperimentResults {
  const { experiment, metrics, sums, now } = options
  const { variations, phases } = experiment
  const counted = phasesCounted(experiment, options.phase)
  const cells = sums.cells.filter(({ phase }) => counted.includes(phase))
  const totals = cells.filter(({ day }) => day === null)
  const unitsOf = (of: readonly ArmCell[]): number => of.reduce((sum, { units }) => sum + units, 0)
  const arms = variations.map(({ id }, at) => ({
    variation: id,
    units: unitsOf(totals.filter(({ arm }) => arm === at)),
  }))
  const units = unitsOf(totals)
  const weights = phases[counted.at(-1) ?? 0]?.weights ?? variations.map(({ weight }) => weight)
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  const mixed = counted.reduce((sum, phase) => sum + (sums.mixed[phase] ?? 0), 0)
  const mixedShare = units + mixed === 0 ? 0 : mixed / (units + mixed)
  const sampleRatioP =
    units === 0
      ? null
      : ratioP(
          experiment,
          arms.map((arm) => arm.units),
          weights,
        )
  const results = metrics.map((metric, at): MetricResult => {
    const goal = at < metrics.length - experiment.guardrails.length
    const plain = analyseMetric(armsOf(experiment, totals, metric, at), analysisOptions(experiment, metric))
    const analysis = experiment.bandit ? analyseBandit(experiment, plain, totals, at) : plain
    return {
      metric: metric.id,
      title: metric.title,
      kind: metric.kind,
      role: goal ? 'goal' : 'guardrail',
      margin: goal ? null : (experiment.guardrails.find((one) => one.metric === metric.id)?.margin ?? 0),
      analysis,
      adjustedP: {},
      days: daysOf(experiment, cells, metric, at),
      ...analyseNovelty(experiment, cells, { metric, at, to: experiment.stoppedAt ?? now }),
    }
  })
  const corrected = withCorrections(experiment, results)
  const counts = { units, early: sums.early, unknownVariation: sums.unknownVariation, mixedShare, sampleRatioP }
  return {
    experiment: experiment.id,
    status: experiment.status,
    from: experiment.startedAt ?? now,
    to: experiment.stoppedAt ?? now,
    phases: phases.map((phase, at) => ({
      ...phase,
      units: unitsOf(sums.cells.filter((cell) => cell.day === null && cell.phase === at)),
      counted: counted.includes(at),
    })),
    units,
    arms: arms.map((arm, at) => ({ ...arm, expectedShare: (weights[at] ?? 0) / whole })),
    mixedShare,
    sampleRatioP,
    metrics: corrected,
    decision: decisionOf(experiment, corrected, { ...counts, now }),
    segments: [],
    warnings: warningsOf(experiment, counts, counted, now),
  }
}

/** A bandit's arms have no sizes that were asked for. */
function ratioP({ bandit }: Experiment, observed: readonly number[], weights: readonly number[]): number | null {
  return bandit ? null : sampleRatioMismatch([...observed], [...weights]).p
}

export function withCorrections({ correction, level }: Experiment, results: readonly MetricResult[]): MetricResult[] {
  const goals = results.filter(({ role }) => role === 'goal')
  const ps = goals.flatMap(({ analysis }) =>
    analysis.treatments.map((one) => (one.relative ?? one.absolute)?.p ?? null),
  )
  const adjusted = correctComparisons(ps, { correction, level })
  let next = 0
  return results.map((result) => {
    if (result.role !== 'goal') return result
    const entries = result.analysis.treatments.map(({ variation }) => [variation, adjusted[next++]?.p ?? null] as const)
    return { ...result, adjustedP: Object.fromEntries(entries) }
  })
}

/** The effect with everybody exposed up to each day. */
function daysOf(experiment: Experiment, cells: readonly ArmCell[], metric: Metric, at: number): DayEffect[] {
  if (metric.kind === 'quantile') return []
  const days = [...new Set(cells.flatMap(({ day }) => (day === null ? [] : [day])))].sort((a, b) => a - b)
  return days.map((last) => {
    const until = cells.filter(({ day }) => day !== null && day <= last)
    const { treatments } = analyseMetric(armsOf(experiment, until, metric, at), analysisOptions(experiment, metric))
    return {
      day: new Date(last * dayMs).toISOString().slice(0, 10),
      treatments: treatments.map(({ variation, units, relative, absolute }) => {
        const effect = relative ?? absolute
        const [value, low, high] = [effect?.value ?? null, effect?.low ?? null, effect?.high ?? null]
        return { variation, units, value, low, high }
      }),
    }
  })
}

interface Counts {
  readonly units: number
  readonly early: number
  readonly unknownVariation: number
  readonly mixedShare: number
  readonly sampleRatioP: number | null
}

/** Ship, stop or go on, and why. */
export function decisionOf(
  experiment: Experiment,
  results: readonly MetricResult[],
  { units, mixedShare, sampleRatioP, now }: Counts & { readonly now: number },
): ExperimentResults['decision'] {
  const decided = ({ metric, analysis, adjustedP }: MetricResult) => ({ metric, analysis, adjustedP })
  const { plannedUnits, smallestEffect, variations, startedAt, endsAt } = experiment
  const days = (ms: number): number => Math.floor(ms / dayMs)
  return decide({
    goals: results
      .filter(({ role }) => role === 'goal')
      .map((result, at) => ({
        ...decided(result),
        ...(at === 0 && smallestEffect > 0 ? { minimumEffect: inUnitOf(result.analysis, smallestEffect) } : {}),
      })),
    guardrails: results
      .filter(({ role }) => role === 'guardrail')
      .map(({ metric, analysis, margin }) => ({ metric, analysis, margin: inUnitOf(analysis, margin ?? 0) })),
    sampleRatioP,
    mixedShare,
    plannedUnits: plannedUnits === null ? null : plannedUnits * variations.length,
    plannedDays: endsAt === null || startedAt === null ? null : days(Date.parse(endsAt) - startedAt),
    days: days((experiment.stoppedAt ?? now) - (startedAt ?? now)),
    ...(units === 0 ? { plannedUnits: Math.max(2, plannedUnits ?? 2) } : {}),
  })
}

/** A relative size in the unit that effects are told in. */
const inUnitOf = ({ treatments, control }: MetricAnalysis, share: number): number =>
  treatments.some(({ scale }) => scale === 'absolute') ? share * Math.abs(control.value ?? 0) : share

export function warningsOf(
  experiment: Experiment,
  { units, early, unknownVariation, mixedShare, sampleRatioP }: Counts,
  counted: readonly number[],
  now: number,
): readonly ResultWarning[] {
  const { status, endsAt, phases } = experiment
  return [
    ...(units === 0 ? [{ code: 'no-exposures' } as const] : []),
    ...(sampleRatioP !== null && sampleRatioP < suspiciousRatioP ? [{ code: 'sample-ratio-mismatch' } as const] : []),
    ...(mixedShare > worthTelling.mixed ? [{ code: 'mixed-units', share: mixedShare } as const] : []),
    ...(unknownVariation > 0
      ? [{ code: 'unknown-variation', share: unknownVariation / (units + unknownVariation) } as const]
      : []),
    ...(units > 0 && early / units > worthTelling.early
      ? [{ code: 'clocks-go-back', share: early / units } as const]
      : []),
    ...(counted.length < phases.length ? [{ code: 'phases-apart' } as const] : []),
    ...(status === 'running' && endsAt !== null && Date.parse(endsAt) <= now
      ? [{ code: 'past-its-end' } as const]
      : []),
  ]
}
