import { type Random, randomOf } from '../evaluate/random.ts'
import type { ScoredItems } from '../recommender.ts'
import type { ItemSimilarity } from './item-similarity.ts'

/** A list of items 0 … n−1 in their order. */
export const listOf = (...scores: readonly number[]): ScoredItems => ({
  items: Int32Array.from(scores, (_, item) => item),
  scores: Float32Array.from(scores),
})

export interface RandomCase {
  readonly rng: Random
  readonly list: ScoredItems
  readonly vectors: Float32Array
}

/** A list with falling random scores, random vectors [n × d], and a number source, all of the seed. */
export function randomCase(seed: number, n: number, d: number): RandomCase {
  const rng = randomOf(seed)
  const list = listOf(...Array.from({ length: n }, rng).sort((a, b) => b - a))
  return { rng, list, vectors: Float32Array.from({ length: n * d }, () => rng() - 0.3) }
}

/** Similarities from a table of the upper triangle, such as `{ '0-1': 0.9 }`; 0 where nothing is said. */
export const similarityTable =
  (table: Readonly<Record<string, number>>): ItemSimilarity =>
  (a, b) =>
    a === b ? 1 : (table[`${Math.min(a, b)}-${Math.max(a, b)}`] ?? 0)

/** All ways to take k of n. */
export function subsets(n: number, k: number, from = 0): number[][] {
  if (k === 0) return [[]]
  return Array.from({ length: Math.max(0, n - from) }, (_, at) => from + at).flatMap((first) =>
    subsets(n, k - 1, first + 1).map((rest) => [first, ...rest]),
  )
}

/** Determinant by expansion along the first row; slow, for small matrices. */
export function determinant(matrix: readonly (readonly number[])[]): number {
  const [first, ...rest] = matrix
  if (!first) return 1
  return first.reduce((sum, entry, column) => {
    const without = rest.map((row) => row.filter((_, at) => at !== column))
    return sum + (column % 2 === 0 ? entry : -entry) * determinant(without)
  }, 0)
}
