import { attuneError } from '../errors.ts'
import type { TableRow } from './feature-plan.ts'
import type { Table } from './read-table.ts'

/** Which columns of a table say who was treated and what came of it. */
export interface OutcomeColumns {
  readonly treatment: string
  readonly outcome: string
  /** Values of the treatment's column. Default 1 and 0. */
  readonly treated?: string | undefined
  readonly control?: string | undefined
}

export interface TreatedRows {
  readonly rows: readonly TableRow[]
  readonly treated: Uint8Array
  readonly outcome: Float64Array
  /** Rows that were neither treated nor not, or have no outcome. */
  readonly neither: number
}

const truths: Readonly<Record<string, number>> = { true: 1, yes: 1, 是: 1, false: 0, no: 0, 否: 0 }

/**
 * The rows that were treated or not, with their outcomes: numbers, or true and false.
 *
 * @throws AttuneError `bad-outcome`, `one-arm`
 */
export function outcomesOf(
  table: Table,
  { treatment, outcome, treated = '1', control = '0' }: OutcomeColumns,
): TreatedRows {
  const rows: TableRow[] = []
  const arms: number[] = []
  const outcomes: number[] = []
  for (const row of table.rows) {
    const arm = String(row[treatment] ?? '').trim()
    const text = String(row[outcome] ?? '').trim()
    if ((arm !== treated && arm !== control) || text === '') continue
    const value = truths[text.toLowerCase()] ?? Number(text)
    if (!Number.isFinite(value))
      throw attuneError('bad-outcome', `Column “${outcome}” of ${table.name} must hold numbers, or true and false.`, {
        details: { column: outcome },
      })
    rows.push(row)
    arms.push(Number(arm === treated))
    outcomes.push(value)
  }
  const count = arms.reduce((sum, one) => sum + one, 0)
  if (count === 0 || count === arms.length)
    throw attuneError(
      'one-arm',
      `Column “${treatment}” of ${table.name} names ${count === 0 ? 'nobody treated' : 'nobody untreated'}: say with --treated and --control what stands for each.`,
      { details: { column: treatment } },
    )
  return {
    rows,
    treated: Uint8Array.from(arms),
    outcome: Float64Array.from(outcomes),
    neither: table.rows.length - rows.length,
  }
}
