import { MeasureError } from '../errors.ts'

/** Features of units: one row a unit, one column a feature. */
export interface FeatureRows {
  /** [rows × columns], row-major, finite. */
  readonly values: Float64Array
  readonly rows: number
  readonly columns: number
}

/**
 * Rows of equal length as one matrix.
 *
 * @throws MeasureError `not-finite`, `out-of-range` for rows of unequal length
 * @example featureRows([[1, 0], [2, 1]]) // { values: Float64Array [1, 0, 2, 1], rows: 2, columns: 2 }
 */
export function featureRows(rows: readonly (readonly number[])[]): FeatureRows {
  const columns = rows[0]?.length ?? 0
  if (rows.some((row) => row.length !== columns))
    throw new MeasureError('out-of-range', 'Every row must have the same number of features.')
  const made = { values: Float64Array.from(rows.flat()), rows: rows.length, columns }
  checkFeatureRows(made)
  return made
}

/** @throws MeasureError `too-few`, `out-of-range`, `not-finite` */
export function checkFeatureRows({ values, rows, columns }: FeatureRows): void {
  if (rows < 1 || columns < 1) throw new MeasureError('too-few', 'At least one row and one feature are needed.')
  if (values.length !== rows * columns)
    throw new MeasureError('out-of-range', `Features must be ${rows} × ${columns} numbers, row by row.`)
  if (!values.every(Number.isFinite)) throw new MeasureError('not-finite', 'Every feature must be a finite number.')
}

/** The rows of these numbers, in their order. */
export function takeFeatureRows({ values, columns }: FeatureRows, chosen: ArrayLike<number>): FeatureRows {
  const taken = new Float64Array(chosen.length * columns)
  for (let to = 0; to < chosen.length; to++) {
    const from = (chosen[to] as number) * columns
    taken.set(values.subarray(from, from + columns), to * columns)
  }
  return { values: taken, rows: chosen.length, columns }
}

/** The same rows with `extra` columns more, which `fill` writes behind those there are. */
export function widenFeatureRows(
  { values, rows, columns }: FeatureRows,
  extra: number,
  fill: (row: number, column: number) => number,
): FeatureRows {
  const width = columns + extra
  const wide = new Float64Array(rows * width)
  for (let row = 0; row < rows; row++) {
    wide.set(values.subarray(row * columns, (row + 1) * columns), row * width)
    for (let column = 0; column < extra; column++) wide[row * width + columns + column] = fill(row, column)
  }
  return { values: wide, rows, columns: width }
}
