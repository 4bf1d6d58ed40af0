import { createRandom } from '@attune/learn'
import { checkClusters, checkMatrix, squaredDistance } from './check-matrix.ts'

export interface KMeansOptions {
  readonly dimensions: number
  readonly clusters: number
  /** Starts from which the best outcome is kept. Default 5. */
  readonly restarts?: number
  /** Default 100. */
  readonly maxRounds?: number
  readonly seed?: number
}

export interface KMeans {
  /** clusters × dimensions. */
  readonly centres: Float32Array
  /** The cluster of each row. */
  readonly labels: Int32Array
  /** Sum of squared distances of rows to their centres. */
  readonly inertia: number
}

/**
 * k-means: Lloyd's rounds from k-means++ starts (Arthur and Vassilvitskii 2007), the start with the least inertia. A cluster that
 * loses all its rows is begun again at the row farthest from its centre. The same seed gives the same clusters.
 *
 * @param vectors rows × dimensions
 * @throws LanguageError `bad-vectors`, `bad-option`
 * @example
 * kMeans(Float32Array.of(0, 1, 9, 10), { dimensions: 1, clusters: 2 }).inertia // → 1
 */
export function kMeans(vectors: Float32Array, options: KMeansOptions): KMeans {
  const { dimensions, clusters, restarts = 5, maxRounds = 100, seed = 1 } = options
  checkClusters(clusters, checkMatrix(vectors, dimensions))
  let best: KMeans | undefined
  for (let start = 0; start < Math.max(1, restarts); start++) {
    const random = createRandom(seed, `k-means ${start}`)
    const found = lloyd(vectors, spreadStarts(vectors, dimensions, clusters, random), dimensions, maxRounds)
    if (!best || found.inertia < best.inertia) best = found
  }
  return best as KMeans
}

/** k-means++: each start is drawn with a chance proportional to its squared distance from the nearest one before. */
export function spreadStarts(
  vectors: Float32Array,
  dimensions: number,
  clusters: number,
  random: () => number,
): Float32Array {
  const rows = vectors.length / dimensions
  const centres = new Float32Array(clusters * dimensions)
  const nearest = new Float64Array(rows).fill(Number.POSITIVE_INFINITY)
  let row = Math.floor(random() * rows)
  for (let k = 0; k < clusters; k++) {
    centres.set(vectors.subarray(row * dimensions, (row + 1) * dimensions), k * dimensions)
    let total = 0
    for (let i = 0; i < rows; i++) {
      const own = squaredDistance(vectors, i, centres, k, dimensions)
      if (own < (nearest[i] as number)) nearest[i] = own
      total += nearest[i] as number
    }
    let left = random() * total
    row = 0
    while (row < rows - 1 && left >= (nearest[row] as number)) left -= nearest[row++] as number
  }
  return centres
}

/** The nearest centre of each row, and how far it is, squared. */
export function assignRows(
  vectors: Float32Array,
  centres: ArrayLike<number>,
  dimensions: number,
): { readonly labels: Int32Array; readonly distances: Float64Array } {
  const rows = vectors.length / dimensions
  const labels = new Int32Array(rows)
  const distances = new Float64Array(rows).fill(Number.POSITIVE_INFINITY)
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < centres.length / dimensions; k++) {
      const own = squaredDistance(vectors, i, centres, k, dimensions)
      if (own >= (distances[i] as number)) continue
      distances[i] = own
      labels[i] = k
    }
  }
  return { labels, distances }
}

function lloyd(vectors: Float32Array, centres: Float32Array, dimensions: number, maxRounds: number): KMeans {
  const clusters = centres.length / dimensions
  let { labels, distances } = assignRows(vectors, centres, dimensions)
  for (let round = 0; round < maxRounds; round++) {
    const sums = new Float64Array(clusters * dimensions)
    const counts = new Int32Array(clusters)
    for (const [i, label] of labels.entries()) {
      ;(counts[label] as number)++
      for (let k = 0; k < dimensions; k++)
        (sums[label * dimensions + k] as number) += vectors[i * dimensions + k] as number
    }
    for (let cluster = 0; cluster < clusters; cluster++) {
      if (counts[cluster] === 0) {
        const farthest = distances.reduce((at, own, i) => (own > (distances[at] as number) ? i : at), 0)
        distances[farthest] = 0
        centres.set(vectors.subarray(farthest * dimensions, (farthest + 1) * dimensions), cluster * dimensions)
        continue
      }
      for (let k = 0; k < dimensions; k++)
        centres[cluster * dimensions + k] = (sums[cluster * dimensions + k] as number) / (counts[cluster] as number)
    }
    const next = assignRows(vectors, centres, dimensions)
    const same = next.labels.every((label, i) => label === labels[i])
    ;({ labels, distances } = next)
    if (same) break
  }
  return { centres, labels, inertia: distances.reduce((sum, own) => sum + own, 0) }
}
