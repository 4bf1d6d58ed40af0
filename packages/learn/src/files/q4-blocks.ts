import { LearnError } from '../learn-error.ts'
import { half } from './half.ts'

/** Numbers that share a scale. */
const block = 32
const bytesOfBlock = 18

/**
 * Numbers out of blocks of four bits (GGML's Q4_0): a scale in half precision, then 16 bytes; the low half of byte j is number
 * j, the high half number j + 16, each less 8 and times the scale.
 *
 * @throws LearnError `bad-file` when the bytes are not those of `length` numbers
 */
export function fromQ4(bytes: Uint8Array, length: number): Float32Array {
  if (length % block !== 0 || bytes.length !== (length / block) * bytesOfBlock)
    throw new LearnError(
      'bad-file',
      `${bytes.length} bytes are not ${length} numbers of four bits in blocks of ${block}.`,
    )
  const result = new Float32Array(length)
  for (let from = 0, to = 0; to < length; from += bytesOfBlock, to += block) {
    const scale = half((bytes[from] as number) | ((bytes[from + 1] as number) << 8))
    for (let j = 0; j < 16; j++) {
      const two = bytes[from + 2 + j] as number
      result[to + j] = ((two & 15) - 8) * scale
      result[to + j + 16] = ((two >> 4) - 8) * scale
    }
  }
  return result
}
