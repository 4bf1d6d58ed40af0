import type { DecisionRow, EventRow, InteractionRow, QuarantineRow } from './rows.ts'

export interface EventBatch {
  readonly events?: readonly EventRow[]
  readonly interactions?: readonly InteractionRow[]
  readonly quarantine?: readonly QuarantineRow[]
  readonly decisions?: readonly DecisionRow[]
}

/** A value that may be bound to a `$1` of a query. */
export type SqlValue = string | number | bigint | boolean | null | Date

/**
 * The one owner of the DuckDB file (a second open in the process would lose rows; a second process cannot open it).
 * Tables: events, interactions, quarantine, decisions, person_merges; column names are the snake_case of the rows' fields,
 * times are `TIMESTAMP` in UTC.
 */
export interface EventStore {
  /** Resolves when the batch is on disk (group commit); a batch is stored whole or not at all. */
  append(batch: EventBatch): Promise<void>
  /** Of the given message ids those already stored or on their way (exact, not approximate). */
  duplicatesOf(workspace: string, messageIds: readonly string[]): Promise<ReadonlySet<string>>
  /** Rows as plain objects, BIGINT and DECIMAL as number, TIMESTAMP as milliseconds since the epoch. Sees everything appended and acknowledged. */
  query<Row extends object>(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]>
  /** Columns as arrays in select order, for whole-table reads (training): much cheaper than objects. */
  columns(sql: string, parameters?: readonly SqlValue[]): Promise<readonly unknown[][]>
  /** Statements that change data outside the group commit: imports, merges, lake, erasure. Serialised with appends. */
  run(sql: string, parameters?: readonly SqlValue[]): Promise<void>
  /** Waits for everything pending. */
  flush(): Promise<void>
  close(): Promise<void>
}
