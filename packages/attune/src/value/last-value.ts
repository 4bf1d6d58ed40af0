import { type Value, valueSchema } from '../api/schemas/value.ts'
import type { StateStore } from '../store/state-store.ts'
import type { ValueModel } from './value-model.ts'

const summaryKey = 'value'
const modelKey = 'value-model'

/** The newest summary of a workspace; undefined where there is none, or none that this version can read. */
export function lastValue(state: StateStore, workspace: string): Value | undefined {
  const text = read(state, workspace, summaryKey)
  return text === undefined ? undefined : valueSchema.safeParse(JSON.parse(text)).data
}

export function lastValueModel(state: StateStore, workspace: string): ValueModel | undefined {
  // The summary is checked when it is read: a model beside one of this version is of this version too.
  const text = lastValue(state, workspace) && read(state, workspace, modelKey)
  return text === undefined ? undefined : (JSON.parse(text) as ValueModel)
}

/** Takes the place of those before. They hold figures over many, nobody’s id. */
export function keepValue(state: StateStore, workspace: string, value: Value, model: ValueModel, now: number): void {
  const write = state.raw.prepare(
    `INSERT INTO settings (workspace, key, value, updated_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (workspace, key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`,
  )
  state.transaction(() => {
    write.run(workspace, summaryKey, JSON.stringify(value), now)
    write.run(workspace, modelKey, JSON.stringify(model), now)
  })
}

/** Removes them, where a workspace has too few buyers by now: they would tell of people who are gone. */
export function dropValue(state: StateStore, workspace: string): void {
  state.raw.prepare('DELETE FROM settings WHERE workspace = ? AND key IN (?, ?)').run(workspace, summaryKey, modelKey)
}

/** Has them worked out again as soon as that is done anyway: somebody who is in them was erased. */
export function renewValue(state: StateStore, workspace: string): void {
  state.raw.prepare('UPDATE settings SET updated_at = 0 WHERE workspace = ? AND key = ?').run(workspace, summaryKey)
}

/** Workspaces that have values, and when they were worked out. */
export function valuedWorkspaces(state: StateStore): readonly { readonly workspace: string; readonly at: number }[] {
  return state.raw
    .prepare('SELECT workspace, updated_at FROM settings WHERE key = ?')
    .all(summaryKey)
    .map((row) => ({ workspace: String(row.workspace), at: Number(row.updated_at) }))
}

function read(state: StateStore, workspace: string, key: string): string | undefined {
  const row = state.raw.prepare('SELECT value FROM settings WHERE workspace = ? AND key = ?').get(workspace, key)
  return row === undefined ? undefined : String(row.value)
}
