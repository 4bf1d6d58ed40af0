import { createRandom } from '@attune/learn'
import { LanguageError } from '../errors.ts'
import { checkMatrix, squaredDistance } from './check-matrix.ts'

export interface SilhouetteOptions {
  readonly dimensions: number
  /** Rows that are asked about, drawn when there are more; all rows are still compared with. Default: all. */
  readonly sample?: number
  readonly seed?: number
}

/**
 * Mean silhouette (Rousseeuw 1987): (b − a) / max(a, b), where a is the mean Euclidean distance of a row to the others of its cluster
 * and b that to the nearest other cluster; 0 for a row alone in its cluster.
 *
 * @param vectors rows × dimensions
 * @param labels the cluster of each row
 * @returns from −1 to 1; NaN for fewer than two clusters
 * @throws LanguageError `bad-vectors`
 */
export function silhouette(vectors: Float32Array, labels: Int32Array, options: SilhouetteOptions): number {
  const { dimensions, sample, seed = 1 } = options
  const rows = checkMatrix(vectors, dimensions)
  if (labels.length !== rows)
    throw new LanguageError('bad-vectors', `${labels.length} labels of ${rows} rows: pass one a row.`)
  const clusters = Math.max(...labels) + 1
  const counts = new Int32Array(clusters)
  for (const label of labels) (counts[label] as number)++
  if (counts.filter((count) => count > 0).length < 2) return Number.NaN
  const asked = drawn(rows, sample ?? rows, createRandom(seed, 'silhouette'))
  let total = 0
  const sums = new Float64Array(clusters)
  for (const i of asked) {
    sums.fill(0)
    for (let j = 0; j < rows; j++)
      (sums[labels[j] as number] as number) += Math.sqrt(squaredDistance(vectors, i, vectors, j, dimensions))
    const own = labels[i] as number
    if (counts[own] === 1) continue
    const inside = (sums[own] as number) / ((counts[own] as number) - 1)
    let outside = Number.POSITIVE_INFINITY
    for (let k = 0; k < clusters; k++)
      if (k !== own && (counts[k] as number) > 0)
        outside = Math.min(outside, (sums[k] as number) / (counts[k] as number))
    const larger = Math.max(inside, outside)
    total += larger === 0 ? 0 : (outside - inside) / larger
  }
  return total / asked.length
}

/** So many different numbers below `of`, ascending. */
export function drawn(of: number, count: number, random: () => number): Int32Array {
  const all = Int32Array.from({ length: of }, (_, i) => i)
  if (count >= of) return all
  for (let i = 0; i < count; i++) {
    const other = i + Math.floor(random() * (of - i))
    const kept = all[i] as number
    all[i] = all[other] as number
    all[other] = kept
  }
  return all.slice(0, count).sort()
}
