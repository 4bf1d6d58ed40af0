import { createRandom } from '@attune/learn'
import { LanguageError } from '../errors.ts'
import { adjustedRandIndex } from './adjusted-rand-index.ts'
import { checkMatrix } from './check-matrix.ts'
import { assignRows, type KMeans, kMeans } from './k-means.ts'
import { silhouette } from './silhouette.ts'

export interface ChooseClustersOptions {
  readonly dimensions: number
  /** Numbers of clusters to try. Default 2 to 10. */
  readonly from?: number
  readonly to?: number
  /** Pairs of bootstrap samples by which stability is measured. Default 5. */
  readonly pairs?: number
  /** Rows by which the silhouette is estimated. Default 1,000. */
  readonly sample?: number
  readonly seed?: number
}

/** What speaks for and against a number of clusters. */
export interface ClusterTrial {
  readonly clusters: number
  readonly silhouette: number
  /** Mean adjusted Rand index of clusterings of pairs of bootstrap samples: 1 where the same rows always come together. */
  readonly stability: number
  readonly inertia: number
  /** Rows in the smallest cluster. */
  readonly smallest: number
}

export interface ChosenClusters {
  readonly chosen: KMeans
  readonly clusters: number
  readonly trials: readonly ClusterTrial[]
  /**
   * Why this number. `best-of-both`: highest silhouette among those as stable as asked. `most-stable`: none was as stable, so the most
   * stable one; its clusters are to be read with care. `no-structure`: the silhouette is below .05 or so unstable that there are
   * hardly any groups.
   */
  readonly reason: 'best-of-both' | 'most-stable' | 'no-structure'
}

/** From this stability on clusters are taken to come back with other people of the same kind (Ben-Hur et al. 2002 use .8 to .9). */
const stableFrom = 0.8

/**
 * Chooses how many clusters there are: k-means for each number, its silhouette, and its stability under resampling.
 *
 * @param vectors rows × dimensions
 * @throws LanguageError `bad-vectors`, `bad-option`
 */
export function chooseClusters(vectors: Float32Array, options: ChooseClustersOptions): ChosenClusters {
  const { dimensions, from = 2, pairs = 5, sample = 1000, seed = 1 } = options
  const rows = checkMatrix(vectors, dimensions)
  const to = Math.min(options.to ?? 10, rows - 1)
  if (!Number.isInteger(from) || from < 2 || to < from)
    throw new LanguageError('bad-option', `From ${from} to ${to} clusters of ${rows} rows: there must be two or more.`)
  const fits: KMeans[] = []
  const trials: ClusterTrial[] = []
  for (let clusters = from; clusters <= to; clusters++) {
    const fit = kMeans(vectors, { dimensions, clusters, seed })
    const counts = new Int32Array(clusters)
    for (const label of fit.labels) (counts[label] as number)++
    fits.push(fit)
    trials.push({
      clusters,
      silhouette: silhouette(vectors, fit.labels, { dimensions, sample, seed }),
      stability: stabilityOf(vectors, dimensions, clusters, pairs, seed),
      inertia: fit.inertia,
      smallest: Math.min(...counts),
    })
  }
  const stable = trials.filter(({ stability }) => stability >= stableFrom)
  const best = (stable.length > 0 ? stable : trials).reduce((a, b) =>
    (stable.length > 0 ? b.silhouette > a.silhouette : b.stability > a.stability) ? b : a,
  )
  const none = best.silhouette < 0.05 || best.stability < 0.4
  return {
    chosen: fits[trials.indexOf(best)] as KMeans,
    clusters: best.clusters,
    trials,
    reason: none ? 'no-structure' : stable.length > 0 ? 'best-of-both' : 'most-stable',
  }
}

/** Two clusterings, each learnt from its own bootstrap sample, compared on all rows. */
function stabilityOf(vectors: Float32Array, dimensions: number, clusters: number, pairs: number, seed: number): number {
  const rows = vectors.length / dimensions
  const random = createRandom(seed, `stability ${clusters}`)
  const labelsOfOne = (): Int32Array => {
    const own = new Float32Array(vectors.length)
    for (let i = 0; i < rows; i++) {
      const from = Math.floor(random() * rows) * dimensions
      own.set(vectors.subarray(from, from + dimensions), i * dimensions)
    }
    const { centres } = kMeans(own, { dimensions, clusters, restarts: 2, seed: Math.floor(random() * 2 ** 31) })
    return assignRows(vectors, centres, dimensions).labels
  }
  let sum = 0
  for (let pair = 0; pair < pairs; pair++) sum += adjustedRandIndex(labelsOfOne(), labelsOfOne())
  return sum / pairs
}
