import type { TensorData } from '../runtime/open-session.ts'

/**
 * A sequence in pieces of at most so many steps, from its end; each begins with the item that the one before it ends with, so
 * that no step is lost.
 */
export function piecesOf(sequence: Int32Array, steps: number): Int32Array[] {
  const pieces: Int32Array[] = []
  for (let end = sequence.length; end > 1; end -= steps)
    pieces.push(sequence.subarray(Math.max(0, end - steps - 1), end))
  return pieces
}

/**
 * Pieces as `sequenceModel` takes them: position first, padded at the end.
 *
 * @param pieces at most `batch`, each of at most `length` + 1 items
 */
export function sequenceBatch(
  pieces: readonly Int32Array[],
  { batch, length }: { readonly batch: number; readonly length: number },
): Readonly<Record<'items' | 'next' | 'weights', TensorData>> {
  const items = new BigInt64Array(length * batch)
  const next = new BigInt64Array(length * batch)
  const weights = new Float32Array(length * batch)
  for (const [b, piece] of pieces.entries())
    for (let s = 0; s + 1 < piece.length; s++) {
      const at = s * batch + b
      items[at] = BigInt(piece[s] as number)
      next[at] = BigInt(piece[s + 1] as number)
      weights[at] = 1
    }
  return { items, next, weights }
}
