import type { SharedArray } from './shared-memory.ts'

/** Numbers a row takes in shared memory: kernels read eight at a time. */
export const paddedLength = (dimensions: number): number => Math.ceil(dimensions / 8) * 8

/** Copies rows of `dimensions` numbers to rows padded with zeros. */
export function writePadded(from: Float32Array, dimensions: number, to: SharedArray<Float32Array>): void {
  const stride = paddedLength(dimensions)
  if (stride === dimensions) {
    to.view.set(from)
    return
  }
  for (let at = 0, row = 0; at < from.length; at += dimensions, row += stride)
    to.view.set(from.subarray(at, at + dimensions), row)
}

/** The rows without their padding, in memory of their own. */
export function readPadded(from: SharedArray<Float32Array>, dimensions: number): Float32Array {
  const stride = paddedLength(dimensions)
  if (stride === dimensions) return from.view.slice()
  const rows = from.length / stride
  const out = new Float32Array(rows * dimensions)
  for (let row = 0; row < rows; row++)
    out.set(from.view.subarray(row * stride, row * stride + dimensions), row * dimensions)
  return out
}
