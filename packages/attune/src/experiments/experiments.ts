import type { ExperimentInput, ExperimentStatus, GivenExperiment } from '../api/schemas/experiments.ts'
import type { Experiment } from './experiment.ts'

/** What whoever changes an experiment should know. */
export type ExperimentWarningCode =
  /** The allocation was changed while it runs: what came before and after are phases, analysed apart. */
  | 'allocation-changed'
  /** A metric that it names does not exist. */
  | 'unknown-metric'

export interface ExperimentChange {
  readonly experiment: Experiment
  readonly warnings: readonly ExperimentWarningCode[]
}

/** The experiments of all workspaces. */
export interface Experiments {
  list(workspace: string, status?: ExperimentStatus): readonly Experiment[]
  get(workspace: string, id: string): Experiment | undefined
  /** @throws AttuneError `unknown-experiment` */
  mustGet(workspace: string, id: string): Experiment
  /** Rises with every change of any experiment of the workspace. */
  revision(workspace: string): number
  /**
   * Creates or replaces. Another allocation (weights, traffic, layer, targeting) of one that runs begins a new phase; its
   * unit, salt, variations and kind, and the weights of a switchback, stay as they are until it is stopped.
   *
   * @throws AttuneError `invalid-experiment`, `experiment-over`, `experiment-running`, `layer-overlap`, `unknown-holdout`
   */
  put(workspace: string, id: string, input: GivenExperiment | ExperimentInput, actor: string): Promise<ExperimentChange>
  /**
   * @throws AttuneError `unknown-experiment`, `experiment-over`, `experiment-running`, `layer-overlap`, `unknown-metric`, and
   * what shows it and does not fit it: `flag-without-value`, `invalid-placement`
   */
  start(workspace: string, id: string, actor: string): Promise<Experiment>
  /**
   * @param winner everybody gets it from now on; null: nobody gets anything of it
   * @throws AttuneError `unknown-experiment`, `experiment-not-running`, `unknown-variation`
   */
  stop(workspace: string, id: string, winner: string | null, actor: string): Promise<Experiment>
  /** Puts a stopped one away: it is kept, and not shown among the others. @throws AttuneError `experiment-running` */
  archive(workspace: string, id: string, actor: string): Promise<Experiment>
  /** Only a draft can be removed. @throws AttuneError `unknown-experiment`, `experiment-not-draft` */
  remove(workspace: string, id: string, actor: string): Promise<void>
  /** New weights of a bandit, as a phase of their own. @throws AttuneError `unknown-experiment`, `experiment-not-running` */
  reallocate(workspace: string, id: string, weights: readonly number[], actor: string): Promise<Experiment>
  /** Called before one starts; what throws keeps it from that. */
  beforeStart(check: (workspace: string, experiment: Experiment) => void): void
  /** Called after every change. */
  onChange(listener: (workspace: string) => void): void
}
