import type { TensorData } from '../../runtime/open-session.ts'
import type { EncodedRows } from './encode-rows.ts'
import type { RankerShape } from './ranker-shape.ts'

/**
 * Some of the rows as a network takes them; a batch that is not full is filled up with its own first row.
 *
 * @param chosen at least one, at most `batch`
 * @param wanted inputs that the network needs
 */
export function rankerBatch(
  rows: EncodedRows,
  shape: RankerShape,
  chosen: ArrayLike<number>,
  { batch, wanted }: { readonly batch: number; readonly wanted: ReadonlySet<string> },
): Record<string, TensorData> {
  const inputs: Record<string, TensorData> = {}
  const rowAt = (i: number): number => chosen[i < chosen.length ? i : 0] as number
  const ids = (from: Int32Array, each: number): BigInt64Array => {
    const to = new BigInt64Array(batch * each)
    // Ids are not negative: the upper half of each stays 0, and the lower is written without making big integers.
    const low = new Int32Array(to.buffer)
    for (let i = 0, at = 0; i < batch; i++) {
      const start = rowAt(i) * each
      for (let k = start; k < start + each; k++, at += 2) low[at] = from[k] as number
    }
    return to
  }
  const floats = (from: Float32Array, each: number): Float32Array => {
    const to = new Float32Array(batch * each)
    for (let i = 0; i < batch; i++) to.set(from.subarray(rowAt(i) * each, (rowAt(i) + 1) * each), i * each)
    return to
  }
  const present = (lengths: Int32Array, longest: number, value: (length: number) => number): Float32Array => {
    const to = new Float32Array(batch * longest)
    for (let i = 0; i < batch; i++) {
      const length = lengths[rowAt(i)] as number
      if (length > 0) to.fill(value(length), i * longest, i * longest + length)
    }
    return to
  }
  if (wanted.has('ids')) inputs.ids = ids(rows.ids, shape.fields.length)
  if (wanted.has('numbers')) inputs.numbers = floats(rows.numbers, shape.numbers)
  for (const { name, length } of shape.vectors)
    if (wanted.has(`vector.${name}`)) inputs[`vector.${name}`] = floats(rows.vectors[name] as Float32Array, length)
  for (const { name, longest } of shape.lists) {
    const { ids: items, lengths } = rows.lists[name] as EncodedRows['lists'][string]
    if (wanted.has(`list.${name}`)) inputs[`list.${name}`] = ids(items, longest)
    if (wanted.has(`mask.${name}`)) inputs[`mask.${name}`] = present(lengths, longest, () => 1)
    if (wanted.has(`shares.${name}`)) inputs[`shares.${name}`] = present(lengths, longest, (length) => 1 / length)
  }
  return inputs
}
