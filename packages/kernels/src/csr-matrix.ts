import { KernelError } from './kernel-error.ts'
import { largestValue } from './largest-value.ts'

/** A sparse matrix as compressed rows. Row r is `indptr[r]` … `indptr[r + 1] − 1`. */
export interface CsrMatrix {
  /** Length rows + 1, from 0, never falling. */
  readonly indptr: Int32Array
  /** Column of each entry, below `columnCount`. */
  readonly indices: Int32Array
  /** Value of each entry, finite. */
  readonly values: Float32Array
  readonly columnCount: number
}

/**
 * @throws KernelError `bad-shape` (indptr falls, lengths differ), `bad-index` (a column outside the matrix), `bad-value`
 *   (NaN, infinite, above 1e15 in size; negative too where `sign` forbids it)
 */
export function checkCsr(matrix: CsrMatrix, name: string, sign: 'any' | 'not-negative' = 'any'): void {
  const { indptr, indices, values, columnCount } = matrix
  checkRows({ indptr, indices, columnCount }, name)
  if (values.length !== indices.length)
    throw new KernelError('bad-shape', `${name}: ${values.length} values for ${indices.length} indices.`, { name })
  const least = sign === 'any' ? -largestValue : 0
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number
    if (!(value >= least && value <= largestValue)) {
      const message = `${name}: value ${at} is ${value}; it must be from ${least} to ${largestValue}.`
      throw new KernelError('bad-value', message, { name, at })
    }
  }
}

/** The same for rows without values. */
export function checkRows(
  { indptr, indices, columnCount }: Pick<CsrMatrix, 'indptr' | 'indices' | 'columnCount'>,
  name: string,
): void {
  if (!Number.isSafeInteger(columnCount) || columnCount < 0 || columnCount >= 2 ** 31)
    throw new KernelError('bad-shape', `${name}: columnCount must be a whole number below 2³¹.`, { name, columnCount })
  if (indptr.length < 1 || indptr[0] !== 0 || indptr.at(-1) !== indices.length)
    throw new KernelError('bad-shape', `${name}: indptr must go from 0 to the number of entries.`, { name })
  for (let row = 1; row < indptr.length; row++) {
    if ((indptr[row] as number) < (indptr[row - 1] as number))
      throw new KernelError('bad-shape', `${name}: indptr falls at row ${row - 1}.`, { name, row: row - 1 })
  }
  for (let at = 0; at < indices.length; at++) {
    const index = indices[at] as number
    if (index < 0 || index >= columnCount)
      throw new KernelError('bad-index', `${name}: index ${index} is outside 0 … ${columnCount - 1}.`, { name, at })
  }
}

/** Rows become columns; the entries of a new row are in the order of the old rows. */
export function transposeCsr(matrix: CsrMatrix): CsrMatrix {
  const turned = {
    indptr: new Int32Array(matrix.columnCount + 1),
    indices: new Int32Array(matrix.indices.length),
    values: new Float32Array(matrix.values.length),
    columnCount: matrix.indptr.length - 1,
  }
  transposeInto(matrix, turned)
  return turned
}

/** The same into arrays that are there already, `indptr` all zeros: no second copy of a large matrix is made. */
export function transposeInto(matrix: CsrMatrix, to: Pick<CsrMatrix, 'indptr' | 'indices' | 'values'>): void {
  const { indptr, indices, values, columnCount } = matrix
  const starts = to.indptr
  for (let at = 0; at < indices.length; at++) {
    const column = indices[at] as number
    starts[column + 1] = (starts[column + 1] as number) + 1
  }
  for (let column = 0; column < columnCount; column++)
    starts[column + 1] = (starts[column + 1] as number) + (starts[column] as number)
  const next = starts.slice(0, columnCount)
  for (let row = 0; row + 1 < indptr.length; row++) {
    for (let at = indptr[row] as number; at < (indptr[row + 1] as number); at++) {
      const column = indices[at] as number
      const place = next[column] as number
      next[column] = place + 1
      to.indices[place] = row
      to.values[place] = values[at] as number
    }
  }
}

/** Columns rising within each row, and a column that a row holds twice once, with the sum. The same object if it is so. */
export function mergeRepeats(matrix: CsrMatrix): CsrMatrix {
  if (rises(matrix)) return matrix
  const { indptr, indices, values, columnCount } = transposeCsr(transposeCsr(matrix))
  const start = new Int32Array(indptr.length)
  let to = 0
  for (let row = 0; row + 1 < indptr.length; row++) {
    for (let at = indptr[row] as number; at < (indptr[row + 1] as number); at++) {
      if (to > (start[row] as number) && indices[to - 1] === indices[at]) {
        values[to - 1] = (values[to - 1] as number) + (values[at] as number)
        continue
      }
      indices[to] = indices[at] as number
      values[to] = values[at] as number
      to++
    }
    start[row + 1] = to
  }
  return { indptr: start, indices: indices.slice(0, to), values: values.slice(0, to), columnCount }
}

function rises({ indptr, indices }: CsrMatrix): boolean {
  for (let row = 0; row + 1 < indptr.length; row++) {
    for (let at = (indptr[row] as number) + 1; at < (indptr[row + 1] as number); at++) {
      if ((indices[at] as number) <= (indices[at - 1] as number)) return false
    }
  }
  return true
}
