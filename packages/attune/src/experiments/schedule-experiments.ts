import type { Rng } from '@attune/measure'
import type { Logger } from 'pino'
import type { StateStore } from '../store/state-store.ts'
import { analyseExperiment } from './analyse-experiment.ts'
import { aaChecks, checkAa, lastAaDay } from './check-aa.ts'
import { metricsOf, type ResultsOfExperiments, type ResultsSource } from './create-experiment-results.ts'
import type { Experiment } from './experiment.ts'
import { thompsonShares } from './thompson-shares.ts'

const checkEveryMs = 10 * 60_000
const hourMs = 3_600_000
/** Metrics that are compared a day. */
const mostMetrics = 20

export interface ExperimentJobsOptions extends ResultsSource {
  readonly state: StateStore
  readonly results: ResultsOfExperiments
  /** Uniform in [0, 1). */
  readonly rng: Rng
  readonly log: Logger
}

/** What experiments need from time to time. */
export interface ExperimentJobs {
  /**
   * Moves the weights of bandits that are due, and compares people with their like once a day. One that fails is logged and
   * keeps none of the others from it; asked while it runs, it waits for that.
   */
  runDue(): Promise<void>
  /** Resolves when what runs is at an end. */
  stop(): Promise<void>
}

/** Runs by itself every ten minutes; the timer does not keep the process alive. */
export function scheduleExperiments(options: ExperimentJobsOptions): ExperimentJobs {
  const { config, clock, state, experiments, metrics, log } = options
  const workspaces = (): readonly string[] =>
    state.raw
      .prepare('SELECT DISTINCT workspace FROM experiments')
      .all()
      .map(({ workspace }) => String(workspace))

  /** Days on which people were compared, also where there were too few to keep anything of it. */
  const checked = new Map<string, string>()
  async function checkDay(workspace: string): Promise<void> {
    const today = new Date(clock()).toISOString().slice(0, 10)
    if (!config.experiments.dailyChecks || checked.get(workspace) === today) return
    if (lastAaDay(state, workspace) === today) return
    // Nothing to be right about where nobody experiments.
    if (experiments.list(workspace, 'running').length === 0) return
    const wanted = metrics.list(workspace).filter(({ kind }) => kind !== 'quantile')
    const salt = `${today} ${options.rng()}`
    await checkAa(options, { workspace, metrics: wanted.slice(0, mostMetrics), salt })
    checked.set(workspace, today)
    const alarms = aaChecks(state, workspace).filter(({ alarm }) => alarm)
    if (alarms.length > 0)
      log.warn(
        { metrics: alarms.map(({ metric }) => metric) },
        'people who were treated alike differ more often than they should: look at GET /v1/aa-checks before you believe results',
      )
  }

  let stopped = false
  async function attempt(job: () => Promise<void>): Promise<void> {
    if (stopped) return
    try {
      await job()
    } catch (error) {
      log.error({ err: error }, 'a job of experiments failed; it is tried again')
    }
  }

  async function runAll(): Promise<void> {
    for (const workspace of workspaces()) {
      for (const experiment of experiments.list(workspace, 'running'))
        if (isDue(experiment, clock())) await attempt(() => moveWeights(options, workspace, experiment))
      await attempt(() => checkDay(workspace))
    }
  }

  let running: Promise<void> | undefined
  const runDue = (): Promise<void> => {
    running ??= attempt(runAll).finally(() => {
      running = undefined
    })
    return running
  }
  const timer = setInterval(() => void runDue(), checkEveryMs)
  timer.unref()
  return {
    runDue,
    async stop() {
      stopped = true
      clearInterval(timer)
      await running
    },
  }
}

const isDue = ({ bandit, phases }: Experiment, now: number): boolean =>
  bandit !== null && now - (phases.at(-1)?.from ?? now) >= bandit.everyHours * hourMs

/** The next phase of a bandit: shares by Thompson sampling on its first metric. */
async function moveWeights(
  { results, experiments, metrics, rng, clock }: ExperimentJobsOptions,
  workspace: string,
  experiment: Experiment,
): Promise<void> {
  const { known, experiment: whole } = metricsOf(metrics, workspace, experiment)
  const goal = known[0]
  if (goal === undefined || experiment.bandit === null) return
  const sums = await results.sums(workspace, whole, known)
  const { metrics: found } = analyseExperiment({ experiment: whole, metrics: known, sums, now: clock() })
  const analysis = found[0]?.analysis
  if (analysis === undefined) return
  const { least } = experiment.bandit
  const shares = thompsonShares([analysis.control, ...analysis.treatments], { better: goal.better, least, rng })
  await experiments.reallocate(workspace, experiment.id, shares, 'bandit')
}
