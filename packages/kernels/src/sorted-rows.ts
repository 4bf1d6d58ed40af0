import type { CsrMatrix } from './csr-matrix.ts'

/** The indices with the columns of each row rising; repeats stay. A copy. */
export function sortedRows({ indptr, indices }: Pick<CsrMatrix, 'indptr' | 'indices'>): Int32Array {
  const sorted = indices.slice()
  for (let row = 0; row + 1 < indptr.length; row++) sorted.subarray(indptr[row], indptr[row + 1]).sort()
  return sorted
}
