import type { WorkspaceActivity } from '../../activity/activity-index.ts'
import type { ItemFacts } from './item-facts.ts'

/** Words of 32 bits a set of categories has; numbers beyond its bits begin again from the first. */
const words = 8

/** A set of categories, perhaps with some more. */
export type CategorySet = Uint32Array<ArrayBuffer>

/** Of which categories the items were that each slot did something with. */
export interface CategoryBits {
  /** Clears the bytes of slots that surely did nothing with an item of these categories, even in the future. */
  keepTouching(wanted: CategorySet, from: number, to: number, keep: Uint8Array): void
  /** Slots that changed are looked at again when somebody asks; undefined: everybody is, now. */
  follow(slots: readonly number[] | undefined): void
}

export function categorySet(categories: Iterable<number>): CategorySet {
  const set = new Uint32Array(words)
  for (const category of categories) if (category >= 0) put(set, 0, category)
  return set
}

function put(bits: CategorySet, row: number, category: number): void {
  const word = row + ((category >> 5) & (words - 1))
  bits[word] = (bits[word] as number) | (1 << (category & 31))
}

export function createCategoryBits(activity: WorkspaceActivity, facts: ItemFacts): CategoryBits {
  let bits: CategorySet = new Uint32Array(0)
  /** Version of the catalogue at which a slot was looked at, plus one; 0: never. */
  let seen: CategorySet = new Uint32Array(0)

  /** @returns whether the catalogue was asked for all of its items */
  function look(slot: number): boolean {
    const row = slot * words
    bits.fill(0, row, row + words)
    const { starts, numbers } = facts.categoryLists
    const { items, from, to } = activity.entriesOf(slot)
    for (let at = from; at < to; at++) {
      const item = items[at] as number
      if (item < 0) continue
      if (item >= facts.size) return false
      const last = starts[item + 1] as number
      for (let place = starts[item] as number; place < last; place++) put(bits, row, numbers[place] as number)
    }
    seen[slot] = facts.listsVersion + 1
    return true
  }
  function grow(slots: number): void {
    const [moreBits, moreSeen] = [new Uint32Array(slots * words), new Uint32Array(slots)]
    moreBits.set(bits)
    moreSeen.set(seen)
    bits = moreBits
    seen = moreSeen
  }

  return {
    keepTouching(wanted, from, to, keep) {
      const version = facts.listsVersion + 1
      const asked = [...wanted.keys()].filter((word) => wanted[word] !== 0)
      for (let slot = from; slot < Math.min(to, seen.length); slot++) {
        if (keep[slot - from] === 0 || (seen[slot] !== version && !look(slot))) continue
        const row = slot * words
        let both = 0
        for (let at = 0; at < asked.length; at++) {
          const word = asked[at] as number
          both |= (bits[row + word] as number) & (wanted[word] as number)
        }
        if (both === 0) keep[slot - from] = 0
      }
    },
    follow(slots) {
      if (slots === undefined) {
        bits = new Uint32Array(activity.slots * words)
        seen = new Uint32Array(activity.slots)
        facts.refresh()
        for (let slot = 0; slot < activity.slots; slot++) look(slot)
        return
      }
      if (activity.slots > seen.length) grow(Math.max(activity.slots, Math.ceil(1.25 * seen.length), 64))
      for (const slot of slots) seen[slot] = 0
    },
  }
}
