import { LearnError } from '../learn-error.ts'
import { notSeen } from '../ops/attention.ts'
import type { TensorData } from '../runtime/open-session.ts'
import { type EncodedText, secondOf, tokensOf } from './encoded-text.ts'

export interface TextBatchOptions {
  readonly batch: number
  readonly length: number
  /** Id of the token that fills up. */
  readonly padding: number
  /** Say of each token to which text of a pair it belongs. Default false. */
  readonly segments?: boolean
}

/**
 * Texts as an encoder takes them: position first, padded to one length.
 *
 * @param texts at least one token each and at most `length`; fewer texts than `batch` leave empty places
 * @returns `tokens` [length · batch], `bias` [batch × 1 × 1 × length], `shares` [length × batch × 1]: 1 / tokens for each
 *   token, so that a weighted sum is the mean; `segments` [length · batch] where they are asked for
 * @throws LearnError `bad-shape`
 */
export function textBatch(
  texts: readonly (EncodedText | undefined)[],
  { batch, length, padding, segments = false }: TextBatchOptions,
): Readonly<Record<'tokens' | 'bias' | 'shares', TensorData>> & { readonly segments?: TensorData } {
  if (texts.length > batch) throw new LearnError('bad-shape', `${texts.length} texts do not fit a batch of ${batch}.`)
  const tokens = new BigInt64Array(length * batch).fill(BigInt(padding))
  const bias = new Float32Array(batch * length).fill(notSeen)
  const shares = new Float32Array(length * batch)
  const segmentOf = new BigInt64Array(segments ? length * batch : 0)
  for (let b = 0; b < batch; b++) {
    // An empty place looks at its own padding, for a softmax over nothing is no number.
    const given = texts[b] ?? [padding]
    const text = tokensOf(given)
    if (text.length === 0 || text.length > length)
      throw new LearnError('bad-shape', `Text ${b} has ${text.length} tokens; there is room for 1 to ${length}.`)
    for (const [s, id] of text.entries()) {
      tokens[s * batch + b] = BigInt(id)
      bias[b * length + s] = 0
      shares[s * batch + b] = 1 / text.length
    }
    if (segments) for (let s = secondOf(given); s < text.length; s++) segmentOf[s * batch + b] = 1n
  }
  return { tokens, bias, shares, ...(segments ? { segments: segmentOf } : {}) }
}
