import { type Clusters, clustersSchema } from '../api/schemas/clusters.ts'
import type { StateStore } from '../store/state-store.ts'

const key = 'clusters'

/** The newest clusters of a workspace; undefined where there are none, or none that this version can read. */
export function lastClusters(state: StateStore, workspace: string): Clusters | undefined {
  const row = state.raw.prepare('SELECT value FROM settings WHERE workspace = ? AND key = ?').get(workspace, key)
  if (row === undefined) return undefined
  return clustersSchema.safeParse(JSON.parse(String(row.value))).data
}

/** Takes the place of those before. It holds figures and places on a map, nobody’s id. */
export function keepClusters(state: StateStore, workspace: string, clusters: Clusters, now: number): void {
  state.raw
    .prepare(
      `INSERT INTO settings (workspace, key, value, updated_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (workspace, key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`,
    )
    .run(workspace, key, JSON.stringify(clusters), now)
}
