import { setImmediate as pause } from 'node:timers/promises'
import type { ActivityEntries, WorkspaceActivity } from '../activity/activity-index.ts'

export interface WalkOptions {
  readonly activity: WorkspaceActivity
  /** Whether a person may be counted, and is asked for. */
  readonly isCounted: (personId: string) => boolean
  /** Called before each turn: names and catalogue may be others. */
  readonly refresh: () => void
  /** Milliseconds of real time, for pauses. */
  readonly stopwatch: () => number
}

/** People between two looks at the clock. */
const peopleAtOnce = 512
/** Others get their turn after so long. */
const turnMs = 25

/** Goes through everybody, some a turn. The entries are good until `visit` returns. */
export async function walkPeople(
  { activity, isCounted, refresh, stopwatch }: WalkOptions,
  visit: (entries: ActivityEntries, personId: string, slot: number) => void,
): Promise<void> {
  let since = stopwatch()
  refresh()
  for (let slot = 0; slot < activity.slots; slot++) {
    if (slot % peopleAtOnce === 0 && stopwatch() - since > turnMs) {
      await pause()
      refresh()
      since = stopwatch()
    }
    if (activity.countOf(slot) === 0) continue
    const personId = activity.personOf(slot)
    if (personId !== undefined && isCounted(personId)) visit(activity.entriesOf(slot), personId, slot)
  }
}

/** The first entry at or after a moment. */
export function firstAt({ times, from, to }: Pick<ActivityEntries, 'times' | 'from' | 'to'>, moment: number): number {
  let [low, high] = [from, to]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] as number) < moment) low = middle + 1
    else high = middle
  }
  return low
}
