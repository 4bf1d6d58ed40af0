import type { Remaining } from '../forget/without-persons.ts'
import { type TopItems, topItems } from '../top-items.ts'
import type { ItemNeighbours } from './item-neighbours.ts'
import { neighboursOf } from './nearest-vectors.ts'

/** What one touched item is near to, in any order. */
export type NearnessOf = (
  item: number,
  /** @param there how near the other is to the item: of the item's own list */
  /** @param back how near the item is to the other: of the other's list */
  offer: (other: number, there: number, back: number) => void,
) => void

/**
 * Nearest-neighbour lists after people went, where only what touches their items changed. Lists of their items are made
 * anew. In all other lists only the entries of their items change, and those cannot fall, since who is gone had none of the
 * others: lengths and counts of their items fell and the products stayed. So no list needs an entry that it had let go, but
 * entries of touched items can enter, and all of them are offered.
 *
 * @param before lists over the items before, the longest of at most `most`
 * @param nearness of the data that remains
 */
export function updateNeighbours(
  before: ItemNeighbours,
  { touched, itemOf, placeOf }: Pick<Remaining, 'touched' | 'itemOf' | 'placeOf'>,
  most: number,
  nearness: NearnessOf,
): ItemNeighbours {
  const isTouched = new Uint8Array(itemOf.length)
  for (const item of touched) isTouched[item] = 1
  const offered = Array.from(
    { length: itemOf.length },
    (): { items: number[]; scores: number[] } | undefined => undefined,
  )
  const lists: ReturnType<TopItems['take']>[] = []
  const top = topItems(most)
  for (const item of touched) {
    top.clear(most)
    nearness(item, (other, there, back) => {
      if (there > 0) top.offer(other, there)
      if (isTouched[other] === 1 || !(back > 0)) return
      const own = offered[other] ?? { items: [], scores: [] }
      offered[other] = own
      own.items.push(item)
      own.scores.push(back)
    })
    lists[item] = top.take()
  }
  for (const [item, old] of itemOf.entries()) {
    if (isTouched[item] === 1) continue
    top.clear(most)
    for (let slot = before.indptr[old] as number; slot < (before.indptr[old + 1] as number); slot++) {
      const other = placeOf[before.items[slot] as number] as number
      if (other >= 0 && isTouched[other] === 0) top.offer(other, before.nearness[slot] as number)
    }
    const own = offered[item]
    for (const [at, other] of own?.items.entries() ?? []) top.offer(other, own?.scores[at] as number)
    lists[item] = top.take()
  }
  return neighboursOf(lists)
}
