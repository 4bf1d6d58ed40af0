import type { WorkspaceActivity } from '../../activity/activity-index.ts'
import { exposureKind } from '../../activity/event-entries.ts'
import { type CategoryBits, createCategoryBits } from './category-bits.ts'
import { anyName, type DoingMatcher } from './doing-matcher.ts'
import type { ItemFacts } from './item-facts.ts'
import { createLifecycleColumns, type LifecycleColumns } from './lifecycle-columns.ts'

/**
 * When each slot did what last: a column of times for each of the first kinds and event names, and one for anything at all; and
 * with which categories. Most people did not do most things lately, and are passed over without looking at their entries.
 */
export interface ActivitySummary extends Pick<CategoryBits, 'keepTouching'> {
  readonly rhythms: Pick<LifecycleColumns, 'read'>
  /**
   * When a slot did it last, milliseconds since the epoch, perhaps in the future; −Infinity: never. Conditions of the doing
   * (items, money) are not looked at: with them it was then at the latest. Infinity where nothing is known.
   */
  lastOf(slot: number, matcher: DoingMatcher): number
  /** Whether `lastOf` is that very time, not only a bound. */
  isExact(matcher: DoingMatcher): boolean
  /** Clears the bytes of slots that surely did not do it at `since` or later, also in the future. */
  keepDoers(matcher: DoingMatcher, since: number, from: number, to: number, keep: Uint8Array): void
  /** Looks at slots again that changed; undefined: at all. */
  follow(slots: readonly number[] | undefined): void
}

/** Kinds and event names that have a column: 8 bytes a slot each. */
export const columnsKept = 12
const never = Number.NEGATIVE_INFINITY

type Column = Float64Array<ArrayBuffer>

export function createActivitySummary(activity: WorkspaceActivity, facts: ItemFacts): ActivitySummary {
  const categories = createCategoryBits(activity, facts)
  const rhythms = createLifecycleColumns(activity)
  /** Slots that were looked at. */
  let size = 0
  let room = 0
  /** Made when somebody does it for the first time. */
  let kinds: (Column | undefined)[] = []
  let events: (Column | undefined)[] = []
  /** All but being shown something. */
  let done: Column = new Float64Array(0)
  let all: Column = new Float64Array(0)

  const empty = (): Column => new Float64Array(room).fill(never)
  const grown = (column: Column): Column => {
    const larger = empty()
    larger.set(column.subarray(0, size))
    return larger
  }

  function look(slot: number, shown: number): void {
    for (const column of kinds) if (column) column[slot] = never
    for (const column of events) if (column) column[slot] = never
    const entries = activity.entriesOf(slot)
    const { times, from, to } = entries
    let lastDone = never
    for (let at = from; at < to; at++) {
      const time = times[at] as number
      const kind = entries.kinds[at] as number
      const event = entries.events[at] as number
      if (kind < columnsKept) {
        kinds[kind] ??= empty()
        kinds[kind][slot] = time
      }
      if (event < columnsKept) {
        events[event] ??= empty()
        events[event][slot] = time
      }
      if (kind !== shown) lastDone = time
    }
    done[slot] = lastDone
    all[slot] = to > from ? (times[to - 1] as number) : never
  }

  /** Undefined: nobody ever did it. */
  function columnOf({ kind, event }: DoingMatcher): Column | undefined | 'unkept' {
    if (kind >= 0) return kind < columnsKept ? kinds[kind] : 'unkept'
    if (event >= 0) return event < columnsKept ? events[event] : 'unkept'
    return kind === anyName && event === anyName ? done : undefined
  }

  const summary: ActivitySummary = {
    lastOf(slot, matcher) {
      if (slot >= size) return Number.POSITIVE_INFINITY
      const column = columnOf(matcher)
      if (column === undefined) return never
      return (column === 'unkept' ? all : column)[slot] as number
    },
    isExact: (matcher) => matcher.isPlain && columnOf(matcher) !== 'unkept',
    keepDoers(matcher, since, from, to, keep) {
      const column = columnOf(matcher)
      if (column === undefined) {
        keep.fill(0, 0, Math.max(0, Math.min(to, size) - from))
        return
      }
      const times = column === 'unkept' ? all : column
      const bound = Math.max(since, -Number.MAX_VALUE)
      for (let slot = from; slot < Math.min(to, size); slot++)
        if ((times[slot] as number) < bound) keep[slot - from] = 0
    },
    keepTouching: categories.keepTouching,
    rhythms,
    follow(slots) {
      categories.follow(slots)
      rhythms.follow(slots)
      const shown = activity.kinds.find(exposureKind) ?? -1
      if (slots === undefined) {
        size = 0
        room = 0
        kinds = []
        events = []
      }
      if (activity.slots > room) {
        // By a quarter: there are many columns.
        room = slots === undefined ? activity.slots : Math.max(activity.slots, Math.ceil(1.25 * room), 64)
        kinds = kinds.map((column) => column && grown(column))
        events = events.map((column) => column && grown(column))
        done = grown(done)
        all = grown(all)
      }
      for (; size < activity.slots; size++) look(size, shown)
      for (const slot of slots ?? []) look(slot, shown)
    },
  }
  summary.follow(undefined)
  return summary
}
