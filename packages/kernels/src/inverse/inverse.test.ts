import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKernels, type Kernels } from '../create-kernels.ts'
import type { CsrMatrix } from '../csr-matrix.ts'
import { easeInverse } from './ease-inverse.ts'
import { invertSymmetric } from './invert-symmetric.ts'

/** A diagonally dominant symmetric matrix is positive definite. */
function definite(size: number, seed: number): Float32Array {
  const matrix = new Float32Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) matrix[i * size + j] = matrix[j * size + i] = Math.sin(i * 12.9898 + j * 78.233 + seed)
    matrix[i * size + i] = size + 1
  }
  return matrix
}

/** Largest deviation of A · B from the identity. */
function deviation(a: Float32Array, b: Float32Array, size: number): number {
  let worst = 0
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = 0
      for (let k = 0; k < size; k++) sum += a[i * size + k]! * b[k * size + j]!
      worst = Math.max(worst, Math.abs(sum - (i === j ? 1 : 0)))
    }
  }
  return worst
}

async function both(run: (kernels: Kernels) => Promise<void>) {
  for (const deterministic of [false, true]) {
    await using threads = await createKernels({ threads: 2, deterministic })
    expect(threads.backend).toBe('threads')
    await run(threads)
  }
  await using plain = await createKernels({ backend: 'plain' })
  await run(plain)
}

test('the matrix times its inverse is the identity, for sizes around the block of 64', () =>
  both(async (kernels) => {
    for (const size of [1, 2, 7, 63, 64, 65, 130, 200]) {
      const matrix = definite(size, size)
      expect(deviation(matrix, await invertSymmetric(kernels, matrix, size), size)).toBeLessThan(1e-4)
    }
  }))

test('only the lower triangle is read, and the answer is symmetric', () =>
  both(async (kernels) => {
    const inverse = await invertSymmetric(kernels, Float32Array.of(4, 99, 2, 3), 2)
    // The inverse of [[4, 2], [2, 3]] is [[3, −2], [−2, 4]] / 8.
    for (const [at, value] of [0.375, -0.25, -0.25, 0.5].entries()) expect(inverse[at]).toBeCloseTo(value, 6)
  }))

test('what is not positive definite is refused with the column', () =>
  both(async (kernels) => {
    const matrix = definite(100, 1)
    matrix[70 * 100 + 70] = -1
    await expect(invertSymmetric(kernels, matrix, 100)).rejects.toMatchObject({
      code: 'not-positive-definite',
      details: { column: 70 },
    })
    await expect(invertSymmetric(kernels, new Float32Array(5), 2)).rejects.toMatchObject({ code: 'bad-shape' })
    await expect(invertSymmetric(kernels, Float32Array.of(Number.NaN), 1)).rejects.toMatchObject({ code: 'bad-value' })
  }))

const sparse = fc
  .record({
    columnCount: fc.integer({ min: 1, max: 90 }),
    rows: fc.array(fc.array(fc.nat({ max: 89 }), { maxLength: 12 }), { maxLength: 60 }),
  })
  .map(({ columnCount, rows }): CsrMatrix => {
    const inside = rows.map((row) => row.filter((column) => column < columnCount))
    const indptr = new Int32Array(inside.length + 1)
    for (const [row, columns] of inside.entries()) indptr[row + 1] = indptr[row]! + columns.length
    const indices = Int32Array.from(inside.flat())
    return { indptr, indices, values: Float32Array.from(indices, (_, at) => 1 - (at % 5) * 0.5), columnCount }
  })

test('EASE: XᵀX + λ I times what comes out is the identity, columns in any order and twice, rows empty', () =>
  both(async (kernels) => {
    await fc.assert(
      fc.asyncProperty(sparse, fc.constantFrom(0.5, 20), async (matrix, lambda) => {
        const size = matrix.columnCount
        const gram = new Float32Array(size * size)
        for (let i = 0; i < size; i++) gram[i * size + i] = lambda
        const dense = Array.from({ length: matrix.indptr.length - 1 }, (_, row) => {
          const line = new Array<number>(size).fill(0)
          for (let at = matrix.indptr[row]!; at < matrix.indptr[row + 1]!; at++)
            line[matrix.indices[at]!]! += matrix.values[at]!
          return line
        })
        for (const line of dense) {
          for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) gram[i * size + j]! += line[i]! * line[j]!
        }
        expect(deviation(gram, await easeInverse(kernels, matrix, lambda), size)).toBeLessThan(2e-4)
      }),
      { numRuns: 25 },
    )
  }))

test('EASE refuses a λ that is not above 0', async () => {
  await using kernels = await createKernels({ backend: 'plain' })
  const matrix = { indptr: Int32Array.of(0, 1), indices: Int32Array.of(0), values: Float32Array.of(1), columnCount: 1 }
  for (const lambda of [0, -1, Number.NaN])
    await expect(easeInverse(kernels, matrix, lambda)).rejects.toMatchObject({ code: 'bad-option' })
})
