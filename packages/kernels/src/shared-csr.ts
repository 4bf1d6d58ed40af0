import { type CsrMatrix, transposeInto } from './csr-matrix.ts'
import type { SharedScope } from './shared-scope.ts'

/** Addresses of indptr, indices and values, as kernels take them. */
export type CsrPointers = readonly [indptr: number, indices: number, values: number]

/** A copy of a matrix in shared memory. */
export function copyCsr(scope: SharedScope, { indptr, indices, values }: CsrMatrix): CsrPointers {
  return [scope.copyInt32(indptr).pointer, scope.copyInt32(indices).pointer, scope.copyFloat32(values).pointer]
}

/** A matrix by columns in shared memory, without another copy outside it. */
export function copyTransposed(scope: SharedScope, matrix: CsrMatrix): CsrPointers {
  const indptr = scope.int32(matrix.columnCount + 1)
  const indices = scope.int32(matrix.indices.length)
  const values = scope.float32(matrix.values.length)
  transposeInto(matrix, { indptr: indptr.view, indices: indices.view, values: values.view })
  return [indptr.pointer, indices.pointer, values.pointer]
}
