import { attuneError } from '../errors.ts'
import type { EventBatch } from './event-store-types.ts'
import { type Column, type ColumnType, type EventTable, eventTables } from './event-tables.ts'

const tableNames = Object.keys(eventTables) as EventTable[]
const columnsOf = eventTables as unknown as Readonly<Record<EventTable, readonly Column<Record<string, unknown>>[]>>

/**
 * Batches as JSON for the journal: for every table an array of rows, a row being the array of its values in column order.
 *
 * @throws AttuneError `unstorable-row` when a value is not of its column's kind: what the journal has taken in, the tables
 * must be able to take
 */
export function encodeBatch(batch: EventBatch): string {
  const tables: Partial<Record<EventTable, unknown[][]>> = {}
  for (const table of tableNames) {
    const rows = batch[table] as readonly Record<string, unknown>[] | undefined
    if (rows !== undefined && rows.length > 0) tables[table] = rows.map((row) => encodeRow(table, row))
  }
  return JSON.stringify(tables)
}

/** One text for several encoded batches. */
export function joinBatches(encoded: readonly string[]): string {
  return `[${encoded.join(',')}]`
}

/** The batches of a joined text. */
export function decodeBatches(json: string): EventBatch[] {
  return (JSON.parse(json) as Partial<Record<EventTable, unknown[][]>>[]).map((tables) =>
    Object.fromEntries(
      Object.entries(tables).map(([table, rows]) => [
        table,
        rows.map((values) => decodeRow(table as EventTable, values)),
      ]),
    ),
  )
}

function decodeRow(table: EventTable, values: readonly unknown[]): object {
  return Object.fromEntries(columnsOf[table].map(({ field }, column) => [field, values[column]]))
}

function encodeRow(table: EventTable, row: Record<string, unknown>): unknown[] {
  const columns = columnsOf[table]
  const values = new Array<unknown>(columns.length)
  for (let index = 0; index < columns.length; index += 1) {
    const { field, type, nullable } = columns[index] as Column<Record<string, unknown>>
    const value = row[field] ?? null
    if (value === null ? !nullable : !isOfType(value, type))
      throw attuneError('unstorable-row', `The field ${field} of a row for ${table} is not a ${type}.`, {
        status: 500,
        details: { table, field },
      })
    values[index] = value
  }
  return values
}

function isOfType(value: unknown, type: ColumnType): boolean {
  if (type === 'VARCHAR') return typeof value === 'string'
  if (type === 'INTEGER') return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31
  // Microseconds must be exact whole numbers.
  if (type === 'TIMESTAMP') return Number.isFinite(value) && Math.abs(value as number) < 9e12
  return Number.isFinite(value)
}
