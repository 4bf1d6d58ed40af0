import { LanguageError } from '../errors.ts'

/** In how many texts of a corpus each term stands. */
export interface TermStatistics {
  /** Texts that were added and not removed. */
  readonly documents: number
  /** Distinct terms. */
  readonly size: number
  frequencyOf(term: string): number
  /** `ln((1 + documents) / (1 + frequency)) + 1`: at least 1, the same as scikit-learn's smooth form. */
  inverseFrequencyOf(term: string): number
  /** Counts the terms of one text; repeated ones once. */
  add(terms: Iterable<string>): void
  /**
   * Takes the terms of a text back that was added.
   *
   * @throws LanguageError `bad-text` when they were not; nothing is changed then
   */
  remove(terms: Iterable<string>): void
  /** Everything, for `createTermStatistics`. */
  toJSON(): SavedTermStatistics
}

export interface SavedTermStatistics {
  readonly documents: number
  readonly terms: readonly (readonly [term: string, frequency: number])[]
}

/**
 * Document frequencies of a corpus that grows and shrinks text by text.
 *
 * @param saved what `toJSON` gave
 * @throws LanguageError `bad-model` when that is something else
 * @example
 * const statistics = createTermStatistics()
 * statistics.add(terms('红色跑鞋'))
 * statistics.inverseFrequencyOf('跑鞋') // 1
 */
export function createTermStatistics(saved?: SavedTermStatistics): TermStatistics {
  const frequencies = new Map<string, number>()
  let documents = 0
  if (saved !== undefined) {
    check(saved)
    documents = saved.documents
    for (const [term, frequency] of saved.terms) frequencies.set(term, frequency)
  }
  return {
    get documents() {
      return documents
    },
    get size() {
      return frequencies.size
    },
    frequencyOf: (term) => frequencies.get(term) ?? 0,
    inverseFrequencyOf: (term) => Math.log((1 + documents) / (1 + (frequencies.get(term) ?? 0))) + 1,
    add(terms) {
      for (const term of new Set(terms)) frequencies.set(term, (frequencies.get(term) ?? 0) + 1)
      documents++
    },
    remove(terms) {
      const gone = new Set(terms)
      if (documents === 0 || [...gone].some((term) => !frequencies.has(term)))
        throw new LanguageError('bad-text', 'Only a text that was added to the statistics can be removed.')
      for (const term of gone) {
        const frequency = (frequencies.get(term) as number) - 1
        if (frequency === 0) frequencies.delete(term)
        else frequencies.set(term, frequency)
      }
      documents--
    },
    toJSON: () => ({ documents, terms: [...frequencies] }),
  }
}

function check({ documents, terms }: SavedTermStatistics): void {
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
  const fits =
    isCount(documents) &&
    Array.isArray(terms) &&
    terms.every(
      (entry) =>
        Array.isArray(entry) &&
        typeof entry[0] === 'string' &&
        isCount(entry[1]) &&
        entry[1] > 0 &&
        entry[1] <= documents,
    )
  if (!fits) throw new LanguageError('bad-model', 'These are no saved term statistics; build them anew from the texts.')
}
