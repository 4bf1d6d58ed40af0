import { LearnError } from '../learn-error.ts'
import { notSeen } from '../ops/attention.ts'
import type { TensorData } from '../runtime/open-session.ts'
import { type EncodedText, secondOf, tokensOf } from './encoded-text.ts'

export interface TextBatchOptions {
  readonly batch: number
  readonly length: number
  /** Id of the token that fills up. */
  readonly padding: number
}

/**
 * Texts as an encoder takes them: position first, padded to one length.
 *
 * @param texts at least one token each and at most `length`; fewer texts than `batch`, or none in a place, leave it empty
 * @returns `tokens` [length · batch], `bias` [batch × 1 × 1 × length], `shares` [length × batch × 1]: 1 / tokens for each
 *   token, so that a weighted sum is the mean
 * @throws LearnError `bad-shape`
 */
export function textBatch(
  texts: readonly (EncodedText | undefined)[],
  { batch, length, padding }: TextBatchOptions,
): Readonly<Record<'tokens' | 'bias' | 'shares', TensorData>> {
  if (texts.length > batch) throw new LearnError('bad-shape', `${texts.length} texts do not fit a batch of ${batch}.`)
  const tokens = new BigInt64Array(length * batch).fill(BigInt(padding))
  const bias = new Float32Array(batch * length).fill(notSeen)
  const shares = new Float32Array(length * batch)
  for (let b = 0; b < batch; b++) {
    // An empty place looks at its own padding, for a softmax over nothing is no number.
    const text = tokensOf(texts[b] ?? [padding])
    if (text.length === 0 || text.length > length)
      throw new LearnError('bad-shape', `Text ${b} has ${text.length} tokens; there is room for 1 to ${length}.`)
    for (const [s, id] of text.entries()) {
      tokens[s * batch + b] = BigInt(id)
      bias[b * length + s] = 0
      shares[s * batch + b] = 1 / text.length
    }
  }
  return { tokens, bias, shares }
}

/** To which text of a pair each token belongs, 0 or 1. [length · batch] */
export function segmentsOf(
  texts: readonly (EncodedText | undefined)[],
  { batch, length }: Pick<TextBatchOptions, 'batch' | 'length'>,
): BigInt64Array {
  const segments = new BigInt64Array(length * batch)
  for (const [b, text = []] of texts.entries())
    for (let s = secondOf(text); s < tokensOf(text).length; s++) segments[s * batch + b] = 1n
  return segments
}

/** Position of each row. [length · batch] */
export const placesOf = ({ batch, length }: Pick<TextBatchOptions, 'batch' | 'length'>): BigInt64Array =>
  BigInt64Array.from({ length: length * batch }, (_, row) => BigInt(Math.floor(row / batch)))

/**
 * What of a batch a network takes.
 *
 * @param names of the network's inputs
 */
export function neededInputs(
  names: ReadonlySet<string>,
  texts: readonly (EncodedText | undefined)[],
  options: TextBatchOptions,
): Record<string, TensorData> {
  const { tokens, bias, shares } = textBatch(texts, options)
  return {
    tokens,
    bias,
    ...(names.has('shares') ? { shares } : {}),
    ...(names.has('segments') ? { segments: segmentsOf(texts, options) } : {}),
    ...(names.has('places') ? { places: placesOf(options) } : {}),
  }
}
