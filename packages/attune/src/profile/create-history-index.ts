import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Collector, Stored } from '../collect/collector.ts'
import type { Identity } from '../collect/identity.ts'
import { weightOf } from '../collect/weights.ts'
import type { Config } from '../config/schema.ts'
import type { EventStore } from '../store/event-store-types.ts'
import type { InteractionRow } from '../store/rows.ts'
import type { HistoryIndex } from './history-index.ts'
import { interactionsAfter, loadHistories, loadPopular } from './load-histories.ts'
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
      histories = createWorkspaceHistories({ workspace, identity, historyLength, limit, weightOf: weigh })
      into.set(workspace, histories)
    }
    return histories
  }
  const none = createWorkspaceHistories({ workspace: '', identity, historyLength, limit, weightOf: weigh })
  const get = (workspace: string): WorkspaceHistories => workspaces.get(workspace) ?? none

  const into = (histories: Map<string, WorkspaceHistories>) => ({
    events,
    weightOf: weigh,
    limit,
    open: (workspace: string) => open(histories, workspace),
  })

  /** While the store is being read again: what it is read into, and what was stored since. */
  let reading: { readonly fresh: Map<string, WorkspaceHistories>; readonly missed: Stored[] } | undefined
  let reloaded: Promise<void> = Promise.resolve()
  let closed = false

  const remember = (histories: Map<string, WorkspaceHistories>, stored: Stored, isCounted: IsCounted): void => {
    for (const event of stored.events) open(histories, event.workspace).meet(event.personId)
    for (const interaction of stored.interactions) {
      const { workspace, personId, itemId, kind, amount, ts } = interaction
      const known = open(histories, workspace)
      if (isCounted(interaction)) known.remember(personId, itemId, kind, amount, ts)
      else known.add(personId, itemId, kind, amount, ts)
    }
  }

  /** Until it succeeds: the histories of these persons are empty meanwhile. */
  async function readAgain(
    histories: Map<string, WorkspaceHistories>,
    only: { workspace: string; personIds: readonly string[] },
  ): Promise<void> {
    const isWanted = () => !closed && (histories === workspaces || histories === reading?.fresh)
    for (let waitMs = retryMs; isWanted(); waitMs = Math.min(2 * waitMs, longestRetryMs)) {
      try {
        return await loadHistories({ ...into(histories), only })
      } catch (error) {
        if (!isWanted()) return
        log.error({ err: error }, 'histories could not be read after a merge was taken back; they are tried again')
      }
      await wait(waitMs, undefined, { ref: false })
    }
  }

  collector.onStored((stored) => {
    reading?.missed.push(stored)
    remember(workspaces, stored, never)
  })
  identity.onChange((workspace, changed) => {
    for (const histories of reading ? [workspaces, reading.fresh] : [workspaces]) {
      const personIds = open(histories, workspace).join(changed)
      if (personIds.length > 0) void readAgain(histories, { workspace, personIds })
    }
  })

  /** What is stored meanwhile is remembered as after the read: histories ignore repeats, what is popular must be told. */
  async function reload(): Promise<void> {
    const fresh = new Map<string, WorkspaceHistories>()
    const missed: Stored[] = []
    await events.flush()
    reading = { fresh, missed }
    try {
      await loadHistories(into(fresh))
      const certain = missed.length
      const last = await loadPopular(into(fresh))
      // What was on its way to the disk during that query is told by the collector in the turn after.
      await events.flush()
      await turn()
      const doubtful = missed.length
      const after = doubtful > certain ? await interactionsAfter(events, last) : nothing
      const isBefore: IsCounted = ({ workspace, messageId }) => !after.has(`${workspace}\n${messageId}`)
      for (const [index, stored] of missed.entries())
        remember(fresh, stored, index < certain ? always : index < doubtful ? isBefore : never)
      workspaces = fresh
    } finally {
      reading = undefined
    }
  }

  const index: HistoryIndex = {
    of: (workspace, personId) => get(workspace).of(personId),
    densely: (workspace, personId, indexOf) => get(workspace).densely(personId, indexOf),
    ratings: (workspace, personId, indexOf) => get(workspace).ratings(personId, indexOf),
    exposures: (workspace, itemId) => get(workspace).exposures(itemId),
    seen: (workspace, personId) => get(workspace).seen(personId),
    lastSeen: (workspace, personId) => get(workspace).lastSeen(personId),
    knows: (workspace, personId) => get(workspace).knows(personId),
    popular: (workspace, n, accept, among) => get(workspace).popular(n, accept, among),
    forget(workspace, personIds) {
      for (const histories of reading ? [workspaces, reading.fresh] : [workspaces])
        histories.get(workspace)?.forget(personIds)
    },
    reload() {
      const done = reloaded.then(reload)
      reloaded = done.catch(() => {})
      return done
    },
    close() {
      closed = true
    },
  }
  await index.reload()
  return index
}

/** Whether an interaction is counted among what is popular already. */
type IsCounted = (interaction: InteractionRow) => boolean
const always: IsCounted = () => true
const never: IsCounted = () => false
const nothing: ReadonlySet<string> = new Set()
