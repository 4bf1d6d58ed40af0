import { segmentWords } from '../segment-words.ts'

/** Words too short to name anything: letters alone, one Han character. */
const names = (word: string): boolean =>
  /^\p{Script=Han}{2,}$/u.test(word) || (/^[\p{L}][\p{L}\p{N}'-]{2,}$/u.test(word) && !/\p{Script=Han}/u.test(word))

export interface NameClustersOptions {
  readonly clusters: number
  /** Words a cluster. Default 5. */
  readonly words?: number
  /** Words that never name anything, in lower case. */
  readonly stopWords?: ReadonlySet<string>
}

/**
 * Words that name clusters of texts, by class-based TF-IDF (Grootendorst 2022): how often a word stands in the cluster, times
 * ln(1 + A / f), where A is the mean number of words of a cluster and f how often the word stands anywhere. Words in fewer than two
 * texts of the cluster are somebody's, not the cluster's, and are left out where there are others.
 *
 * @param labels the cluster of each text, from 0
 * @returns the words of each cluster, the best first
 */
export function nameClusters(
  texts: readonly string[],
  labels: ArrayLike<number>,
  { clusters, words = 5, stopWords = new Set() }: NameClustersOptions,
): readonly (readonly string[])[] {
  const counts = Array.from({ length: clusters }, () => new Map<string, { times: number; texts: number }>())
  const everywhere = new Map<string, number>()
  let total = 0
  for (const [i, text] of texts.entries()) {
    const own = counts[labels[i] as number]
    const met = new Set<string>()
    for (const word of segmentWords(text.normalize('NFKC').toLowerCase())) {
      if (!names(word) || stopWords.has(word)) continue
      total++
      everywhere.set(word, (everywhere.get(word) ?? 0) + 1)
      const entry = own?.get(word) ?? { times: 0, texts: 0 }
      entry.times++
      if (!met.has(word)) entry.texts++
      met.add(word)
      own?.set(word, entry)
    }
  }
  const mean = total / clusters
  return counts.map((own) => {
    const shared = [...own].filter(([, entry]) => entry.texts > 1)
    const ranked = (shared.length > 0 ? shared : [...own]).map(([word, { times }]): [string, number] => [
      word,
      times * Math.log(1 + mean / (everywhere.get(word) as number)),
    ])
    return ranked
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .slice(0, words)
      .map(([word]) => word)
  })
}
