import type { Attune } from '../attune.ts'
import { countsSql, type DecisionReportSqlOptions } from './decision-report-sql.ts'
import { sqlParameters } from './sql-parameters.ts'

/** In the order of the columns of `countsSql`. */
const counted = [
  'persons',
  'decisions',
  'exposures',
  'clicks',
  'seenClicks',
  'converted',
  'conversions',
  'revenue',
] as const

type Counts = Record<(typeof counted)[number], number>

/** What was counted in one group of decisions, in whole and for each part of its persons. */
export interface ReportGroup extends Readonly<Counts> {
  /** Values of the `by` columns. */
  readonly values: readonly string[]
  /** For the bootstrap: exposures of each part of the persons. */
  readonly partExposures: readonly number[]
  /** Revenue of the same parts. */
  readonly partRevenue: readonly number[]
}

interface OpenGroup extends Counts {
  readonly values: readonly string[]
  readonly partExposures: number[]
  readonly partRevenue: number[]
}

/** A group in which nothing happened. */
export function emptyGroup(values: readonly string[] = []): ReportGroup & OpenGroup {
  const zeros = Object.fromEntries(counted.map((name) => [name, 0])) as Counts
  return { ...zeros, values, partExposures: [], partRevenue: [] }
}

/** One group for each combination of the `by` columns that has decisions, in the order of their values. */
export async function readGroups(
  { events }: Pick<Attune, 'events'>,
  options: DecisionReportSqlOptions,
): Promise<ReportGroup[]> {
  const parameters = sqlParameters()
  const columns = await events.columns(countsSql(parameters, options), parameters.values)
  const depth = options.by.length
  const groups = new Map<string, OpenGroup>()
  for (let row = 0; row < (columns[depth]?.length ?? 0); row++) {
    const group = groupOf(
      groups,
      columns.slice(0, depth).map((column) => String(column[row])),
    )
    const number = (name: (typeof counted)[number]) => Number(columns[depth + counted.indexOf(name)]?.[row] ?? 0)
    for (const name of counted) group[name] += number(name)
    group.partExposures.push(number('exposures'))
    group.partRevenue.push(number('revenue'))
  }
  return [...groups.values()]
}

/**
 * Groups that agree in the kept columns as one. Persons are not added up but left at the largest group's number: the same
 * person may be in several.
 *
 * @param keep places of the columns to keep
 */
export function foldGroups(groups: readonly ReportGroup[], keep: readonly number[]): ReportGroup[] {
  const folded = new Map<string, OpenGroup>()
  for (const group of groups) {
    const into = groupOf(
      folded,
      keep.map((at) => group.values[at] ?? ''),
    )
    const persons = Math.max(into.persons, group.persons)
    for (const name of counted) into[name] += group[name]
    into.persons = persons
    into.partExposures.push(...group.partExposures)
    into.partRevenue.push(...group.partRevenue)
  }
  return [...folded.values()]
}

function groupOf(groups: Map<string, OpenGroup>, values: readonly string[]): OpenGroup {
  const key = JSON.stringify(values)
  const known = groups.get(key)
  if (known) return known
  const group = emptyGroup(values)
  groups.set(key, group)
  return group
}
