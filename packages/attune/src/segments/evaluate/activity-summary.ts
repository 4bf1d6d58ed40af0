import type { WorkspaceActivity } from '../../activity/activity-index.ts'
import type { DoingMatcher } from './doing-matcher.ts'

/**
 * A few bytes a slot that say what somebody surely did not do: whether they ever did a kind of thing, and when they did anything
 * last. Most people did not do most things, and are passed over without looking at their entries.
 */
export interface ActivitySummary {
  /** False: surely no entry fits the matcher at `since` or later. */
  mayDo(slot: number, matcher: DoingMatcher, since: number): boolean
  /** Looks at slots again that changed; undefined: at all. */
  follow(slots: readonly number[] | undefined): void
}

/** Kinds from this number on share one bit. */
const lastBit = 31

export function createActivitySummary(activity: WorkspaceActivity): ActivitySummary {
  let kinds = new Uint32Array(0)
  let latest = new Float64Array(0)

  function look(slot: number): void {
    let bits = 0
    const { kinds: column, times, from, to } = activity.entriesOf(slot)
    for (let at = from; at < to; at++) bits |= 1 << Math.min(lastBit, column[at] as number)
    kinds[slot] = bits
    latest[slot] = to > from ? (times[to - 1] as number) : Number.NEGATIVE_INFINITY
  }
  function grow(size: number): void {
    const [moreKinds, moreTimes] = [new Uint32Array(size), new Float64Array(size).fill(Number.NEGATIVE_INFINITY)]
    moreKinds.set(kinds)
    moreTimes.set(latest)
    kinds = moreKinds
    latest = moreTimes
  }
  const summary: ActivitySummary = {
    mayDo(slot, { kind }, since) {
      // Of a slot that was not looked at yet nothing is sure.
      if (slot >= kinds.length) return true
      if ((latest[slot] as number) < since) return false
      return kind < 0 || ((kinds[slot] as number) & (1 << Math.min(lastBit, kind))) !== 0
    },
    follow(slots) {
      if (slots === undefined) {
        kinds = new Uint32Array(0)
        latest = new Float64Array(0)
      }
      if (activity.slots > kinds.length) {
        const seen = kinds.length
        grow(slots === undefined ? activity.slots : Math.max(activity.slots, 2 * seen))
        for (let slot = seen; slot < activity.slots; slot++) look(slot)
      }
      for (const slot of slots ?? []) look(slot)
    },
  }
  summary.follow(undefined)
  return summary
}
