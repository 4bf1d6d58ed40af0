import type { Clock } from '../../clock.ts'
import type { StateStore } from '../../store/state-store.ts'
import { plainName } from './admit-fields.ts'
import type { DroppedField, Sources } from './sources.ts'

/** Fields counted apart for one source; names come from outside, so what comes after them is counted as one (`*`). */
const maxFields = 1000
/** Counts are kept in memory and written this often, and when the process ends well. */
const writeMs = 60_000

interface Count {
  readonly workspace: string
  readonly source: string
  readonly event: string | null
  readonly field: string
  readonly reason: string
  count: number
  lastAt: number
}

export interface DropCounts {
  readonly add: Sources['dropped']
  readonly of: Sources['droppedOf']
  forget(workspace: string, source: string): void
  close(): void
}

/** How often which field of which source was left out. Names only, never a value. */
export function createDropCounts({ state, clock }: { readonly state: StateStore; readonly clock: Clock }): DropCounts {
  const sources = new Map<string, Map<string, Count>>()
  const changed = new Set<Count>()
  const put = state.raw.prepare(
    `INSERT INTO source_drops (workspace, source, event, field, reason, count, last_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (workspace, source, event, field, reason) DO UPDATE SET count = excluded.count, last_at = excluded.last_at`,
  )
  const remove = state.raw.prepare('DELETE FROM source_drops WHERE workspace = ? AND source = ?')

  const keyOf = (workspace: string, source: string): string => `${workspace}\n${source}`
  function countsOf(workspace: string, source: string): Map<string, Count> {
    const key = keyOf(workspace, source)
    const counts = sources.get(key) ?? new Map<string, Count>()
    sources.set(key, counts)
    return counts
  }
  for (const row of state.raw
    .prepare('SELECT workspace, source, event, field, reason, count, last_at AS lastAt FROM source_drops')
    .all()) {
    const count = { ...(row as unknown as Count), event: row.event === '' ? null : String(row.event) }
    countsOf(count.workspace, count.source).set([count.event, count.field, count.reason].join('\n'), count)
  }

  function write(): void {
    if (changed.size === 0) return
    state.transaction(() => {
      for (const { workspace, source, event, field, reason, count, lastAt } of changed)
        put.run(workspace, source, event ?? '', field, reason, count, lastAt)
    })
    changed.clear()
  }
  const timer = setInterval(write, writeMs)
  timer.unref()

  return {
    add(workspace, source, event, drops, times = 1) {
      const counts = countsOf(workspace, source)
      const now = clock()
      for (const { field, reason } of drops) {
        const named = { event: ofEvent(field) && event !== null ? plainName(event) : null, field }
        const { event: of, field: name } =
          counts.size < maxFields || counts.has([named.event, field, reason].join('\n'))
            ? named
            : { event: null, field: '*' }
        const key = [of, name, reason].join('\n')
        const count = counts.get(key) ?? { workspace, source, event: of, field: name, reason, count: 0, lastAt: now }
        count.count += times
        count.lastAt = now
        counts.set(key, count)
        changed.add(count)
      }
    },
    of: (workspace, source): readonly DroppedField[] =>
      [...(sources.get(keyOf(workspace, source))?.values() ?? [])]
        .map(({ event, field, reason, count, lastAt }) => ({ event, field, reason, count, lastAt }))
        .toSorted((a, b) => b.count - a.count || (a.field < b.field ? -1 : 1)),
    forget(workspace, source) {
      for (const count of sources.get(keyOf(workspace, source))?.values() ?? []) changed.delete(count)
      sources.delete(keyOf(workspace, source))
      remove.run(workspace, source)
    },
    close() {
      clearInterval(timer)
      write()
    },
  }
}

const ofEvent = (field: string): boolean => field.startsWith('properties')
