import type { History } from '../recommender.ts'

/**
 * The items of a history in their order, as models of sequences read it: what has no weight is left out, and so is an item
 * right after itself, for seeing and then buying something is no step from one item to another.
 *
 * @param known whether the model knows an item
 */
export function takenSequence({ items, weights }: History, known: (item: number) => boolean): Int32Array {
  const taken = new Int32Array(items.length)
  let size = 0
  for (let at = 0; at < items.length; at++) {
    const item = items[at] as number
    if (!((weights[at] as number) > 0) || !known(item) || (size > 0 && taken[size - 1] === item)) continue
    taken[size++] = item
  }
  return taken.subarray(0, size)
}
