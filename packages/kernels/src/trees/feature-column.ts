import { KernelError } from '../kernel-error.ts'

/** A feature's value of every row. */
export type FeatureColumn = NumericColumn | CategoryColumn

export interface NumericColumn {
  readonly kind: 'numeric'
  /** NaN where it is missing. */
  readonly values: Float32Array | Float64Array
}

export interface CategoryColumn {
  readonly kind: 'categorical'
  /** Any codes of at least 0, without meaning in their order; −1 where it is missing. */
  readonly values: Int32Array
}

/**
 * Columns of one length. Returns the number of rows.
 *
 * @throws KernelError `bad-shape` for no columns, other kinds or unequal lengths; `bad-value` for an infinite number or a
 *   code below −1
 */
export function checkColumns(columns: readonly FeatureColumn[], name: string): number {
  const rows = columns[0]?.values.length
  if (rows === undefined) throw new KernelError('bad-shape', `${name}: at least one feature is needed.`, { name })
  for (const [feature, { kind, values }] of columns.entries()) {
    const fits =
      kind === 'numeric'
        ? values instanceof Float32Array || values instanceof Float64Array
        : kind === 'categorical' && values instanceof Int32Array
    if (!fits) {
      const message = `${name}: feature ${feature} must be 'numeric' with floats or 'categorical' with an Int32Array.`
      throw new KernelError('bad-shape', message, { name, feature })
    }
    if (values.length !== rows) {
      const message = `${name}: feature ${feature} has ${values.length} rows, feature 0 has ${rows}.`
      throw new KernelError('bad-shape', message, { name, feature })
    }
    for (let row = 0; row < rows; row++) {
      const value = values[row] as number
      if (kind === 'numeric' ? Math.abs(value) !== Number.POSITIVE_INFINITY : value >= -1) continue
      const wanted = kind === 'numeric' ? 'finite, or NaN where it is missing' : 'at least 0, or −1 where it is missing'
      const message = `${name}: feature ${feature} is ${value} in row ${row}; it must be ${wanted}.`
      throw new KernelError('bad-value', message, { name, feature, row })
    }
  }
  return rows
}
