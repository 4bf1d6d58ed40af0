import type { SlotChange } from './activity-index.ts'
import { noKind } from './activity-index.ts'
import type { EventEntries } from './event-entries.ts'

/** Collects what is new of slots, to be told at once. */
export interface SlotChanges {
  readonly what: ReadonlyMap<number, SlotChange>
  slots(): readonly number[]
  /** Something was done, and nothing was lost for it. */
  did(slot: number, event: EventEntries): void
  /** Traits were told of, by number. */
  said(slot: number, traits: Iterable<number>): void
  /** Nobody knows what all changed. */
  anything(slot: number): void
}

interface Collected extends SlotChange {
  readonly kinds: Set<number>
  readonly events: Set<number>
  readonly traits: Set<number>
}

export function createSlotChanges(): SlotChanges {
  const what = new Map<number, Collected>()
  const whole = new Set<number>()

  function of(slot: number): Collected | undefined {
    if (whole.has(slot)) return undefined
    let change = what.get(slot)
    if (change === undefined) {
      change = { kinds: new Set(), events: new Set(), traits: new Set() }
      what.set(slot, change)
    }
    return change
  }
  return {
    what,
    slots: () => [...what.keys(), ...whole],
    did(slot, event) {
      const change = of(slot)
      if (change === undefined) return
      change.events.add(event.event)
      for (let at = 0; at < event.length; at++) {
        const kind = event.kinds[at] as number
        if (kind !== noKind) change.kinds.add(kind)
      }
    },
    said(slot, traits) {
      const change = of(slot)
      if (change) for (const trait of traits) change.traits.add(trait)
    },
    anything(slot) {
      what.delete(slot)
      whole.add(slot)
    },
  }
}
