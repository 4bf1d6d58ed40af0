import { LearnError } from '../learn-error.ts'
import { notSeen } from '../ops/attention.ts'
import type { TensorData } from '../runtime/open-session.ts'

/**
 * Texts as an encoder takes them: position first, padded to one length.
 *
 * @param texts token ids of each text, at least one and at most `length`; fewer texts than `batch` leave empty places
 * @returns `tokens` [length · batch], `bias` [batch × 1 × 1 × length], `shares` [length × batch × 1]: 1 / tokens for each
 *   token, so that a weighted sum is the mean
 * @throws LearnError `bad-shape`
 */
export function textBatch(
  texts: readonly (readonly number[])[],
  { batch, length, padding }: { readonly batch: number; readonly length: number; readonly padding: number },
): Readonly<Record<'tokens' | 'bias' | 'shares', TensorData>> {
  if (texts.length > batch) throw new LearnError('bad-shape', `${texts.length} texts do not fit a batch of ${batch}.`)
  const tokens = new BigInt64Array(length * batch).fill(BigInt(padding))
  const bias = new Float32Array(batch * length).fill(notSeen)
  const shares = new Float32Array(length * batch)
  for (let b = 0; b < batch; b++) {
    // An empty place looks at its own padding, for a softmax over nothing is no number.
    const text = texts[b] ?? [padding]
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
