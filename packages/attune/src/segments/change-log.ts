import type { StateStore } from '../store/state-store.ts'
import type { LocalTime } from './evaluate/local-time.ts'
import type { MembershipChange } from './membership/memberships.ts'
import type { SegmentDay } from './segments.ts'

const dayMs = 86_400_000
/** Changes that are written in the turn in which they were told. */
const writtenATurn = 10_000

/** Who entered and left, in the state store: written together every moment, so that an event need not wait for the disk. */
export interface ChangeLog {
  add(workspace: string, changes: readonly MembershipChange[]): void
  /** Writes what was added: at most so many; without, all. */
  flush(most?: number): void
  days(workspace: string, segmentId: string, days: number, now: number): readonly SegmentDay[]
  /** When one of a person's ids was last seen to enter; undefined where that was not noted, or longer ago than is kept. */
  enteredAt(workspace: string, segmentId: string, personIds: readonly string[]): number | undefined
  forget(workspace: string, personIds: readonly string[]): void
}

export function createChangeLog(options: {
  readonly state: StateStore
  readonly localTime: LocalTime
  readonly keepDays: number
  /** Whether a webhook is to hear of it: it then waits for that in the store. */
  readonly hears: (workspace: string, segmentId: string, entered: boolean) => boolean
}): ChangeLog {
  const { state, localTime, keepDays, hears } = options
  const { raw } = state
  const insert = raw.prepare(
    'INSERT INTO segment_changes (workspace, segment_id, person_id, entered, at, untold) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const expire = raw.prepare('DELETE FROM segment_changes WHERE at < ?')
  const entry = raw.prepare(
    `SELECT max(at) AS at FROM segment_changes
     WHERE workspace = ? AND segment_id = ? AND entered = 1 AND person_id IN (SELECT value FROM json_each(?))`,
  )
  let waiting: (MembershipChange & { readonly workspace: string; readonly isHeard: boolean })[] = []
  let expiredOn = Number.NEGATIVE_INFINITY

  const log: ChangeLog = {
    add(workspace, changes) {
      const heard = new Map<string, boolean>()
      for (const change of changes) {
        const key = `${change.entered} ${change.segmentId}`
        const isHeard = heard.get(key) ?? hears(workspace, change.segmentId, change.entered)
        heard.set(key, isHeard)
        waiting.push({ ...change, workspace, isHeard })
      }
      // What is to be told outlives a kill from this turn on, unless it is of a great many.
      if ([...heard.values()].includes(true)) log.flush(writtenATurn)
    },
    flush(most = Number.POSITIVE_INFINITY) {
      const [first] = waiting
      if (first === undefined) return
      const written = waiting.slice(0, most)
      waiting = waiting.slice(written.length)
      state.transaction(() => {
        for (const { workspace, segmentId, personId, entered, at, isHeard } of written)
          insert.run(workspace, segmentId, personId, entered ? 1 : 0, at, isHeard ? 1 : 0)
        const today = Math.floor(first.at / dayMs)
        if (today === expiredOn) return
        expiredOn = today
        expire.run(first.at - keepDays * dayMs)
      })
    },
    days(workspace, segmentId, days, now) {
      log.flush()
      const today = localTime.dayOf(now)
      const byDay = Array.from({ length: days }, (_, at) => ({
        day: new Date((today - days + 1 + at) * dayMs).toISOString().slice(0, 10),
        entered: 0,
        left: 0,
      }))
      const [oldest] = byDay
      const rows = raw
        .prepare('SELECT entered, at FROM segment_changes WHERE workspace = ? AND segment_id = ? AND at >= ?')
        .iterate(workspace, segmentId, localTime.startOfDate(oldest?.day ?? '1970-01-01'))
      for (const { entered, at } of rows) {
        const day = byDay[localTime.dayOf(Number(at)) - today + days - 1]
        if (day) day[entered === 1 ? 'entered' : 'left'] += 1
      }
      return byDay
    },
    enteredAt(workspace, segmentId, personIds) {
      log.flush()
      const at = entry.get(workspace, segmentId, JSON.stringify(personIds))?.at
      return typeof at === 'number' ? at : undefined
    },
    forget(workspace, personIds) {
      const ids = new Set(personIds)
      waiting = waiting.filter((change) => change.workspace !== workspace || !ids.has(change.personId))
      raw
        .prepare('DELETE FROM segment_changes WHERE workspace = ? AND person_id IN (SELECT value FROM json_each(?))')
        .run(workspace, JSON.stringify(personIds))
    },
  }
  return log
}
