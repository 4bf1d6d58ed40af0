import type { PropertyFilter, Selection, UnitMeasure } from '../api/schemas/metrics.ts'
import type { SqlParameters } from '../report/sql-parameters.ts'

/** The events that metrics ask for, numbered: rows of the scan carry the number instead of the name. */
export interface EventNumbers {
  /** Every name once; its place is its number. */
  readonly names: readonly string[]
  /** Numbers of the names that a selection means. */
  of(selection: Selection): readonly number[]
}

/** @param namesOfKind names that events of a kind were sent under */
export function eventNumbers(
  selections: readonly Selection[],
  namesOfKind: (kind: string) => readonly string[],
): EventNumbers {
  const numbers = new Map<string, number>()
  const namesOf = ({ events, kinds }: Selection): readonly string[] => [...events, ...kinds.flatMap(namesOfKind)]
  for (const name of selections.flatMap(namesOf)) if (!numbers.has(name)) numbers.set(name, numbers.size)
  return {
    names: [...numbers.keys()],
    of: (selection) => [...new Set(namesOf(selection).flatMap((name) => numbers.get(name) ?? []))],
  }
}

/** The number of an event `t`, which rows carry as `k`; 255 for one that nobody asks for. */
export function eventNumberSql(parameters: SqlParameters, { names }: EventNumbers): string {
  if (names.length === 0) return '255::UTINYINT'
  const known = names.map((name, at) => `WHEN ${parameters.add(name)} THEN ${at}`).join(' ')
  return `CASE t.event ${known} ELSE 255 END::UTINYINT`
}

const pathOf = (property: string): string => `$."${property}"`

/** Whether a row `e` (columns `k`, `properties`) is one of a selection. */
export function selectionSql(parameters: SqlParameters, selection: Selection, numbers: EventNumbers): string {
  const ks = numbers.of(selection)
  if (ks.length === 0) return 'false'
  return [`e.k IN (${ks.join(', ')})`, ...selection.where.map((filter) => filterSql(parameters, filter))].join(' AND ')
}

function filterSql(parameters: SqlParameters, { property, is, value }: PropertyFilter): string {
  const text = `json_extract_string(e.properties, ${parameters.add(pathOf(property))})`
  const number = `TRY_CAST(${text} AS DOUBLE)`
  const operand = (): string => parameters.add(value as string | number)
  switch (is) {
    case 'exists':
      return `${text} IS ${value === false ? '' : 'NOT '}NULL`
    case 'in':
      return Array.isArray(value) && value.length > 0
        ? `coalesce(${text} IN (${value.map((one) => parameters.add(one)).join(', ')}), false)`
        : 'false'
    case 'eq':
    case 'ne': {
      const same =
        typeof value === 'number'
          ? `${number} = ${operand()}::DOUBLE`
          : `${text} = ${parameters.add(String(value ?? ''))}`
      return `${is === 'ne' ? 'NOT ' : ''}coalesce(${same}, false)`
    }
    default: {
      if (typeof value !== 'number') return 'false'
      return `coalesce(${number} ${{ gt: '>', gte: '>=', lt: '<', lte: '<=' }[is]} ${operand()}::DOUBLE, false)`
    }
  }
}

/**
 * A number of one unit over those of its rows `e` for which `when` holds.
 *
 * @param currency binds the one currency that counts as money and returns its place
 */
export function measureSql(
  parameters: SqlParameters,
  { of, value, property }: UnitMeasure,
  {
    numbers,
    when,
    currency,
  }: { readonly numbers: EventNumbers; readonly when: string; readonly currency: () => string },
): string {
  const filter = `FILTER (${selectionSql(parameters, of, numbers)} AND ${when})`
  if (value === 'count') return `count(*) ${filter}::DOUBLE`
  if (value === 'any') return `(count(*) ${filter} > 0)::INT::DOUBLE`
  if (property === undefined)
    return `${value}(CASE WHEN e.currency IS NULL OR e.currency = ${currency()} THEN e.value END) ${filter}`
  const number = `TRY_CAST(json_extract_string(e.properties, ${parameters.add(pathOf(property))}) AS DOUBLE)`
  return `${value}(CASE WHEN isfinite(${number}) THEN ${number} END) ${filter}`
}
