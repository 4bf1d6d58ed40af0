import type { WorkspaceActivity } from '../../activity/activity-index.ts'
import { readRhythm, type SlotRhythm } from './read-rhythm.ts'

/** What the stage of each slot follows from, kept from one question to the next: pauses are dear to take. */
export interface LifecycleColumns {
  /** As `readRhythm`. */
  read(slot: number, now: number, into: SlotRhythm): void
  /** Slots that changed are read again when somebody asks; undefined: everybody is. */
  follow(slots: readonly number[] | undefined): void
}

/** Numbers of a slot, one after the other. */
const width = 6
const flag = { read: 1, ofOrders: 2, isBeginner: 4 } as const

/** 49 bytes a slot, from the first question on: few workspaces ask. */
export function createLifecycleColumns(activity: WorkspaceActivity): LifecycleColumns {
  let flags = new Uint8Array(0)
  let columns = new Float64Array(0)

  function grow(): void {
    const size = Math.max(activity.slots, Math.ceil(1.25 * flags.length), 64)
    const [moreFlags, more] = [new Uint8Array(size), new Float64Array(size * width)]
    moreFlags.set(flags)
    more.set(columns)
    flags = moreFlags
    columns = more
  }

  return {
    read(slot, now, into) {
      if (slot >= flags.length) grow()
      const flagsOf = flags[slot] as number
      const row = slot * width
      if (flagsOf !== 0 && now >= (columns[row + 4] as number) && now < (columns[row + 5] as number)) {
        into.first = columns[row] as number
        into.newest = columns[row + 1] as number
        into.atRiskMs = columns[row + 2] as number
        into.lapsedMs = columns[row + 3] as number
        into.from = columns[row + 4] as number
        into.until = columns[row + 5] as number
        into.ofOrders = (flagsOf & flag.ofOrders) !== 0
        into.isBeginner = (flagsOf & flag.isBeginner) !== 0
        return
      }
      readRhythm(activity, slot, now, into)
      const { first, newest, atRiskMs, lapsedMs, from, until } = into
      columns.set([first, newest, atRiskMs, lapsedMs, from, until], row)
      flags[slot] = flag.read | (into.ofOrders ? flag.ofOrders : 0) | (into.isBeginner ? flag.isBeginner : 0)
    },
    follow(slots) {
      if (slots === undefined) flags.fill(0)
      else for (const slot of slots) if (slot < flags.length) flags[slot] = 0
    },
  }
}
