import { attuneError } from '../errors.ts'
import type { EventBatch } from './event-store-types.ts'
import { type Column, type ColumnType, type EventTable, eventTables } from './event-tables.ts'

type Row = Readonly<Record<string, unknown>>

const tableNames = Object.keys(eventTables) as EventTable[]
const columnsOf = eventTables as unknown as Readonly<Record<EventTable, readonly Column<Row>[]>>
const LINE_ROWS = 50
/** At three bytes a character below the 16 MB that DuckDB takes as one JSON object. */
const LINE_CHARACTERS = 4 * 2 ** 20

/**
 * A batch as lines of JSON for the journal, each an object of tables with some of their rows: what DuckDB reads when it
 * takes the journal in. Text is made well-formed: a NUL or half a surrogate pair becomes U+FFFD.
 *
 * @throws AttuneError `unstorable-row` when a value is not of its column's kind: what the journal has taken in, the tables
 * must be able to take
 */
export function encodeBatch(batch: EventBatch): string {
  let lines = ''
  for (const table of tableNames) {
    const rows = (batch[table] ?? []) as readonly object[] as readonly Row[]
    for (const row of rows) check(table, row)
    for (let from = 0; from < rows.length; from += LINE_ROWS)
      lines += encodeLines(table, rows.length <= LINE_ROWS ? rows : rows.slice(from, from + LINE_ROWS))
  }
  return lines
}

function encodeLines(table: EventTable, rows: readonly Row[]): string {
  let json = JSON.stringify(rows)
  // Also true of texts that hold JSON with such an escape: then nothing is changed.
  if (json.includes('\\ud') || json.includes('\\u0000')) json = JSON.stringify(rows.map(wellFormed))
  if (json.length <= LINE_CHARACTERS) return `{"${table}":${json}}\n`
  if (rows.length === 1)
    throw attuneError('unstorable-row', `A row for ${table} is larger than ${LINE_CHARACTERS} characters.`, {
      status: 413,
      details: { table },
    })
  const half = rows.length >> 1
  return encodeLines(table, rows.slice(0, half)) + encodeLines(table, rows.slice(half))
}

function wellFormed(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([field, value]) => [
      field,
      typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\ufffd') : value,
    ]),
  )
}

function check(table: EventTable, row: Row): void {
  for (const { field, type, nullable } of columnsOf[table]) {
    const value = row[field]
    if (value === null || value === undefined ? nullable : isOfType(value, type)) continue
    throw attuneError('unstorable-row', `The field ${field} of a row for ${table} is not a ${type}.`, {
      status: 500,
      details: { table, field },
    })
  }
}

function isOfType(value: unknown, type: ColumnType): boolean {
  if (type === 'VARCHAR') return typeof value === 'string'
  if (type === 'INTEGER') return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31
  // Microseconds must be exact whole numbers.
  if (type === 'TIMESTAMP') return Number.isFinite(value) && Math.abs(value as number) < 9e12
  return Number.isFinite(value)
}
