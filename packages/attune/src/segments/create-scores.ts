import type { WorkspaceActivity } from '../activity/activity-index.ts'
import type { StateStore } from '../store/state-store.ts'
import type { ScoreColumn } from './evaluate/rule-sources.ts'
import type { PersonScore, ScoreSummary } from './segments.ts'

/** Scores of one workspace: by person in the state store, by slot in memory. */
export interface Scores {
  column(name: string): ScoreColumn
  list(): readonly ScoreSummary[]
  put(name: string, scores: readonly PersonScore[], options: { readonly replace: boolean; readonly at: number }): void
  /** @returns whether there were any */
  remove(name: string): boolean
  /** Follows slots that stand for others now; undefined: all may. */
  changed(slots: readonly number[] | undefined): void
  forget(personIds: readonly string[]): void
}

interface Column {
  /** Person id as it was given → the newest score. */
  readonly given: Map<string, { readonly value: number; readonly at: number }>
  bySlot: Float64Array<ArrayBuffer>
  updatedAt: number
}

export function createScores(options: {
  readonly workspace: string
  readonly state: StateStore
  readonly activity: WorkspaceActivity
  readonly aliasesOf: (personId: string) => readonly string[]
}): Scores {
  const { workspace, state, activity, aliasesOf } = options
  const { raw } = state
  const columns = new Map<string, Column>()
  const columnOf = (name: string): Column => {
    const column = columns.get(name) ?? { given: new Map(), bySlot: new Float64Array(0), updatedAt: 0 }
    columns.set(name, column)
    return column
  }
  for (const row of raw
    .prepare('SELECT name, person_id, value, updated_at FROM scores WHERE workspace = ?')
    .iterate(workspace)) {
    const column = columnOf(String(row.name))
    const at = Number(row.updated_at)
    column.given.set(String(row.person_id), { value: Number(row.value), at })
    column.updatedAt = Math.max(column.updatedAt, at)
  }

  /** Of several identities the newest score counts; of equally new ones that of the id that sorts first. */
  function scoreOf({ given }: Column, slot: number): number {
    const personId = activity.personOf(slot)
    if (personId === undefined || given.size === 0) return Number.NaN
    let best: { readonly value: number; readonly at: number } | undefined
    for (const alias of aliasesOf(personId).toSorted()) {
      const score = given.get(alias)
      if (score !== undefined && (best === undefined || score.at > best.at)) best = score
    }
    return best?.value ?? Number.NaN
  }
  function fill(column: Column): void {
    column.bySlot = new Float64Array(activity.slots).fill(Number.NaN)
    for (const personId of column.given.keys()) {
      const slot = activity.slotOf(personId)
      if (slot !== undefined && Number.isNaN(column.bySlot[slot])) column.bySlot[slot] = scoreOf(column, slot)
    }
  }
  for (const column of columns.values()) fill(column)

  return {
    // Also where there are none yet: rules are compiled once.
    column: (name) => ({ of: (slot) => columns.get(name)?.bySlot[slot] ?? Number.NaN }),
    list: () =>
      [...columns]
        .filter(([, { given }]) => given.size > 0)
        .map(([name, { given, updatedAt }]) => ({ name, persons: given.size, updatedAt }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    put(name, scores, { replace, at }) {
      const insert = raw.prepare(
        `INSERT INTO scores (workspace, name, person_id, value, updated_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (workspace, name, person_id) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`,
      )
      state.transaction(() => {
        if (replace) raw.prepare('DELETE FROM scores WHERE workspace = ? AND name = ?').run(workspace, name)
        for (const { personId, value } of scores) insert.run(workspace, name, personId, value, at)
      })
      const column = columnOf(name)
      if (replace) column.given.clear()
      for (const { personId, value } of scores) column.given.set(personId, { value, at })
      column.updatedAt = at
      fill(column)
    },
    remove(name) {
      const had = (columns.get(name)?.given.size ?? 0) > 0
      raw.prepare('DELETE FROM scores WHERE workspace = ? AND name = ?').run(workspace, name)
      const column = columns.get(name)
      column?.given.clear()
      if (column) fill(column)
      return had
    },
    changed(slots) {
      for (const column of columns.values()) {
        if (slots === undefined) fill(column)
        else if (column.given.size > 0)
          for (const slot of slots) {
            if (slot >= column.bySlot.length) {
              const larger = new Float64Array(Math.max(slot + 1, 2 * column.bySlot.length)).fill(Number.NaN)
              larger.set(column.bySlot)
              column.bySlot = larger
            }
            column.bySlot[slot] = scoreOf(column, slot)
          }
      }
    },
    forget(personIds) {
      for (const column of columns.values()) for (const personId of personIds) column.given.delete(personId)
    },
  }
}
