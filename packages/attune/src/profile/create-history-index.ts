import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Collector, Stored } from '../collect/collector.ts'
import type { Identity } from '../collect/identity.ts'
import { weightOf } from '../collect/weights.ts'
import type { Config } from '../config/schema.ts'
import type { EventStore } from '../store/event-store-types.ts'
import type { HistoryIndex } from './history-index.ts'
import { loadHistories } from './load-histories.ts'
import { createWorkspaceHistories, type WorkspaceHistories } from './workspace-histories.ts'

/** Remembered per interaction that counts: the rest says what was seen. */
const rememberedPerHistory = 4
const longestRetryMs = 60_000

/**
 * Reads the newest interactions of every person from the event store and stays up to date with what the collector stores
 * and with merges of identities, within the same turn of the event loop.
 */
export async function createHistoryIndex(options: {
  readonly config: Config
  readonly events: EventStore
  readonly identity: Identity
  readonly collector: Collector
  readonly log: Logger
  /** Wait before persons whose merge was taken back are read again after a failure; each further one doubles it. Default 1,000. */
  readonly retryMs?: number
}): Promise<HistoryIndex> {
  const { config, events, identity, collector, log, retryMs = 1_000 } = options
  const weigh = (kind: string, amount: number): number => weightOf(kind, amount, config.weights)
  const historyLength = config.recommend.historyLength
  const limit = historyLength * rememberedPerHistory
  let workspaces = new Map<string, WorkspaceHistories>()

  const open = (into: Map<string, WorkspaceHistories>, workspace: string): WorkspaceHistories => {
    let histories = into.get(workspace)
    if (!histories) {
      histories = createWorkspaceHistories({ workspace, identity, historyLength, limit })
      into.set(workspace, histories)
    }
    return histories
  }
  const none = createWorkspaceHistories({ workspace: '', identity, historyLength, limit })
  const get = (workspace: string): WorkspaceHistories => workspaces.get(workspace) ?? none

  const read = (
    into: Map<string, WorkspaceHistories>,
    only?: { workspace: string; personIds: readonly string[] },
  ): Promise<void> =>
    loadHistories({ events, weightOf: weigh, limit, only, open: (workspace) => open(into, workspace) })

  let closed = false
  /** Until it succeeds: the histories of these persons are empty meanwhile. */
  async function readAgain(workspace: string, personIds: readonly string[]): Promise<void> {
    for (let waitMs = retryMs; !closed; waitMs = Math.min(2 * waitMs, longestRetryMs)) {
      try {
        return await read(workspaces, { workspace, personIds })
      } catch (error) {
        if (closed) return
        log.error({ err: error }, 'histories could not be read after a merge was taken back; they are tried again')
      }
      await wait(waitMs, undefined, { ref: false })
    }
  }

  /** What was stored while the store is being read again; the repeat of what the read found anyway is ignored by the arena. */
  let missed: Stored[] | undefined

  function apply(stored: Stored): void {
    for (const event of stored.events) open(workspaces, event.workspace).meet(event.personId)
    for (const { workspace, personId, itemId, kind, amount, ts } of stored.interactions)
      open(workspaces, workspace).add(personId, itemId, kind, weigh(kind, amount), ts)
  }

  collector.onStored((stored) => {
    missed?.push(stored)
    apply(stored)
  })
  identity.onChange((workspace, personIds) => {
    const split = open(workspaces, workspace).join(personIds)
    if (split.length > 0) void readAgain(workspace, split)
  })

  const index: HistoryIndex = {
    of: (workspace, personId) => get(workspace).of(personId),
    densely: (workspace, personId, indexOf) => get(workspace).densely(personId, indexOf),
    seen: (workspace, personId) => get(workspace).seen(personId),
    knows: (workspace, personId) => get(workspace).knows(personId),
    popular: (workspace, n, accept, among) => get(workspace).popular(n, accept, among),
    async reload() {
      await events.flush()
      const fresh = new Map<string, WorkspaceHistories>()
      const stored: Stored[] = []
      missed = stored
      await read(fresh)
      workspaces = fresh
      missed = undefined
      for (const batch of stored) apply(batch)
    },
    close() {
      closed = true
    },
  }
  await index.reload()
  return index
}
