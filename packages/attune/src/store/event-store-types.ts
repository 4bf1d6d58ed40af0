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
  /**
   * Resolves when the batch is on disk (group commit); a batch is stored whole or not at all. The claims of its message
   * ids (see `duplicatesOf`) end here: stored when it resolves, given back when it rejects.
   */
  append(batch: EventBatch): Promise<void>
  /**
   * Of the given message ids those already stored. The others are claimed for the caller until it appends them or gives
   * them back with `release`; whoever asks for a claimed id meanwhile waits for that, so that no id is stored twice and
   * nobody hears "duplicate" of something that is not yet on disk. An id that stands twice in one call counts once: find
   * twins within a request yourself. At 96 bits of keyed SHA-256 an id, the chance of ever confusing two among ten
   * million is below 1e-15.
   *
   * @throws AttuneError `store-busy` when another caller keeps one of the ids claimed for more than 30 seconds
   */
  duplicatesOf(workspace: string, messageIds: readonly string[]): Promise<ReadonlySet<string>>
  /** Gives back claims that will not be appended (use it in a `catch`). Ids that are not claimed are ignored. */
  release(workspace: string, messageIds: readonly string[]): void
  /**
   * Rows as plain objects, BIGINT and DECIMAL as number, TIMESTAMP as milliseconds since the epoch, DATE as `YYYY-MM-DD`.
   * Whole numbers are bound as integers. Sees everything appended and acknowledged.
   *
   * @throws AttuneError `query-failed`, with DuckDB's error as `cause`
   */
  query<Row extends object>(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]>
  /** Columns as arrays in select order, for whole-table reads (training): much cheaper than objects. */
  columns(sql: string, parameters?: readonly SqlValue[]): Promise<readonly unknown[][]>
  /**
   * Statements that change data outside the group commit: imports, merges, lake, erasure. Serialised with appends; one
   * transaction, so that several statements take effect together or not at all (parameters go to the last).
   */
  run(sql: string, parameters?: readonly SqlValue[]): Promise<void>
  /** Learns the message ids of events that came in by `run`. */
  learnMessageIds(): Promise<void>
  /**
   * Writes the file anew, so that no byte of what was deleted is left in it. Alone with the database: senders are
   * acknowledged meanwhile, queries wait. Calls that come together share one run.
   */
  compact(): Promise<void>
  /** Waits for everything pending. */
  flush(): Promise<void>
  close(): Promise<void>
}
