import { seededRng } from '@attune/measure'
import type { Metric } from '../api/schemas/metrics.ts'
import type { Attune } from '../attune.ts'
import { eventMeanings } from '../collect/standard-events.ts'
import { attuneError } from '../errors.ts'
import { mainCurrency } from '../report/decision-report.ts'
import { keepFresh } from '../report/keep-fresh.ts'
import { sqlParameters } from '../report/sql-parameters.ts'
import type { Segments } from '../segments/segments.ts'
import type { StateStore } from '../store/state-store.ts'
import { analyseExperiment, phasesCounted } from './analyse-experiment.ts'
import { analyseSegments } from './analyse-segments.ts'
import type { StepRow } from './analyse-switchback.ts'
import type { Metrics } from './create-metrics.ts'
import type { Experiment } from './experiment.ts'
import type { ExperimentResults, ResultWarning } from './experiment-results.ts'
import type { Experiments } from './experiments.ts'
import { isKnownAt, membersAt } from './members-at.ts'
import { type ExperimentSums, readSums } from './read-sums.ts'
import { switchbackResults } from './switchback-results.ts'
import { fitsBlocks, switchbackSql } from './switchback-sql.ts'

export type ResultsSource = Pick<Attune, 'config' | 'clock' | 'events' | 'items' | 'activity'> & {
  readonly experiments: Experiments
  readonly metrics: Metrics
}

export interface ResultsQuery {
  /** A phase by itself; default: the latest, with those before it that had the same weights. */
  readonly phase?: number | undefined
  /** Segments to tell effects by, as they were when the experiment began. */
  readonly by?: readonly string[] | undefined
}

/** Works out what experiments found, from the events that are there. */
export interface ResultsOfExperiments {
  /** @throws AttuneError `unknown-experiment`, `experiment-not-started`, `unknown-phase`, `unknown-segment`, `not-by-segment` */
  of(workspace: string, id: string, query?: ResultsQuery): Promise<ExperimentResults>
  /** The sums that results are made of. */
  sums(
    workspace: string,
    experiment: Experiment,
    metrics: readonly Metric[],
    strata?: Parameters<typeof readSums>[1]['strata'],
  ): Promise<ExperimentSums>
}

/** Metrics of an experiment that exist, goals first, and what is to be said of the others. */
export function metricsOf(
  metrics: Pick<Metrics, 'get'>,
  workspace: string,
  experiment: Experiment,
): { readonly known: readonly Metric[]; readonly experiment: Experiment; readonly warnings: readonly ResultWarning[] } {
  const goals = experiment.metrics.filter((id) => metrics.get(workspace, id) !== undefined)
  const guardrails = experiment.guardrails.filter(({ metric }) => metrics.get(workspace, metric) !== undefined)
  const named = [...experiment.metrics, ...experiment.guardrails.map(({ metric }) => metric)]
  return {
    known: [...goals, ...guardrails.map(({ metric }) => metric)].flatMap((id) => metrics.get(workspace, id) ?? []),
    experiment: { ...experiment, metrics: goals, guardrails },
    warnings: named
      .filter((id) => metrics.get(workspace, id) === undefined)
      .map((metric) => ({ code: 'unknown-metric', metric })),
  }
}

/** Names that events of a kind were sent under in a workspace. */
export function namesOfKind(
  { config, activity }: Pick<Attune, 'config' | 'activity'>,
  workspace: string,
): (kind: string) => readonly string[] {
  const meanings = eventMeanings(config.collect.events)
  const { events } = activity.of(workspace)
  const names = Array.from({ length: events.size }, (_, at) => events.nameOf(at))
  return (kind) => names.filter((name) => meanings(name)?.kind === kind)
}

export function createExperimentResults(
  source: ResultsSource & { readonly segments: Segments; readonly state: StateStore },
): ResultsOfExperiments {
  const { clock, events, experiments, metrics } = source
  const fresh = keepFresh<ExperimentResults>({ clock, stopwatch: () => performance.now() })

  async function sums(
    workspace: string,
    experiment: Experiment,
    known: readonly Metric[],
    strata?: Parameters<typeof readSums>[1]['strata'],
  ): Promise<ExperimentSums> {
    const from = experiment.startedAt ?? 0
    const to = experiment.stoppedAt ?? Math.floor(clock()) + 1
    const currency = await mainCurrency(source, workspace, { from, to, offsetMinutes: 0 })
    return readSums(events, {
      workspace,
      experiment,
      metrics: known,
      to,
      namesOfKind: namesOfKind(source, workspace),
      currency,
      offsetMinutes: 0,
      pre: experiment.cuped,
      strata,
    })
  }

  async function work(
    workspace: string,
    experiment: Experiment,
    { phase, by = [] }: ResultsQuery,
  ): Promise<ExperimentResults> {
    const { known, experiment: whole, warnings } = metricsOf(metrics, workspace, experiment)
    const results = experiment.switchback
      ? await switched(workspace, whole, known)
      : analyseExperiment({
          experiment: whole,
          metrics: known,
          sums: await sums(workspace, whole, known),
          now: clock(),
          phase,
        })
    const all = { ...results, warnings: [...warnings, ...results.warnings] }
    if (by.length === 0) return all
    const at = experiment.startedAt ?? 0
    const strata = by.map((name) => ({ name, members: membersAt(source, workspace, name, at) }))
    const counted = phasesCounted(whole, phase)
    const { cells } = await sums(workspace, whole, known, strata)
    const totals = cells.filter((cell) => cell.day === null && counted.includes(cell.phase))
    const unsure = by.filter((name) => !isKnownAt(source, workspace, name, at))
    return {
      ...all,
      segments: analyseSegments(whole, known, totals),
      warnings: [...all.warnings, ...unsure.map((segment) => ({ code: 'segment-as-of-now' as const, segment }))],
    }
  }

  async function switched(
    workspace: string,
    experiment: Experiment,
    known: readonly Metric[],
  ): Promise<ExperimentResults> {
    const now = Math.floor(clock())
    const [from, to] = [experiment.startedAt ?? 0, experiment.stoppedAt ?? now]
    const fitting = known.filter(fitsBlocks)
    const parameters = sqlParameters()
    const sql = switchbackSql(parameters, {
      workspace,
      experiment,
      metrics: fitting,
      to,
      namesOfKind: namesOfKind(source, workspace),
      currency: await mainCurrency(source, workspace, { from, to, offsetMinutes: 0 }),
      offsetMinutes: 0,
      pre: false,
    })
    const rows = fitting.length === 0 ? [] : await events.query<StepRow>(sql, parameters.values)
    // The same reassignments each time, so that the same data say the same.
    return switchbackResults({ experiment, metrics: known, rows, to, now, rng: seededRng(1) })
  }

  return {
    sums,
    async of(workspace, id, { phase, by = [] } = {}) {
      const experiment = experiments.mustGet(workspace, id)
      if (experiment.startedAt === null)
        throw attuneError('experiment-not-started', 'It has not begun, so there is nothing to see. Start it first.', {
          status: 409,
        })
      if (phase !== undefined && experiment.phases[phase] === undefined)
        throw attuneError('unknown-phase', `It has ${experiment.phases.length} phases, counted from 0.`, {
          status: 404,
          details: { field: 'phase' },
        })
      if (by.length > 0 && (experiment.unit !== 'person' || experiment.switchback !== null))
        throw attuneError('not-by-segment', 'Segments are of persons, and the units of this experiment are not.', {
          details: { field: 'by' },
        })
      for (const segment of by) source.segments.members(workspace, segment, { from: 0, limit: 1 })
      const key = JSON.stringify([workspace, id, experiment.revision, phase, by])
      return fresh(key, () => work(workspace, experiment, { phase, by }))
    },
  }
}
