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
  const byItem = transposeRatings(compared, itemCount)
  const similarities = rowSimilarities(compared, itemCount, options)
  const most = options.kept > 0 ? options.kept : itemCount
  const top = topItems(0)
  const indptr = new Int32Array(itemCount + 1)
  const rows: { readonly items: Int32Array; readonly scores: Float32Array }[] = []
  for (let item = 0; item < itemCount; item++) {
    const from = byItem.indptr[item] as number
    const to = byItem.indptr[item + 1] as number
    const likeness = similarities.to(byItem.columns.subarray(from, to), byItem.values.subarray(from, to))
    top.clear(most)
    for (let other = 0; other < itemCount; other++) {
      const nearness = likeness[other] as number
      if (nearness > 0 && other !== item) top.offer(other, nearness)
    }
    const row = top.take()
    rows.push(row)
    indptr[item + 1] = (indptr[item] as number) + row.items.length
    onProgress?.(item + 1, itemCount)
  }
  const columns = new Int32Array(indptr[itemCount] as number)
  const values = new Float32Array(columns.length)
  for (const [item, row] of rows.entries()) {
    columns.set(row.items, indptr[item] as number)
    values.set(row.scores, indptr[item] as number)
  }
  return { indptr, columns, values }
}
