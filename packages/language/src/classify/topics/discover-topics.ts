import { type ClusterTrial, chooseClusters } from '../../cluster/choose-clusters.ts'
import { kMeans } from '../../cluster/k-means.ts'
import { LanguageError } from '../../errors.ts'
import { fitLatentVectors } from '../fit-latent-vectors.ts'
import { nameClusters } from './name-clusters.ts'
import { type TextVectors, vectorsOf } from './text-vectors.ts'

export interface DiscoverTopicsOptions {
  /** An encoder's; by the texts' own words unless given. */
  readonly vectors?: TextVectors
  /** How many topics; chosen from 2 to 12 unless given. */
  readonly topics?: number
  readonly stopWords?: ReadonlySet<string>
  readonly seed?: number
}

export interface DiscoveredTopic {
  /** Words that name it, the best first. */
  readonly words: readonly string[]
  /** Numbers of its texts, nearest to its middle first. */
  readonly texts: Int32Array
}

export interface DiscoveredTopics {
  /** The largest first. */
  readonly topics: readonly DiscoveredTopic[]
  /** The numbers of topics that were tried; none where one was given. */
  readonly trials: readonly ClusterTrial[]
}

/**
 * Finds what texts are about: k-means on their vectors, named by class-based TF-IDF.
 *
 * @throws LanguageError `no-texts` below four texts, `bad-vectors`, `bad-option`
 */
export async function discoverTopics(
  texts: readonly string[],
  { vectors, topics, stopWords = new Set(), seed = 1 }: DiscoverTopicsOptions = {},
): Promise<DiscoveredTopics> {
  if (texts.length < 4) throw new LanguageError('no-texts', `${texts.length} texts have no topics: pass four or more.`)
  const rows = await vectorsOf(texts, vectors ?? fitLatentVectors(texts, { dimensions: 50, seed }))
  const dimensions = rows[0]?.length ?? 0
  if (rows.some(({ length }) => length !== dimensions))
    throw new LanguageError('bad-vectors', 'Vectors are of different lengths.')
  const matrix = new Float32Array(texts.length * dimensions)
  for (const [i, row] of rows.entries()) matrix.set(row, i * dimensions)
  const choice =
    topics === undefined ? chooseClusters(matrix, { dimensions, to: Math.min(12, texts.length - 1), seed }) : undefined
  const { labels, centres } = choice?.chosen ?? kMeans(matrix, { dimensions, clusters: topics as number, seed })
  const clusters = centres.length / dimensions
  const words = nameClusters(texts, labels, { clusters, stopWords })
  const nearness = (i: number, cluster: number): number => {
    let gap = 0
    for (let k = 0; k < dimensions; k++)
      gap += ((matrix[i * dimensions + k] as number) - (centres[cluster * dimensions + k] as number)) ** 2
    return gap
  }
  const found = Array.from({ length: clusters }, (_, cluster) => ({
    words: words[cluster] ?? [],
    texts: Int32Array.from([...labels.keys()].filter((i) => labels[i] === cluster)).sort(
      (a, b) => nearness(a, cluster) - nearness(b, cluster),
    ),
  }))
  return { topics: found.sort((a, b) => b.texts.length - a.texts.length), trials: choice?.trials ?? [] }
}
