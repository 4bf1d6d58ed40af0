import { topItems } from '../top-items.ts'
import type { SparseVectors } from './distinct-histories.ts'
import type { ItemNeighbours } from './item-neighbours.ts'

/** Parts of an item kept, at most: what is further down hardly counts. */
const mostBorrowed = 300
/** How much an item is like itself where its text says nothing. */
const leastOfItself = 1e-6

/**
 * What each item borrows of the behaviour around the items whose texts are like its own:
 *
 * borrowed(j, h) = Σ_i w_ji · c(i, h), i the `likeItems` items with behaviour of their own that are most like j (j too where
 * it has some, however little its text says), w_ji their likeness over its sum, c the nearness of `neighbours`, c(i, i) = 1
 *
 * (after Melville, Mooney and Nagarajan, "Content-boosted collaborative filtering", AAAI 2002: what is missing of an item is
 * filled in by its content.)
 *
 * @param items whose rows are wanted
 * @param likeness to all items, by dense id; asked once an item
 * @param taken by dense id, 1 where the item has behaviour of its own
 * @returns rows in the order of `items`, columns h ascending
 */
export function borrowedNeighbours(
  items: Iterable<number>,
  { likeness, taken, neighbours, likeItems, onRow }: BorrowOptions,
): SparseVectors {
  const itemCount = taken.length
  const like = topItems(likeItems)
  const best = topItems(mostBorrowed)
  const sums = new Float64Array(itemCount)
  const touched: number[] = []
  const indptr = [0]
  const indices: number[] = []
  const values: number[] = []
  const add = (item: number, value: number): void => {
    if (sums[item] === 0) touched.push(item)
    sums[item] = (sums[item] as number) + value
  }
  for (const item of items) {
    const scores = likeness(item)
    like.clear(likeItems)
    for (let other = 0; other < itemCount; other++) {
      const score = other === item ? Math.max(leastOfItself, scores[other] as number) : (scores[other] as number)
      if (taken[other] && score > 0) like.offer(other, score)
    }
    const nearest = like.take()
    const total = nearest.scores.reduce((sum, score) => sum + score, 0)
    for (const [place, other] of nearest.items.entries()) {
      const weight = (nearest.scores[place] as number) / total
      add(other, weight)
      const end = neighbours.indptr[other + 1] as number
      for (let slot = neighbours.indptr[other] as number; slot < end; slot++)
        add(neighbours.items[slot] as number, weight * (neighbours.nearness[slot] as number))
    }
    best.clear(mostBorrowed)
    for (const other of touched) {
      best.offer(other, sums[other] as number)
      sums[other] = 0
    }
    touched.length = 0
    const kept = best.take()
    const order = [...kept.items.keys()].sort((a, b) => (kept.items[a] as number) - (kept.items[b] as number))
    for (const at of order) {
      indices.push(kept.items[at] as number)
      values.push(kept.scores[at] as number)
    }
    indptr.push(indices.length)
    onRow?.()
  }
  return {
    indptr: Int32Array.from(indptr),
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
    dimensions: itemCount,
  }
}

export interface BorrowOptions {
  readonly likeness: (item: number) => Float64Array
  readonly taken: Uint8Array
  readonly neighbours: ItemNeighbours
  readonly likeItems: number
  readonly onRow?: () => void
}
