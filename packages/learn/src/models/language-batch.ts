import { LearnError } from '../learn-error.ts'
import type { TensorData } from '../runtime/open-session.ts'

/** A text to learn to go on with. */
export interface LanguageSequence {
  readonly tokens: readonly number[]
  /** The first token that is predicted, at least 1; those before are a prompt that is only read. Default 1. */
  readonly from?: number
}

/**
 * Texts one behind the other, cut into sequences that are all full: nothing is spent on padding. A sequence begins with the
 * token that the one before it ended with, so that every token is predicted once. What stood before in a sequence is seen
 * even where it was another text.
 *
 * @param texts token ids of each text
 * @param length tokens that a network takes; sequences have one more
 * @param end put behind each text
 * @returns what is left over at the end is left out
 */
export function packTexts(
  texts: Iterable<readonly number[]>,
  { length, end }: { readonly length: number; readonly end: number },
): LanguageSequence[] {
  if (!(Number.isInteger(length) && length >= 1))
    throw new LearnError('bad-option', 'Sequences have a whole number of tokens above 0.', { length })
  const sequences: LanguageSequence[] = []
  let tokens: number[] = []
  const put = (token: number): void => {
    tokens.push(token)
    if (tokens.length <= length) return
    sequences.push({ tokens })
    tokens = [token]
  }
  for (const text of texts) {
    for (const token of text) put(token)
    put(end)
  }
  return sequences
}

/** Tokens of a sequence that are predicted. */
export const predictedOf = ({ tokens, from = 1 }: LanguageSequence): number => tokens.length - from

/**
 * Sequences as `causalLanguageModel` takes them.
 *
 * @param predicted as that of the model; at least as many as the sequences have
 * @throws LearnError `bad-shape`
 */
export function languageBatch(
  sequences: readonly LanguageSequence[],
  {
    batch,
    length,
    predicted,
  }: { readonly batch: number; readonly length: number; readonly predicted?: number | undefined },
): Readonly<Record<string, TensorData>> {
  if (sequences.length > batch)
    throw new LearnError('bad-shape', `${sequences.length} texts do not fit a batch of ${batch}.`)
  const all = length * batch
  const tokens = new BigInt64Array(all)
  const labels = new BigInt64Array(all)
  const weights = new Float32Array(all)
  for (const [text, { tokens: own, from = 1 }] of sequences.entries()) {
    if (own.length < 2 || own.length > length + 1)
      throw new LearnError('bad-shape', `Text ${text} has ${own.length} tokens; there is room for 2 to ${length + 1}.`)
    for (let s = 0; s + 1 < own.length; s++) {
      const row = s * batch + text
      tokens[row] = BigInt(own[s] as number)
      labels[row] = BigInt(own[s + 1] as number)
      weights[row] = Number(s + 1 >= from)
    }
  }
  if (predicted === undefined) return { tokens, labels, weights }
  const wanted = [...weights.keys()].filter((row) => weights[row] === 1)
  if (wanted.length > predicted)
    throw new LearnError('bad-shape', `${wanted.length} tokens are predicted; there is room for ${predicted}.`)
  // Rows that only fill up are taken from those that are not wanted: each may be there once.
  const others = weights.keys().filter((row) => weights[row] === 0)
  const rows = [...wanted, ...others.take(predicted - wanted.length)]
  const places = new BigInt64Array(all).fill(BigInt(predicted))
  for (const [place, row] of rows.entries()) places[row] = BigInt(place)
  return {
    tokens,
    rows: BigInt64Array.from(rows, BigInt),
    places,
    labels: BigInt64Array.from(rows, (row) => labels[row] as bigint),
    weights: Float32Array.from(rows, (row) => weights[row] as number),
  }
}
