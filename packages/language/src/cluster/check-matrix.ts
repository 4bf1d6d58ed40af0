import { LanguageError } from '../errors.ts'

/**
 * @returns how many rows of this many numbers there are
 * @throws LanguageError `bad-vectors` for a length that is no multiple, for none, and for entries that are no finite numbers
 */
export function checkMatrix(vectors: Float32Array, dimensions: number): number {
  if (!Number.isInteger(dimensions) || dimensions < 1 || vectors.length === 0 || vectors.length % dimensions !== 0)
    throw new LanguageError(
      'bad-vectors',
      `${vectors.length} numbers are no rows of ${dimensions}: pass rows × dimensions.`,
    )
  for (const value of vectors)
    if (!Number.isFinite(value))
      throw new LanguageError('bad-vectors', 'A vector has an entry that is no finite number.')
  return vectors.length / dimensions
}

/** @throws LanguageError `bad-option` unless there are as many rows as clusters, and at least one of either */
export function checkClusters(clusters: number, rows: number): void {
  if (!Number.isInteger(clusters) || clusters < 1 || clusters > rows)
    throw new LanguageError(
      'bad-option',
      `${clusters} clusters of ${rows} rows: pass a whole number from 1 to ${rows}.`,
      {
        clusters,
        rows,
      },
    )
}

/** Squared Euclidean distance of row i of a to row j of b. */
export function squaredDistance(
  a: Float32Array,
  i: number,
  b: ArrayLike<number>,
  j: number,
  dimensions: number,
): number {
  let sum = 0
  for (let k = 0; k < dimensions; k++) {
    const gap = (a[i * dimensions + k] as number) - (b[j * dimensions + k] as number)
    sum += gap * gap
  }
  return sum
}
