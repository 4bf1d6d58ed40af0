import type { Shape } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'

/** A matrix of whole numbers from −127 to 127, each row or column with a scale of its own. */
export interface QuantisedMatrix {
  /** [rows × columns] */
  readonly shape: Shape
  /** Row by row. */
  readonly data: Int8Array
  /** One for each row or column: what its numbers are multiplied with. */
  readonly scales: Float32Array
  readonly along: 'rows' | 'columns'
}

/**
 * Rounds a matrix to whole numbers, symmetric about zero: the largest of a row or column becomes the highest number.
 *
 * @param data [rows × columns]
 * @param bits 8: up to 127. 7: up to 63, for processors whose products of bytes overflow (x86 without VNNI)
 * @throws LearnError `bad-shape`, `not-finite`
 */
export function quantiseMatrix(
  data: Float32Array,
  shape: Shape,
  { along, bits = 8 }: { readonly along: QuantisedMatrix['along']; readonly bits?: 7 | 8 },
): QuantisedMatrix {
  const [rows, columns] = sizesOf(shape, data.length)
  const highest = bits === 8 ? 127 : 63
  const scales = new Float32Array(along === 'rows' ? rows : columns)
  const scaleAt = (i: number): number => (along === 'rows' ? Math.floor(i / columns) : i % columns)
  for (let i = 0; i < data.length; i++) {
    const [at, size] = [scaleAt(i), Math.abs(data[i] as number)]
    if (!Number.isFinite(size))
      throw new LearnError('not-finite', 'A matrix with a number that is none cannot be rounded to bytes.', { at: i })
    if (size > (scales[at] as number)) scales[at] = size
  }
  for (const [i, largest] of scales.entries()) scales[i] = largest === 0 ? 1 : largest / highest
  const rounded = Int8Array.from(data, (value, i) => Math.round(value / (scales[scaleAt(i)] as number)))
  return { shape, data: rounded, scales, along }
}

/** The floats that a rounded matrix stands for. */
export function dequantise({ shape, data, scales, along }: QuantisedMatrix): Float32Array {
  const [, columns] = sizesOf(shape, data.length)
  return Float32Array.from(
    data,
    (value, i) => value * (scales[along === 'rows' ? Math.floor(i / columns) : i % columns] as number),
  )
}

function sizesOf(shape: Shape, length: number): readonly [rows: number, columns: number] {
  const [rows = 0, columns = 0] = shape
  if (shape.length !== 2 || rows * columns !== length)
    throw new LearnError('bad-shape', `${length} numbers are no matrix of [${shape.join(' × ')}].`)
  return [rows, columns]
}
