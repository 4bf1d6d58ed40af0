import type { Interactions } from '../interactions.ts'

/** How many people have each item, by interactions with a weight that is finite and above zero; length of items. */
export function holdersOf({ indptr, indices, values, items }: Interactions): Int32Array {
  const holders = new Int32Array(items.ids.length)
  const last = new Int32Array(items.ids.length).fill(-1)
  for (let person = 0; person + 1 < indptr.length; person++) {
    for (let at = indptr[person] as number; at < (indptr[person + 1] as number); at++) {
      const item = indices[at] as number
      const value = values[at] as number
      if (!(value > 0 && Number.isFinite(value)) || last[item] === person) continue
      last[item] = person
      ;(holders[item] as number) += 1
    }
  }
  return holders
}

/** The items that most people have, at least one, ascending; ties to the smaller item. */
export function mostHeld(holders: Int32Array, most: number): Int32Array {
  const held = Int32Array.from(holders.keys()).filter((item) => (holders[item] as number) > 0)
  held.sort((a, b) => (holders[b] as number) - (holders[a] as number) || a - b)
  return held.slice(0, most).sort()
}
