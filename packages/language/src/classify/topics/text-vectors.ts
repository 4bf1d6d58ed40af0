import { LanguageError } from '../../errors.ts'

/** Turns texts to vectors of one length: an encoder's `encode`, or `fitLatentVectors` of the texts themselves. */
export type TextVectors = (texts: readonly string[]) => Promise<readonly Float32Array[]> | readonly Float32Array[]

/** @throws LanguageError `bad-vectors` when there are not as many as texts */
export async function vectorsOf(texts: readonly string[], vectors: TextVectors): Promise<readonly Float32Array[]> {
  const found = await vectors(texts)
  if (found.length !== texts.length)
    throw new LanguageError('bad-vectors', `${texts.length} texts got ${found.length} vectors: return one for each.`)
  return found
}
