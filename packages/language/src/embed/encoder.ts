import { LanguageError } from '../errors.ts'

export interface EmbedOptions {
  readonly signal?: AbortSignal | undefined
}

/** Texts to vectors, whoever makes them: an encoder of one's own, one that was pulled, or an endpoint. */
export interface Encoder {
  /**
   * Which encoder in which version. Vectors of one id may be compared with each other and kept under it; those of two ids
   * never.
   */
  readonly id: string
  /**
   * Vectors of the texts, in their order, all of one length and 1 long each: a scalar product is the cosine. A text in which
   * the encoder finds nothing may have one of zeros.
   *
   * @throws LanguageError `encoder-failed`, `cancelled`
   */
  embed(texts: readonly string[], options?: EmbedOptions): Promise<readonly Float32Array[]>
}

/**
 * Vectors as an encoder should give them, made 1 long.
 *
 * @throws LanguageError `bad-vectors` where there are more or fewer than texts, of different lengths, or with numbers that
 *   are not finite
 */
export function unitVectors(vectors: readonly ArrayLike<number>[], texts: number): Float32Array[] {
  if (vectors.length !== texts)
    throw new LanguageError('bad-vectors', `The encoder gave ${vectors.length} vectors for ${texts} texts.`)
  const dimensions = vectors[0]?.length ?? 0
  return vectors.map((vector) => {
    let squares = 0
    for (let k = 0; k < vector.length; k++) squares += (vector[k] as number) ** 2
    if (vector.length !== dimensions || vector.length === 0 || !Number.isFinite(squares))
      throw new LanguageError('bad-vectors', 'The encoder gave vectors of different lengths, or numbers that are none.')
    const length = Math.sqrt(squares)
    return Float32Array.from(vector, (value) => (length === 0 ? 0 : value / length))
  })
}
