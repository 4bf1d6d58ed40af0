import { LanguageError } from '../errors.ts'
import { foldText } from './fold-text.ts'
import { normaliseText } from './normalise-text.ts'

export interface ShingleOptions {
  /** Characters in a shingle, without spaces and signs. Default 3: a word and a half of Chinese, half a word of English. */
  readonly size?: number
}

export interface MinHashOptions extends ShingleOptions {
  /** Hash functions, 1 to 1024; the error of an estimate is about 1 / √hashes. Default 128. */
  readonly hashes?: number
}

const notText = /[^\p{L}\p{N}\p{M}\p{So}]+/gu

/** Hashes of the runs of `size` characters of a text, whatever its case, width, spaces and signs; a shorter text is one run. */
export function shingles(text: string, { size = 3 }: ShingleOptions = {}): ReadonlySet<number> {
  if (!Number.isInteger(size) || size < 1 || size > 64)
    throw new LanguageError('bad-option', 'A shingle has 1 to 64 characters.', { size })
  const characters = [...foldText(normaliseText(text, { urls: 'remove' })).replace(notText, '')]
  const found = new Set<number>()
  if (characters.length === 0) return found
  for (let i = 0; i + size <= characters.length || i === 0; i++) found.add(hash(characters, i, size))
  return found
}

/** FNV-1a over UTF-16 units. */
function hash(characters: readonly string[], from: number, size: number): number {
  let value = 0x811c9dc5
  for (let i = from; i < from + size && i < characters.length; i++) {
    const character = characters[i] as string
    for (let unit = 0; unit < character.length; unit++)
      value = Math.imul(value ^ character.charCodeAt(unit), 0x01000193)
  }
  return value >>> 0
}

/** The finaliser of MurmurHash3: a permutation of all 32-bit numbers. */
function mixed(value: number): number {
  let bits = value
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

/**
 * Signature of a text: the least value of its shingles under each of `hashes` permutations (Broder 1997). Two signatures agree in a
 * place with the probability of the Jaccard similarity of the texts' shingles. Always the same for the same text and options.
 *
 * @returns Uint32Array of [hashes]; all 2³² − 1 for a text without letters, digits and emoji
 * @throws LanguageError `bad-option`
 * @example
 * estimateJaccard(minHash('红色透气跑鞋 男'), minHash('红色透气跑鞋 男款')) // ≈ 0.83
 */
export function minHash(text: string, { hashes = 128, ...options }: MinHashOptions = {}): Uint32Array {
  if (!Number.isInteger(hashes) || hashes < 1 || hashes > 1024)
    throw new LanguageError('bad-option', 'A signature takes 1 to 1024 hash functions.', { hashes })
  const signature = new Uint32Array(hashes).fill(0xffff_ffff)
  const seeds = Uint32Array.from(signature, (_, i) => mixed(Math.imul(i + 1, 0x9e3779b9)))
  for (const shingle of shingles(text, options))
    for (let i = 0; i < hashes; i++) {
      const value = mixed(shingle ^ (seeds[i] as number))
      if (value < (signature[i] as number)) signature[i] = value
    }
  return signature
}

/**
 * Estimated Jaccard similarity of two texts from their signatures; two texts without any shingle are not alike.
 *
 * @throws LanguageError `bad-option` when the signatures were not made with as many hashes
 */
export function estimateJaccard(a: Uint32Array, b: Uint32Array): number {
  if (a.length !== b.length || a.length === 0)
    throw new LanguageError('bad-option', 'Signatures can be compared that were made with as many hash functions.')
  if (isEmptySignature(a) || isEmptySignature(b)) return 0
  let same = 0
  for (let i = 0; i < a.length; i++) if (a[i] === b[i]) same++
  return same / a.length
}

/** Whether a signature is that of a text without any shingle. */
export function isEmptySignature(signature: Uint32Array): boolean {
  return signature.every((value) => value === 0xffff_ffff)
}
