import type { ModelList, ModelVersion, Note } from '../api/schemas/models.ts'
import { appendAudit } from '../protect/append-audit.ts'
import type { StateStore } from '../store/state-store.ts'

export type ChangeAction = ModelList['changes'][number]['action']

/** What a version's row says beside its columns. */
export interface Manifest {
  readonly parameters: ModelVersion['parameters']
  readonly data: ModelVersion['data']
  readonly metrics: ModelVersion['metrics']
  /** The version that was measured, where that is another: people were forgotten since. */
  readonly metricsFrom?: number | null | undefined
  /** When the data were read, where that was for an earlier version; milliseconds since the epoch. */
  readonly learntAt?: number | undefined
  readonly seconds: number | null
  /** Why it was promoted, held or failed. */
  readonly note: Note | null
  /** Interactions of the workspace when training began: whether there is anything new since. */
  readonly rowsSeen: number
}

export interface ModelRow {
  readonly name: string
  readonly version: number
  readonly kind: string
  readonly status: ModelVersion['status']
  readonly manifest: Manifest
  /** Of a failed training: what the error said. */
  readonly error: string | null
  readonly createdAt: number
  readonly finishedAt: number | null
}

export interface Pointer {
  readonly workspace: string
  readonly name: string
  readonly live: number
  readonly previous: number | null
}

export interface Change {
  readonly at: number
  readonly actor: string
  readonly action: ChangeAction
  readonly name: string
  readonly version: number
  readonly note: Note | null
}

/** The rows of models, pointers and changes in the state store. Every method is one transaction or part of the caller's. */
export interface ModelTable {
  /** Adds the next version of a name with status `training`. */
  begin(workspace: string, row: Pick<ModelRow, 'name' | 'kind' | 'manifest' | 'createdAt'>): number
  finish(workspace: string, row: Omit<ModelRow, 'kind' | 'createdAt'>): void
  /** Takes back a version that came to nothing; its number is free again. */
  drop(workspace: string, name: string, version: number): void
  rows(workspace: string): readonly ModelRow[]
  row(workspace: string, name: string, version: number): ModelRow | undefined
  /** Of all workspaces: versions whose training never ended. */
  unfinished(): readonly { readonly workspace: string; readonly name: string; readonly version: number }[]
  pointers(): readonly Pointer[]
  pointer(workspace: string, name: string): Pointer | undefined
  point(pointer: Pointer, now: number): void
  unpoint(workspace: string, name: string): void
  record(workspace: string, change: Change): void
  changes(workspace: string, limit: number): readonly Change[]
  workspaces(): readonly string[]
}

interface SqlModelRow {
  readonly name: string
  readonly version: number
  readonly kind: string
  readonly status: ModelVersion['status']
  readonly manifest: string
  readonly error: string | null
  readonly created_at: number
  readonly finished_at: number | null
}

const rowOf = (row: SqlModelRow): ModelRow => ({
  name: row.name,
  version: row.version,
  kind: row.kind,
  status: row.status,
  manifest: JSON.parse(row.manifest) as Manifest,
  error: row.error,
  createdAt: row.created_at,
  finishedAt: row.finished_at,
})

interface SqlPointer {
  readonly workspace: string
  readonly name: string
  readonly live_version: number
  readonly previous_version: number | null
}

const pointerOf = ({ workspace, name, live_version, previous_version }: SqlPointer): Pointer => ({
  workspace,
  name,
  live: live_version,
  previous: previous_version,
})

export function createModelTable({ raw, transaction }: StateStore): ModelTable {
  return {
    begin: (workspace, { name, kind, manifest, createdAt }) =>
      transaction(() => {
        const next = raw
          .prepare('SELECT coalesce(max(version), 0) + 1 AS version FROM models WHERE workspace = ? AND name = ?')
          .get(workspace, name) as { version: number }
        raw
          .prepare(
            `INSERT INTO models (workspace, name, version, kind, status, manifest, error, created_at, finished_at)
             VALUES (?, ?, ?, ?, 'training', ?, NULL, ?, NULL)`,
          )
          .run(workspace, name, next.version, kind, JSON.stringify(manifest), createdAt)
        return next.version
      }),
    finish(workspace, { name, version, status, manifest, error, finishedAt }) {
      raw
        .prepare(
          `UPDATE models SET status = ?, manifest = ?, error = ?, finished_at = ?
           WHERE workspace = ? AND name = ? AND version = ?`,
        )
        .run(status, JSON.stringify(manifest), error, finishedAt, workspace, name, version)
    },
    drop(workspace, name, version) {
      raw
        .prepare("DELETE FROM models WHERE workspace = ? AND name = ? AND version = ? AND status = 'training'")
        .run(workspace, name, version)
    },
    rows: (workspace) =>
      (
        raw
          .prepare('SELECT * FROM models WHERE workspace = ? ORDER BY name, version DESC')
          .all(workspace) as unknown as SqlModelRow[]
      ).map(rowOf),
    row(workspace, name, version) {
      const row = raw
        .prepare('SELECT * FROM models WHERE workspace = ? AND name = ? AND version = ?')
        .get(workspace, name, version) as SqlModelRow | undefined
      return row && rowOf(row)
    },
    unfinished: () =>
      raw
        .prepare("SELECT workspace, name, version FROM models WHERE status = 'training'")
        .all() as unknown as ReturnType<ModelTable['unfinished']>,
    pointers: () => (raw.prepare('SELECT * FROM model_pointers').all() as unknown as SqlPointer[]).map(pointerOf),
    pointer(workspace, name) {
      const row = raw.prepare('SELECT * FROM model_pointers WHERE workspace = ? AND name = ?').get(workspace, name) as
        | SqlPointer
        | undefined
      return row && pointerOf(row)
    },
    point({ workspace, name, live, previous }, now) {
      raw
        .prepare(
          `INSERT INTO model_pointers (workspace, name, live_version, previous_version, promoted_at) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (workspace, name) DO UPDATE SET live_version = excluded.live_version,
             previous_version = excluded.previous_version, promoted_at = excluded.promoted_at`,
        )
        .run(workspace, name, live, previous, now)
    },
    unpoint(workspace, name) {
      raw.prepare('DELETE FROM model_pointers WHERE workspace = ? AND name = ?').run(workspace, name)
    },
    record(workspace, { at, actor, action, name, version, note }) {
      const details = JSON.stringify({ version, note })
      appendAudit(raw, { workspace, at, actor, action: `model.${action}`, subject: name, details })
    },
    changes: (workspace, limit) =>
      (
        raw
          .prepare("SELECT * FROM audit WHERE workspace = ? AND action LIKE 'model.%' ORDER BY id DESC LIMIT ?")
          .all(workspace, limit) as { at: number; actor: string; action: string; subject: string; details: string }[]
      ).map(({ at, actor, action, subject, details }) => ({
        at,
        actor,
        action: action.slice('model.'.length) as ChangeAction,
        name: subject,
        ...(JSON.parse(details) as { version: number; note: Note | null }),
      })),
    workspaces: () =>
      (raw.prepare('SELECT id FROM workspaces ORDER BY id').all() as { id: string }[]).map(({ id }) => id),
  }
}
