import type { Placement } from '../api/schemas/decide.ts'
import type { ModelList, ModelVersion } from '../api/schemas/models.ts'
import type { ModelRow, ModelTable, Pointer } from './model-table.ts'

const changesShown = 100
const time = (ms: number): string => new Date(ms).toISOString()

export type Progress = NonNullable<ModelVersion['progress']>

export function versionOf(row: ModelRow, pointer: Pointer | undefined, progress: Progress | undefined): ModelVersion {
  const { name, version, kind, status, manifest, createdAt, finishedAt } = row
  return {
    name,
    version,
    kind,
    status,
    live: pointer?.live === version,
    previous: pointer?.previous === version,
    createdAt: time(createdAt),
    finishedAt: finishedAt === null ? null : time(finishedAt),
    seconds: manifest.seconds,
    parameters: manifest.parameters,
    data: manifest.data,
    metrics: manifest.metrics,
    metricsFrom: manifest.metricsFrom ?? null,
    note: manifest.note,
    progress: status === 'training' ? (progress ?? { done: 0, total: 1, stage: 'waiting' }) : null,
  }
}

/** All models of a workspace with their versions, newest first; those that a placement names but nobody trained yet too. */
export function listModels(options: {
  readonly workspace: string
  readonly table: ModelTable
  readonly placements: readonly Placement[]
  /** Policies that are no models. */
  readonly builtIn: readonly string[]
  readonly progressOf: (name: string, version: number) => Progress | undefined
}): ModelList {
  const { workspace, table, placements, builtIn, progressOf } = options
  const rows = table.rows(workspace)
  const used = placements.flatMap(({ split }) => split.map(({ model }) => model))
  const names = [...new Set([...rows.map(({ name }) => name), ...used])].filter((name) => !builtIn.includes(name))
  return {
    models: names.sort().map((name) => {
      const pointer = table.pointer(workspace, name)
      const versions = rows.filter((row) => row.name === name)
      const live = versions.find(({ version }) => version === pointer?.live)
      return {
        name,
        kind: (live ?? versions[0])?.kind ?? name,
        placements: placements.filter(({ split }) => split.some(({ model }) => model === name)).map(({ id }) => id),
        live: pointer?.live ?? null,
        versions: versions.map((row) => versionOf(row, pointer, progressOf(name, row.version))),
      }
    }),
    changes: table.changes(workspace, changesShown).map(({ at, ...change }) => ({ at: time(at), ...change })),
  }
}
