import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Collector, Stored } from '../collect/collector.ts'
import type { Identity } from '../collect/identity.ts'
import { ownSource } from '../collect/sources/sources.ts'
import type { Config } from '../config/schema.ts'
import type { Vault } from '../protect/vault/vault.ts'
import type { EventStore } from '../store/event-store-types.ts'
import type { InteractionRow } from '../store/rows.ts'
import type { StateStore } from '../store/state-store.ts'
import type { ActivityIndex, ActivityListener, WorkspaceActivity } from './activity-index.ts'
import { type ActivityNames, createActivityNames } from './activity-names.ts'
import { createReading, type Reading } from './create-reading.ts'
import { createSlotChanges } from './create-slot-changes.ts'
import { type ActivityOfWorkspace, createWorkspaceActivity } from './create-workspace-activity.ts'
import { entriesOfRow, newEventEntries } from './event-entries.ts'
import { loadActivity, loadActivityOf, type OpenedActivity } from './load-activity.ts'
import { loadStated, restate } from './load-stated.ts'

type Activities = Map<string, ActivityOfWorkspace>

/** An event is stored within seconds after it was received, or not at all. */
const underWayMs = 120_000
const longestRetryMs = 60_000

/**
 * Reads what everybody did from the event store, and their traits from the state store, and stays up to date with the
 * collector, merges and erasures within the same turn of the event loop. After a merge is taken back the two persons are
 * empty until their events were read again.
 */
export async function createActivityIndex(options: {
  readonly config: Pick<Config, 'traits'>
  readonly events: EventStore
  readonly state: StateStore
  readonly vault: Vault
  readonly identity: Identity
  readonly collector: Collector
  readonly clock: Clock
  readonly log: Logger
  /** Entries kept of one person. Default 65,536. */
  readonly most?: number
  /** Wait before persons whose merge was taken back are read again after a failure; each further one doubles it. Default 1,000. */
  readonly retryMs?: number
}): Promise<ActivityIndex> {
  const { config, events, state, vault, identity, collector, clock, log, most, retryMs = 1_000 } = options
  const names = new Map<string, ActivityNames>()
  const revisions = new Map<string, number>()
  const views = new Map<string, WorkspaceActivity>()
  const listeners: ActivityListener[] = []
  let current: Activities = new Map()
  /** While everything is read again. */
  let fresh: { readonly activities: Activities; readonly reading: Reading } | undefined
  /** Persons that must be read again, by workspace. */
  let waiting: Map<string, Set<string>> | undefined
  let running: Reading | undefined
  let work: Promise<void> = Promise.resolve()
  let closed = false
  const scratch = newEventEntries()

  function namesOf(workspace: string): ActivityNames {
    const known = names.get(workspace) ?? createActivityNames()
    names.set(workspace, known)
    return known
  }

  const openIn =
    (activities: Activities) =>
    (workspace: string): OpenedActivity => {
      const own = namesOf(workspace)
      let activity = activities.get(workspace)
      if (activity === undefined) {
        activity = createWorkspaceActivity({ workspace, identity, names: own, most })
        activities.set(workspace, activity)
      }
      return { activity, names: own }
    }

  const stated = (activities: Activities) => ({
    state,
    vault,
    identity,
    traitRules: config.traits,
    open: openIn(activities),
  })

  const tell: ActivityListener = (workspace, slots, what) => {
    revisions.set(workspace, (revisions.get(workspace) ?? 0) + 1)
    for (const listener of listeners) {
      try {
        listener(workspace, slots, what)
      } catch (error) {
        log.error({ err: error }, 'a listener of what people do failed')
      }
    }
  }

  function take(stored: Stored): void {
    // A note of ours says nothing of what they did.
    const events = stored.events.filter(({ source }) => source !== ownSource)
    const [first] = events
    if (first === undefined) return
    const { workspace } = first
    const interactions = Map.groupBy(stored.interactions, ({ messageId }) => messageId)
    const none: readonly InteractionRow[] = []
    const changes = createSlotChanges()
    const { activity, names: numbers } = openIn(current)(workspace)
    for (const event of events) {
      const { personId, messageId } = event
      const entries = entriesOfRow(scratch, numbers, event, interactions.get(messageId) ?? none)
      if (running?.told(workspace, personId, messageId) !== false) {
        const slot = activity.meet(personId)
        const before = activity.countOf(slot)
        activity.insert(personId, entries)
        // Where older ones had to make way, those are gone.
        if (activity.countOf(slot) === before + entries.length) changes.did(slot, entries)
        else changes.anything(slot)
      }
      if (fresh?.reading.told(workspace, personId, messageId))
        openIn(fresh.activities)(workspace).activity.insert(personId, entries)
    }
    tell(workspace, changes.slots(), changes.what)
  }

  function restateIn(workspace: string, personIds: readonly string[]): void {
    const slots = restate(stated(current), workspace, personIds)
    if (fresh) restate(stated(fresh.activities), workspace, personIds)
    const changes = createSlotChanges()
    for (const { slot, traits } of slots.values()) changes.said(slot, traits)
    tell(workspace, changes.slots(), changes.what)
  }

  collector.onStored(take)
  collector.onStated((workspace, personIds) => restateIn(workspace, personIds))
  identity.onChange((workspace, changed) => {
    const both = (fresh ? [current, fresh.activities] : [current]).map((activities) => ({
      activities,
      activity: openIn(activities)(workspace).activity,
    }))
    const joined = both.map(({ activity }) => activity.join(changed))
    const again = [...new Set(joined.flatMap((one) => one.again))]
    const emptied = both.map(({ activity }) => activity.empty(again))
    if (again.length > 0) readLater(workspace, again)
    for (const { activities } of both) restate(stated(activities), workspace, changed)
    tell(workspace, [...new Set([...(joined[0]?.slots ?? []), ...(emptied[0] ?? [])])])
  })

  function readLater(workspace: string, personIds: readonly string[]): void {
    running?.drop(workspace, personIds)
    fresh?.reading.drop(workspace, personIds)
    if (waiting === undefined) {
      waiting = new Map()
      work = work.then(readWaiting).catch((error: unknown) => {
        log.error({ err: error }, 'what persons did could not be read again')
      })
    }
    waiting.set(workspace, new Set([...(waiting.get(workspace) ?? []), ...personIds]))
  }

  /** Until it succeeds: these persons are empty meanwhile. */
  async function readWaiting(): Promise<void> {
    const batch = waiting
    if (batch === undefined) return
    waiting = undefined
    const reading = createReading((workspace, personId) => batch.get(workspace)?.has(personId) === true)
    running = reading
    const since = clock() - underWayMs
    // From here on it is known what was told: what was told before, or read by a reload since, is in the store.
    for (const [workspace, persons] of batch) openIn(current)(workspace).activity.empty([...persons])
    try {
      for (const [workspace, persons] of batch)
        for (let waitMs = retryMs; !closed; waitMs = Math.min(2 * waitMs, longestRetryMs)) {
          try {
            await readAgain(workspace, [...persons], { reading, since })
            break
          } catch (error) {
            if (closed) return
            log.error(
              { err: error },
              'what persons did could not be read after a merge was taken back; it is tried again',
            )
          }
          await wait(waitMs, undefined, { ref: false })
        }
      await settled()
    } finally {
      running = undefined
    }
  }

  async function readAgain(
    workspace: string,
    personIds: readonly string[],
    { reading, since }: { readonly reading: Reading; readonly since: number },
  ): Promise<void> {
    const open = openIn(current)
    await loadActivityOf({ events, open, reading, since }, workspace, personIds)
    const { activity } = open(workspace)
    const known = restate(stated(current), workspace, personIds)
    for (const personId of personIds) if (!known.has(personId)) activity.emptied(personId)
    tell(
      workspace,
      personIds.flatMap((personId) => activity.slotOf(personId) ?? []),
    )
  }

  /** What was on its way to the disk is told by the collector in the turn after. */
  async function settled(): Promise<void> {
    await events.flush()
    await turn()
  }

  async function readEverything(): Promise<void> {
    if (closed) return
    const activities: Activities = new Map()
    const reading = createReading()
    const since = clock() - underWayMs
    fresh = { activities, reading }
    try {
      await loadActivity({ events, open: openIn(activities), reading, since })
      await loadStated(stated(activities))
      await settled()
      current = activities
    } finally {
      fresh = undefined
    }
    for (const workspace of names.keys()) tell(workspace, undefined)
  }

  function viewOf(workspace: string): WorkspaceActivity {
    const names = namesOf(workspace)
    // Rules ask millions of times in a row, so it is looked up once until everything is read again.
    let read = current
    let own = openIn(read)(workspace).activity
    const activity = (): ActivityOfWorkspace => {
      if (read !== current) {
        read = current
        own = openIn(read)(workspace).activity
      }
      return own
    }
    return {
      ...names,
      get slots() {
        return activity().slots
      },
      get people() {
        return activity().people
      },
      get revision() {
        return revisions.get(workspace) ?? 0
      },
      slotOf: (personId) => activity().slotOf(personId),
      personOf: (slot) => activity().personOf(slot),
      entriesOf: (slot) => activity().entriesOf(slot),
      countOf: (slot) => activity().countOf(slot),
      traitOf: (slot, trait) => activity().traitOf(slot, trait),
      statedAt: (slot) => activity().statedAt(slot),
    }
  }

  const index: ActivityIndex = {
    of(workspace) {
      const view = views.get(workspace) ?? viewOf(workspace)
      views.set(workspace, view)
      return view
    },
    onChange(listener) {
      listeners.push(listener)
    },
    restate: restateIn,
    forget(workspace, personIds) {
      for (const reading of [running, fresh?.reading]) reading?.drop(workspace, personIds)
      const waitingFor = waiting?.get(workspace)
      for (const personId of personIds) waitingFor?.delete(personId)
      fresh?.activities.get(workspace)?.forget(personIds)
      const slots = current.get(workspace)?.forget(personIds)
      if (slots && slots.length > 0) tell(workspace, slots)
    },
    reload() {
      const done = work.then(readEverything)
      work = done.catch(() => {})
      return done
    },
    async settled() {
      for (let seen: unknown; seen !== work; ) {
        seen = work
        await work
      }
    },
    close() {
      closed = true
    },
  }
  await index.reload()
  return index
}
