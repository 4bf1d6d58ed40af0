import { KernelError } from '../kernel-error.ts'

/** A⁻¹ by Gauss–Jordan elimination in double precision: the slow, obvious form of the kernel. */
export function invertReference(matrix: Float32Array, size: number): Float32Array {
  const a = Float64Array.from(matrix)
  for (let i = 0; i < size; i++) for (let j = i + 1; j < size; j++) a[i * size + j] = a[j * size + i] as number
  for (let p = 0; p < size; p++) {
    const pivot = a[p * size + p] as number
    if (!(pivot > 0)) throw notPositiveDefinite(p)
    a[p * size + p] = 1
    for (let j = 0; j < size; j++) a[p * size + j] = (a[p * size + j] as number) / pivot
    for (let i = 0; i < size; i++) {
      if (i === p) continue
      const factor = a[i * size + p] as number
      a[i * size + p] = 0
      for (let j = 0; j < size; j++)
        a[i * size + j] = (a[i * size + j] as number) - factor * (a[p * size + j] as number)
    }
  }
  return Float32Array.from(a)
}

export function notPositiveDefinite(column: number): KernelError {
  const message = `The matrix is not positive definite (column ${column}); add something to its diagonal.`
  return new KernelError('not-positive-definite', message, { column })
}
