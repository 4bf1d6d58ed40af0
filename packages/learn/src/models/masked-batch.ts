import { LearnError } from '../learn-error.ts'
import type { TensorData } from '../runtime/open-session.ts'
import type { MaskedText } from './mask-words.ts'
import { textBatch } from './text-batch.ts'

/**
 * Texts with hidden words as `maskedLanguageModel` takes them. Rows that nothing is predicted for fill up with weight 0.
 *
 * @throws LearnError `bad-shape` for more predicted tokens than `masked`, and those of `textBatch`
 */
export function maskedBatch(
  texts: readonly MaskedText[],
  options: { readonly batch: number; readonly length: number; readonly masked: number; readonly padding: number },
): Readonly<Record<'tokens' | 'bias' | 'rows' | 'places' | 'labels' | 'weights', TensorData>> {
  const { batch, length, masked } = options
  const { tokens, bias } = textBatch(
    texts.map((text) => text.tokens),
    options,
  )
  const rows: number[] = []
  const labels = new BigInt64Array(masked)
  const weights = new Float32Array(masked)
  for (const [b, text] of texts.entries())
    for (const [i, place] of text.places.entries()) {
      labels[rows.length] = BigInt(text.labels[i] as number)
      weights[rows.length] = 1
      rows.push(place * batch + b)
    }
  if (rows.length > masked)
    throw new LearnError('bad-shape', `${rows.length} tokens are predicted; there is room for ${masked}.`)
  const taken = new Set(rows)
  for (let row = 0; rows.length < masked; row++) if (!taken.has(row)) rows.push(row)
  const places = new BigInt64Array(length * batch).fill(BigInt(masked))
  for (const [i, row] of rows.entries()) places[row] = BigInt(i)
  return { tokens, bias, rows: BigInt64Array.from(rows, BigInt), places, labels, weights }
}
