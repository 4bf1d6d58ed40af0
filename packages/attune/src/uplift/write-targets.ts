import { writeRows } from './write-rows.ts'

export interface TargetRow {
  readonly id: string
  readonly uplift: number
  /** value · uplift − cost */
  readonly expectedProfit: number
  readonly treat: boolean
}

/**
 * A CSV of people with what treating them is expected to bring, the most first.
 *
 * @throws AttuneError `file-exists`, `cannot-write`
 */
export function writeTargets(path: string, idColumn: string, people: readonly TargetRow[]): void {
  const rows = people
    .toSorted((a, b) => b.uplift - a.uplift)
    .map(({ id, uplift, expectedProfit, treat }) => [id, uplift, expectedProfit, Number(treat)])
  writeRows(path, [idColumn, 'uplift', 'expected_profit', 'treat'], rows)
}
