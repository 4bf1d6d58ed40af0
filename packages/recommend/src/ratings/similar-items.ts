import type { ScoredItems } from '../recommender.ts'
import { topItems } from '../top-items.ts'
import { type RatingRows, transposeRatings } from './rating-matrix.ts'
import { rowSimilarities, type SimilarityOptions } from './rating-similarity.ts'

/**
 * The items like each item, similarity above zero, without itself; row by row in scratch arrays of one row, in time
 * Σ over persons of (ratings)².
 *
 * @param compared persons × items
 * @param options.kept most per item; 0: all
 */
export function similarItems(
  compared: RatingRows,
  itemCount: number,
  options: SimilarityOptions & { readonly kept: number },
  onProgress?: (done: number, total: number) => void,
): RatingRows {
  const listOf = similarLists(compared, itemCount, options)
  const lists: ScoredItems[] = []
  for (let item = 0; item < itemCount; item++) {
    lists.push(listOf(item))
    onProgress?.(item + 1, itemCount)
  }
  return rowsOfLists(lists)
}

/** What is like one item after another, nearest first, in scratch arrays of one row. */
export function similarLists(
  compared: RatingRows,
  itemCount: number,
  options: SimilarityOptions & { readonly kept: number },
): (item: number) => ScoredItems {
  const byItem = transposeRatings(compared, itemCount)
  const similarities = rowSimilarities(compared, itemCount, options)
  const most = options.kept > 0 ? options.kept : itemCount
  const top = topItems(0)
  return (item) => {
    const from = byItem.indptr[item] as number
    const to = byItem.indptr[item + 1] as number
    const likeness = similarities.to(byItem.columns.subarray(from, to), byItem.values.subarray(from, to))
    top.clear(most)
    for (let other = 0; other < itemCount; other++) {
      const nearness = likeness[other] as number
      if (nearness > 0 && other !== item) top.offer(other, nearness)
    }
    return top.take()
  }
}

/** Lists as compressed rows. */
export function rowsOfLists(lists: readonly ScoredItems[]): RatingRows {
  const indptr = new Int32Array(lists.length + 1)
  for (const [item, { items }] of lists.entries()) indptr[item + 1] = (indptr[item] as number) + items.length
  const columns = new Int32Array(indptr[lists.length] as number)
  const values = new Float32Array(columns.length)
  for (const [item, list] of lists.entries()) {
    columns.set(list.items, indptr[item] as number)
    values.set(list.scores, indptr[item] as number)
  }
  return { indptr, columns, values }
}
