import { experimentInputSchema } from '../api/schemas/experiments.ts'
import type { Clock } from '../clock.ts'
import { attuneError } from '../errors.ts'
import { appendAudit } from '../protect/append-audit.ts'
import type { StateStore } from '../store/state-store.ts'
import { allocationOf, checkExperiment } from './check-experiment.ts'
import { type Experiment, experimentSchema } from './experiment.ts'
import type { ExperimentChange, Experiments } from './experiments.ts'

const unknown = () =>
  attuneError('unknown-experiment', 'There is no experiment of that name. GET /v1/experiments lists all.', {
    status: 404,
  })

/** Experiments in the state store, mirrored in memory: every decision and every flag reads them. */
export function createExperiments({
  state,
  clock,
  hasMetric,
}: {
  readonly state: StateStore
  readonly clock: Clock
  readonly hasMetric: (workspace: string, id: string) => boolean
}): Experiments {
  const workspaces = new Map<string, Map<string, Experiment>>()
  const revisions = new Map<string, number>()
  const listeners: ((workspace: string) => void)[] = []
  const checks: Parameters<Experiments['beforeStart']>[0][] = []
  const of = (workspace: string): Map<string, Experiment> => {
    const known = workspaces.get(workspace)
    if (known) return known
    const rows = state.raw
      .prepare('SELECT definition FROM experiments WHERE workspace = ? ORDER BY created_at, id')
      .all(workspace)
    const read = rows.map(({ definition }) => experimentSchema.parse(JSON.parse(String(definition))) as Experiment)
    const opened = new Map(read.map((experiment) => [experiment.id, experiment]))
    workspaces.set(workspace, opened)
    return opened
  }
  const mustGet = (workspace: string, id: string): Experiment => {
    const found = of(workspace).get(id)
    if (found === undefined) throw unknown()
    return found
  }
  const told = (workspace: string): void => {
    revisions.set(workspace, (revisions.get(workspace) ?? 0) + 1)
    for (const listener of listeners) listener(workspace)
  }

  function write(workspace: string, experiment: Experiment, actor: string, action: string): Experiment {
    const { id, createdAt, updatedAt, status, winner, phases } = experiment
    const details = JSON.stringify({ status, winner, phase: phases.length, revision: experiment.revision })
    state.transaction(() => {
      state.raw
        .prepare(
          `INSERT INTO experiments (workspace, id, definition, created_at, updated_at) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (workspace, id) DO UPDATE SET definition = excluded.definition, updated_at = excluded.updated_at`,
        )
        .run(workspace, id, JSON.stringify(experiment), createdAt, updatedAt)
      appendAudit(state.raw, { workspace, at: updatedAt, actor, action: `experiment.${action}`, subject: id, details })
    })
    of(workspace).set(id, experiment)
    told(workspace)
    return experiment
  }

  function running(workspace: string, id: string): Experiment {
    const experiment = mustGet(workspace, id)
    if (experiment.status !== 'running')
      throw attuneError('experiment-not-running', 'Only an experiment that runs can do this; start it first.', {
        status: 409,
      })
    return experiment
  }
  const changed = (experiment: Experiment, change: Partial<Experiment>): Experiment => ({
    ...experiment,
    ...change,
    revision: experiment.revision + 1,
    updatedAt: Math.floor(clock()),
  })
  const weightsOf = ({ variations }: Pick<Experiment, 'variations'>): number[] => variations.map(({ weight }) => weight)

  return {
    list: (workspace, status) =>
      [...of(workspace).values()].filter((experiment) => status === undefined || experiment.status === status),
    get: (workspace, id) => of(workspace).get(id),
    mustGet,
    revision: (workspace) => revisions.get(workspace) ?? 0,
    onChange: (listener) => void listeners.push(listener),
    beforeStart: (check) => void checks.push(check),
    async put(workspace, id, given, actor): Promise<ExperimentChange> {
      const parsed = experimentInputSchema.safeParse(given)
      if (!parsed.success) {
        const issue = parsed.error.issues[0]
        const details = { field: issue?.path.join('.') ?? '' }
        throw attuneError('invalid-experiment', `${details.field}: ${issue?.message ?? 'is not valid'}`, { details })
      }
      const now = Math.floor(clock())
      const before = of(workspace).get(id)
      const next: Experiment = {
        status: 'draft',
        startedAt: null,
        stoppedAt: null,
        winner: null,
        phases: [],
        createdAt: now,
        ...before,
        ...parsed.data,
        id,
        salt: parsed.data.salt ?? before?.salt ?? id,
        revision: (before?.revision ?? 0) + 1,
        updatedAt: now,
      }
      checkExperiment(next, { before, others: [...of(workspace).values()] })
      const warnings: ExperimentChange['warnings'][number][] = []
      const named = [...next.metrics, ...next.guardrails.map(({ metric }) => metric)]
      if (named.some((metric) => !hasMetric(workspace, metric))) warnings.push('unknown-metric')
      let kept = next
      if (before?.status === 'running' && allocationOf(before) !== allocationOf(next)) {
        warnings.push('allocation-changed')
        // What a bandit has learnt stays; the weights that were given were its first.
        const learnt = before.bandit && next.bandit ? before.phases.at(-1)?.weights : undefined
        const weights = [...(learnt ?? weightsOf(next))]
        const phase = { from: now, weights, traffic: next.traffic, reason: 'changed' as const }
        kept = { ...next, phases: [...next.phases, phase] }
      }
      return { experiment: write(workspace, kept, actor, 'put'), warnings }
    },
    async start(workspace, id, actor) {
      const experiment = mustGet(workspace, id)
      if (experiment.status === 'running') throw attuneError('experiment-running', 'It runs already.', { status: 409 })
      if (experiment.status !== 'draft')
        throw attuneError(
          'experiment-over',
          'What was stopped is not started again: people have seen it. Create another one.',
          { status: 409 },
        )
      const missing = experiment.metrics.filter((metric) => !hasMetric(workspace, metric))
      if (missing.length > 0)
        throw attuneError('unknown-metric', 'It names a metric that does not exist. GET /v1/metrics lists all.', {
          details: { field: 'metrics' },
        })
      const now = Math.floor(clock())
      const phase = {
        from: now,
        weights: weightsOf(experiment),
        traffic: experiment.traffic,
        reason: 'start' as const,
      }
      const started = changed(experiment, { status: 'running', startedAt: now, phases: [phase] })
      for (const check of checks) check(workspace, started)
      checkExperiment(started, { before: undefined, others: [...of(workspace).values()] })
      return write(workspace, started, actor, 'start')
    },
    async stop(workspace, id, winner, actor) {
      const experiment = running(workspace, id)
      if (winner !== null && !experiment.variations.some((variation) => variation.id === winner))
        throw attuneError('unknown-variation', 'The winner must be one of its variations.', {
          details: { field: 'winner', variations: experiment.variations.map((variation) => variation.id) },
        })
      const stopped = changed(experiment, { status: 'stopped', stoppedAt: Math.floor(clock()), winner })
      return write(workspace, stopped, actor, 'stop')
    },
    async archive(workspace, id, actor) {
      const experiment = mustGet(workspace, id)
      if (experiment.status === 'running') throw attuneError('experiment-running', 'Stop it first.', { status: 409 })
      if (experiment.status === 'archived') return experiment
      return write(workspace, changed(experiment, { status: 'archived' }), actor, 'archive')
    },
    async remove(workspace, id, actor) {
      const experiment = mustGet(workspace, id)
      if (experiment.status !== 'draft')
        throw attuneError('experiment-not-draft', 'What has run is kept, for its results; archive it instead.', {
          status: 409,
        })
      state.transaction(() => {
        state.raw.prepare('DELETE FROM experiments WHERE workspace = ? AND id = ?').run(workspace, id)
        const at = Math.floor(clock())
        appendAudit(state.raw, { workspace, at, actor, action: 'experiment.remove', subject: id, details: '{}' })
      })
      of(workspace).delete(id)
      told(workspace)
    },
    async reallocate(workspace, id, weights, actor) {
      const experiment = running(workspace, id)
      const phase = {
        from: Math.floor(clock()),
        weights: [...weights],
        traffic: experiment.phases.at(-1)?.traffic ?? experiment.traffic,
        reason: 'bandit' as const,
      }
      const phases = [...experiment.phases, phase]
      return write(workspace, changed(experiment, { phases }), actor, 'reallocate')
    },
  }
}
