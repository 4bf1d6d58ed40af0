import { transposeCsr } from '../csr-matrix.ts'
import type { Likeness } from './likeness.ts'
import type { Neighbours } from './nearest-columns.ts'

/** Every pair of columns in double precision, then sorted: the slow, obvious form of the kernel. */
export function nearestReference({ rows, sizes, product, together, shrinkage }: Likeness, k: number): Neighbours {
  const columns = transposeCsr(rows)
  const { columnCount } = rows
  const ids = new Int32Array(columnCount * k).fill(-1)
  const scores = new Float32Array(columnCount * k)
  for (let i = 0; i < columnCount; i++) {
    const sums = new Map<number, number>()
    for (let at = columns.indptr[i] as number; at < (columns.indptr[i + 1] as number); at++) {
      const row = columns.indices[at] as number
      for (let entry = rows.indptr[row] as number; entry < (rows.indptr[row + 1] as number); entry++) {
        const j = rows.indices[entry] as number
        const value = (columns.values[at] as number) * (rows.values[entry] as number)
        if (j !== i) sums.set(j, (sums.get(j) ?? 0) + value)
      }
    }
    const found = Array.from(sums, ([id, sum]) => {
      const both = (sizes[i] as number) * (sizes[id] as number)
      const either = (sizes[i] as number) + (sizes[id] as number) - sum
      return { id, sum, score: Math.fround(sum / (product * both + together * either + shrinkage)) }
    }).filter(({ sum }) => sum > 0)
    found.sort((a, b) => b.score - a.score || a.id - b.id)
    for (const [place, { id, score }] of found.slice(0, k).entries()) {
      ids[i * k + place] = id
      scores[i * k + place] = score
    }
  }
  return { ids, scores }
}
