import type { Clock } from '../../clock.ts'
import type { Config } from '../../config/schema.ts'
import { attuneError } from '../../errors.ts'
import { appendAudit } from '../../protect/append-audit.ts'
import type { StateStore } from '../../store/state-store.ts'
import { eventMeanings } from '../standard-events.ts'
import { sourceDeclarationSchema } from './declaration.ts'
import { createDropCounts } from './drop-counts.ts'
import { compileDeclaration, type Gate } from './gate.ts'
import type { DeclaredSource, Sources } from './sources.ts'

interface Known extends DeclaredSource {
  readonly workspace: string
  readonly gate: Gate
}

/** Declarations of the state store, and over them those of the configuration for its workspace; ready in memory. */
export function createSources({
  state,
  config,
  clock,
}: {
  readonly state: StateStore
  readonly config: Config
  readonly clock: Clock
}): Sources {
  const meanings = eventMeanings(config.collect.events)
  const workspaces = new Map<string, Map<string, Known>>()
  const counts = createDropCounts({ state, clock })
  const put = state.raw.prepare(
    `INSERT INTO sources (workspace, name, declaration, updated_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (workspace, name) DO UPDATE SET declaration = excluded.declaration, updated_at = excluded.updated_at`,
  )
  const del = state.raw.prepare('DELETE FROM sources WHERE workspace = ? AND name = ?')

  function remember(workspace: string, source: DeclaredSource): Known {
    const known = { ...source, workspace, gate: compileDeclaration(source.declaration, meanings) }
    const of = workspaces.get(workspace) ?? new Map<string, Known>()
    workspaces.set(workspace, of.set(source.name, known))
    return known
  }
  for (const row of state.raw.prepare('SELECT workspace, name, declaration, updated_at FROM sources').all()) {
    const { workspace, name, declaration, updated_at: updatedAt } = row as Record<string, string | number>
    remember(String(workspace), {
      name: String(name),
      declaration: sourceDeclarationSchema.parse(JSON.parse(String(declaration))),
      from: 'api',
      updatedAt: Number(updatedAt),
    })
  }
  for (const [name, declaration] of Object.entries(config.sources))
    remember(config.workspace, { name, declaration, from: 'config', updatedAt: null })

  const find = (workspace: string, name: string): Known | undefined => workspaces.get(workspace)?.get(name)

  function refuseConfigured(workspace: string, name: string): void {
    if (find(workspace, name)?.from === 'config')
      throw attuneError('source-in-config', `The configuration declares ${name}: change it there.`, { status: 409 })
  }
  const audit = (workspace: string, actor: string, action: string, subject: string, details: object): void =>
    appendAudit(state.raw, { workspace, at: clock(), actor, action, subject, details: JSON.stringify(details) })

  return {
    gateOf: (workspace, source) => find(workspace, source)?.gate,
    regimeOf: (workspace, source) => find(workspace, source)?.declaration.regime,
    list: (workspace) =>
      [...(workspaces.get(workspace)?.values() ?? [])].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    find,
    all: () => [...workspaces.values()].flatMap((of) => [...of.values()]),
    declare(workspace, name, declaration, actor) {
      refuseConfigured(workspace, name)
      const at = clock()
      // What was dropped is counted since the declaration that drops it.
      counts.forget(workspace, name)
      state.transaction(() => {
        put.run(workspace, name, JSON.stringify(declaration), at)
        audit(workspace, actor, 'source-declared', name, {
          events: Object.keys(declaration.events).length,
          standard: declaration.standard,
          undeclared: declaration.undeclared,
          regime: declaration.regime ?? null,
        })
      })
      return remember(workspace, { name, declaration, from: 'api', updatedAt: at })
    },
    remove(workspace, name, actor) {
      refuseConfigured(workspace, name)
      if (find(workspace, name) === undefined) return false
      state.transaction(() => {
        del.run(workspace, name)
        audit(workspace, actor, 'source-removed', name, {})
      })
      workspaces.get(workspace)?.delete(name)
      counts.forget(workspace, name)
      return true
    },
    dropped: counts.add,
    droppedOf: counts.of,
    close: counts.close,
  }
}
