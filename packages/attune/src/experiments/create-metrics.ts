import { type Metric, type MetricDefinition, metricSchema } from '../api/schemas/metrics.ts'
import type { Clock } from '../clock.ts'
import { attuneError } from '../errors.ts'
import { appendAudit } from '../protect/append-audit.ts'
import type { StateStore } from '../store/state-store.ts'
import { builtInMetrics } from './built-in-metrics.ts'

/** The metrics of all workspaces: those that a team defined, and the built-in ones. */
export interface Metrics {
  list(workspace: string): readonly Metric[]
  get(workspace: string, id: string): Metric | undefined
  /** Whether a team defined it. */
  originOf(workspace: string, id: string): 'built-in' | 'own'
  /** @throws AttuneError `invalid-metric` */
  put(workspace: string, id: string, metric: MetricDefinition, actor: string): Promise<Metric>
  /** @throws AttuneError `unknown-metric`, `metric-in-use` */
  remove(workspace: string, id: string, actor: string): Promise<void>
}

/** @throws AttuneError `invalid-metric`, naming the field */
export function readMetric(given: unknown): Metric {
  const parsed = metricSchema.safeParse(given)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const details = { field: issue?.path.join('.') ?? '' }
  throw attuneError('invalid-metric', `${details.field}: ${issue?.message ?? 'is not valid'}`, { details })
}

export function createMetrics({
  state,
  clock,
  isUsed,
}: {
  readonly state: StateStore
  readonly clock: Clock
  /** Whether an experiment that runs goes by it. */
  readonly isUsed: (workspace: string, id: string) => boolean
}): Metrics {
  const workspaces = new Map<string, Map<string, Metric>>()
  const of = (workspace: string): Map<string, Metric> => {
    const known = workspaces.get(workspace)
    if (known) return known
    const rows = state.raw.prepare('SELECT definition FROM metrics WHERE workspace = ? ORDER BY id').all(workspace)
    const own = rows.map(({ definition }) => metricSchema.parse(JSON.parse(String(definition))))
    const opened = new Map([...builtInMetrics, ...own].map((metric) => [metric.id, metric]))
    workspaces.set(workspace, opened)
    return opened
  }
  return {
    list: (workspace) => [...of(workspace).values()],
    get: (workspace, id) => of(workspace).get(id),
    // Built-in ones are kept as they are; what stands in for one is another.
    originOf: (workspace, id) => (builtInMetrics.some((one) => one === of(workspace).get(id)) ? 'built-in' : 'own'),
    async put(workspace, id, given, actor) {
      const metric = readMetric({ ...given, id })
      const at = Math.floor(clock())
      const definition = JSON.stringify(metric)
      state.transaction(() => {
        state.raw
          .prepare(
            `INSERT INTO metrics (workspace, id, definition, updated_at) VALUES (?, ?, ?, ?)
             ON CONFLICT (workspace, id) DO UPDATE SET definition = excluded.definition, updated_at = excluded.updated_at`,
          )
          .run(workspace, id, definition, at)
        appendAudit(state.raw, { workspace, at, actor, action: 'metric.put', subject: id, details: definition })
      })
      of(workspace).set(id, metric)
      return metric
    },
    async remove(workspace, id, actor) {
      const own = state.raw.prepare('SELECT 1 FROM metrics WHERE workspace = ? AND id = ?').get(workspace, id)
      if (own === undefined)
        throw attuneError('unknown-metric', 'There is no metric of your own of that name. GET /v1/metrics lists all.', {
          status: 404,
        })
      const builtIn = builtInMetrics.find((metric) => metric.id === id)
      if (builtIn === undefined && isUsed(workspace, id))
        throw attuneError('metric-in-use', 'An experiment that runs goes by it. Stop that first.', { status: 409 })
      state.transaction(() => {
        state.raw.prepare('DELETE FROM metrics WHERE workspace = ? AND id = ?').run(workspace, id)
        const at = Math.floor(clock())
        appendAudit(state.raw, { workspace, at, actor, action: 'metric.remove', subject: id, details: '{}' })
      })
      if (builtIn) of(workspace).set(id, builtIn)
      else of(workspace).delete(id)
    },
  }
}
