import type { SqlValue } from '../store/event-store-types.ts'

/** Collects the values of a query while its text is put together: nothing from outside ever becomes SQL. */
export interface SqlParameters {
  readonly values: readonly SqlValue[]
  /** Binds a value and returns its place, `$3`. */
  add(value: SqlValue): string
  /** A time in milliseconds since the epoch as an SQL timestamp. */
  time(ms: number): string
}

export function sqlParameters(): SqlParameters {
  const values: SqlValue[] = []
  const add = (value: SqlValue): string => `$${values.push(value)}`
  return { values, add, time: (ms) => `epoch_ms(${add(Math.round(ms))}::BIGINT)` }
}
