import { LanguageError } from '../errors.ts'
import { estimateJaccard, isEmptySignature, type MinHashOptions, minHash } from './min-hash.ts'

export interface NearDuplicateOptions extends MinHashOptions {
  /** Least Jaccard similarity of the shingles of two texts that count as the same, in (0, 1]. Default 0.8. */
  readonly threshold?: number
}

export interface NearDuplicate<Id> {
  readonly id: Id
  /** Estimated Jaccard similarity. */
  readonly similarity: number
}

/** Texts, or their signatures, among which near-duplicates are found without comparing all pairs. */
export interface NearDuplicates<Id> {
  readonly size: number
  /** Keeps a text under an id; a text that was kept under it is replaced. */
  add(id: Id, text: string | Uint32Array): void
  /** Whether there was one. */
  remove(id: Id): boolean
  /** Texts that are nearly the same, the most alike first. */
  find(text: string | Uint32Array): readonly NearDuplicate<Id>[]
}

/** A pair at the threshold must meet in a band with this chance. */
const wantedRecall = 0.98

/**
 * Near-duplicates by locality-sensitive hashing: signatures are cut into bands, and texts that agree in all rows of one band are
 * compared (Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, 3.4). Bands have as many rows as leave a pair at the threshold
 * a chance of 0.98 to meet. Texts without letters, digits and emoji are never alike.
 *
 * @throws LanguageError `bad-option`
 * @example
 * const seen = createNearDuplicates<string>({ threshold: 0.8 })
 * seen.add('a', '物流很快，包装很好，下次还来')
 * seen.find('物流很快 包装很好 下次还来！') // [{ id: 'a', similarity: 1 }]
 */
export function createNearDuplicates<Id extends string | number>({
  threshold = 0.8,
  ...options
}: NearDuplicateOptions = {}): NearDuplicates<Id> {
  if (!(threshold > 0 && threshold <= 1))
    throw new LanguageError('bad-option', 'The threshold of near-duplicates lies above 0 and is at most 1.')
  const hashes = options.hashes ?? 128
  const rows = rowsOf(threshold, hashes)
  const bands = Math.floor(hashes / rows)
  const signatures = new Map<Id, Uint32Array>()
  const buckets = Array.from({ length: bands }, () => new Map<number, Set<Id>>())
  // Bands that differ may share a key: what they bring is compared anyway.
  const keyOf = (signature: Uint32Array, band: number): number => {
    let key = 0x811c9dc5
    for (let row = band * rows; row < (band + 1) * rows; row++)
      key = Math.imul(key ^ (signature[row] as number), 0x01000193)
    return key
  }
  const signatureOf = (text: string | Uint32Array): Uint32Array => {
    if (typeof text === 'string') return minHash(text, { ...options, hashes })
    if (text.length === hashes) return text
    throw new LanguageError('bad-option', 'A signature must be made with as many hash functions as the index has.')
  }

  function remove(id: Id): boolean {
    const signature = signatures.get(id)
    if (!signature) return false
    signatures.delete(id)
    for (const [band, bucket] of buckets.entries()) {
      const key = keyOf(signature, band)
      const ids = bucket.get(key)
      ids?.delete(id)
      if (ids?.size === 0) bucket.delete(key)
    }
    return true
  }

  return {
    get size() {
      return signatures.size
    },
    remove,
    add(id, text) {
      const signature = signatureOf(text)
      remove(id)
      signatures.set(id, signature)
      if (isEmptySignature(signature)) return
      for (const [band, bucket] of buckets.entries()) {
        const key = keyOf(signature, band)
        const ids = bucket.get(key)
        if (ids) ids.add(id)
        else bucket.set(key, new Set([id]))
      }
    },
    find(text) {
      const signature = signatureOf(text)
      if (isEmptySignature(signature)) return []
      const candidates = new Set<Id>()
      for (const [band, bucket] of buckets.entries())
        for (const id of bucket.get(keyOf(signature, band)) ?? []) candidates.add(id)
      return [...candidates]
        .map((id) => ({ id, similarity: estimateJaccard(signature, signatures.get(id) as Uint32Array) }))
        .filter(({ similarity }) => similarity >= threshold)
        .sort((a, b) => b.similarity - a.similarity)
    },
  }
}

/** The most rows in a band with which a pair at the threshold is still found: fewer pairs below it are compared. */
function rowsOf(threshold: number, hashes: number): number {
  let rows = 1
  for (let more = 2; more <= hashes; more++) {
    const meet = 1 - (1 - threshold ** more) ** Math.floor(hashes / more)
    if (meet >= wantedRecall) rows = more
  }
  return rows
}
