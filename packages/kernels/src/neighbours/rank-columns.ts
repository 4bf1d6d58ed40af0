import type { CsrMatrix } from '../csr-matrix.ts'
import type { SharedScope } from '../shared-scope.ts'

/** A matrix in shared memory whose columns go by falling number of entries; addresses, as the kernel takes them. */
export interface RankedColumns {
  readonly rowPtr: number
  /** Ranks of the columns of each row, rising; of two bytes where they fit (`wide` false), else of four. */
  readonly rowIds: number
  readonly wide: boolean
  /** 0 where all values are 1. */
  readonly rowValues: number
  readonly columnPtr: number
  /** Row of each entry, by column. */
  readonly columnRows: number
  /** 0 where all values are 1. */
  readonly columnValues: number
  /** Column of each rank. */
  readonly order: Int32Array
}

/** @param rows columns without repeats within a row */
export function rankColumns(scope: SharedScope, rows: CsrMatrix): RankedColumns {
  const { indptr, indices, values, columnCount } = rows
  const counts = new Int32Array(columnCount)
  for (let at = 0; at < indices.length; at++) {
    const column = indices[at] as number
    counts[column] = (counts[column] as number) + 1
  }
  const order = Int32Array.from(counts.keys()).sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b)
  const columnPtr = scope.int32(columnCount + 1)
  const next = new Int32Array(columnCount)
  const starts = columnPtr.view
  for (let rank = 0; rank < columnCount; rank++) {
    const column = order[rank] as number
    next[column] = starts[rank] as number
    starts[rank + 1] = (starts[rank] as number) + (counts[column] as number)
  }
  const ones = values.every((value) => value === 1)
  const wide = columnCount > 65_536
  const columnRows = scope.int32(indices.length)
  const columnValues = ones ? undefined : scope.float32(indices.length)
  const rowPtr = scope.copyInt32(indptr)
  const rowIds = wide ? scope.int32(indices.length) : scope.int32(Math.ceil(indices.length / 2))
  const rowValues = ones ? undefined : scope.float32(indices.length)
  // By columns first, then from there back by rows: so the ranks rise within each row without being sorted.
  byColumns(rows, next, columnRows.view, columnValues?.view)
  const { buffer } = rowIds.view
  const ids = wide
    ? new Uint32Array(buffer, rowIds.pointer, indices.length)
    : new Uint16Array(buffer, rowIds.pointer, indices.length)
  byRows(indptr, columnPtr.view, columnRows.view, columnValues?.view, ids, rowValues?.view)
  return {
    rowPtr: rowPtr.pointer,
    rowIds: rowIds.pointer,
    wide,
    rowValues: rowValues?.pointer ?? 0,
    columnPtr: columnPtr.pointer,
    columnRows: columnRows.pointer,
    columnValues: columnValues?.pointer ?? 0,
    order,
  }
}

function byColumns(
  { indptr, indices, values }: CsrMatrix,
  next: Int32Array,
  columnRows: Int32Array,
  columnValues: Float32Array | undefined,
): void {
  for (let row = 0; row + 1 < indptr.length; row++) {
    for (let at = indptr[row] as number; at < (indptr[row + 1] as number); at++) {
      const column = indices[at] as number
      const place = next[column] as number
      next[column] = place + 1
      columnRows[place] = row
      if (columnValues) columnValues[place] = values[at] as number
    }
  }
}

function byRows(
  indptr: Int32Array,
  columnPtr: Int32Array,
  columnRows: Int32Array,
  columnValues: Float32Array | undefined,
  rowIds: Uint32Array | Uint16Array,
  rowValues: Float32Array | undefined,
): void {
  const next = indptr.slice()
  for (let rank = 0; rank + 1 < columnPtr.length; rank++) {
    for (let entry = columnPtr[rank] as number; entry < (columnPtr[rank + 1] as number); entry++) {
      const row = columnRows[entry] as number
      const place = next[row] as number
      next[row] = place + 1
      rowIds[place] = rank
      if (columnValues && rowValues) rowValues[place] = columnValues[entry] as number
    }
  }
}
