import { openAnswerFile } from '../predict/answer-file.ts'

/** A text as a cell of CSV; what a spreadsheet would take for a formula is told apart by a quote before it. */
export function csvCell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const plain = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

/**
 * A new CSV that only its owner can read.
 *
 * @throws AttuneError `file-exists`, `cannot-write`
 */
export function writeRows(
  path: string,
  columns: readonly string[],
  rows: Iterable<readonly (string | number | null)[]>,
): void {
  using file = openAnswerFile(path)
  file.write([columns.map(csvCell).join(',')])
  file.write(Array.from(rows, (row) => row.map(csvCell).join(',')))
  file.finish()
}
