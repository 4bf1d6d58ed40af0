import { type ClusterTrial, chooseClusters, gaussianMixture, kMeans, projectTo2d, silhouette } from '@attune/language'
import type { Features } from './features-of.ts'

export type ClusterMethod = 'kmeans' | 'gaussian'

export interface ClusterOrder extends Features {
  readonly method: ClusterMethod
  /** Undefined: chosen. */
  readonly k: number | undefined
}

export interface FoundClusters {
  /** The cluster of each person, the largest first: 0, 1, … */
  readonly labels: Int32Array
  readonly clusters: number
  /** `given` where the number was asked for; else why it was chosen (`chooseClusters`). */
  readonly reason: 'given' | 'best-of-both' | 'most-stable' | 'no-structure'
  /** Each number that was tried. */
  readonly trials: readonly Pick<ClusterTrial, 'clusters' | 'silhouette' | 'stability'>[]
  readonly silhouette: number
  /** People × 2, with the share of the variance along either axis. */
  readonly points: Float32Array
  readonly explained: readonly [number, number]
  /** How near each is to the centre of their cluster, squared. */
  readonly distances: Float64Array
}

/** By so many people the number is chosen: more would take minutes and say the same. */
const triedOn = 2_000
const mostTried = 8

/** Groups among points; the same points give the same groups. */
export function findClusters({ values, dimensions, method, k }: ClusterOrder): FoundClusters {
  const rows = values.length / dimensions
  const chosen = k === undefined ? chooseNumber(values, dimensions) : undefined
  const clusters = k ?? (chosen as NonNullable<typeof chosen>).clusters
  const found =
    method === 'kmeans'
      ? kMeans(values, { dimensions, clusters }).labels
      : gaussianMixture(values, { dimensions, clusters, ridge: 1e-3, maxRounds: 50 }).labels
  const labels = largestFirst(found)
  const points = projectTo2d(values, { dimensions })
  const present = new Set(labels).size
  return {
    labels,
    clusters: present,
    reason: chosen?.reason ?? 'given',
    trials: chosen?.trials.map(({ clusters, silhouette, stability }) => ({ clusters, silhouette, stability })) ?? [],
    silhouette: present < 2 ? 0 : silhouette(values, labels, { dimensions, sample: Math.min(1000, rows) }),
    points: points.points,
    explained: points.explained,
    distances: distancesOf(values, dimensions, labels, present),
  }
}

function chooseNumber(values: Float32Array, dimensions: number) {
  const rows = values.length / dimensions
  const every = Math.max(1, Math.ceil(rows / triedOn))
  const kept = Array.from({ length: Math.ceil(rows / every) }, (_, at) => at * every)
  const sample = new Float32Array(kept.length * dimensions)
  for (const [at, row] of kept.entries())
    sample.set(values.subarray(row * dimensions, (row + 1) * dimensions), at * dimensions)
  return chooseClusters(sample, { dimensions, to: Math.min(mostTried, kept.length - 1), pairs: 3, sample: 600 })
}

/** Numbers by size, so that a map and a list read the same; clusters that nobody is in are left out. */
function largestFirst(labels: Int32Array): Int32Array {
  const counts = new Map<number, number>()
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  const order = new Map([...counts].sort(([a, x], [b, y]) => y - x || a - b).map(([label], at) => [label, at]))
  return labels.map((label) => order.get(label) as number)
}

function distancesOf(values: Float32Array, dimensions: number, labels: Int32Array, clusters: number): Float64Array {
  const centres = new Float64Array(clusters * dimensions)
  const counts = new Float64Array(clusters)
  for (const [at, label] of labels.entries()) {
    ;(counts[label] as number)++
    for (let d = 0; d < dimensions; d++)
      (centres[label * dimensions + d] as number) += values[at * dimensions + d] as number
  }
  return Float64Array.from(labels, (label, at) => {
    let sum = 0
    for (let d = 0; d < dimensions; d++)
      sum +=
        ((values[at * dimensions + d] as number) -
          (centres[label * dimensions + d] as number) / (counts[label] as number)) **
        2
    return sum
  })
}
