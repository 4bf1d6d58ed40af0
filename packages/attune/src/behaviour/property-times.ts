import type { PropertyCondition } from '../api/schemas/behaviour.ts'
import type { Attune } from '../attune.ts'
import { attuneError } from '../errors.ts'
import { withPersons } from '../report/resolved-persons.ts'
import { type SqlParameters, sqlParameters } from '../report/sql-parameters.ts'
import type { ReadStep } from './read-step.ts'
import type { TimesOf } from './step-matcher.ts'

/** Rows read for one step; more would fill the memory for a question that can be asked of fewer days. */
const mostRows = 2_000_000

/**
 * When who did a step with conditions on properties: those are in the event store only.
 *
 * @throws AttuneError `too-many-events`
 */
export async function propertyTimes(
  { events }: Pick<Attune, 'events'>,
  workspace: string,
  { doing, properties }: ReadStep,
  range: { readonly from: number; readonly to: number },
): Promise<TimesOf | undefined> {
  if (properties.length === 0 || doing.did === 'anything' || !('event' in doing.did)) return undefined
  const parameters = sqlParameters()
  const conditions = [
    `t.workspace = ${parameters.add(workspace)}`,
    `t.event = ${parameters.add(doing.did.event)}`,
    `t.ts >= ${parameters.time(range.from)}`,
    `t.ts < ${parameters.time(range.to)}`,
    ...properties.map((condition) => propertySql(parameters, condition)),
  ]
  const columns = await events.columns(
    `SELECT person, epoch_us(ts)::DOUBLE / 1000 AS done FROM ${withPersons('events', conditions.join(' AND '))}
     ORDER BY person, done LIMIT ${mostRows + 1}`,
    parameters.values,
  )
  const [persons = [], times = []] = columns as [string[], number[]]
  if (persons.length > mostRows)
    throw attuneError(
      'too-many-events',
      `More than ${mostRows.toLocaleString('en')} events fit the properties of a step: ask about fewer days, or more exactly.`,
      { status: 422 },
    )
  const byPerson = new Map<string, Float64Array>()
  for (let from = 0; from < persons.length; ) {
    let to = from + 1
    while (to < persons.length && persons[to] === persons[from]) to++
    byPerson.set(persons[from] as string, Float64Array.from(times.slice(from, to)))
    from = to
  }
  return (personId) => byPerson.get(personId)
}

const sqlOps = { '=': '=', '!=': 'IS DISTINCT FROM', '<': '<', '<=': '<=', '>': '>', '>=': '>=' } as const

/** What is not there is equal to nothing, and different from everything. Numbers are compared as numbers, texts as texts. */
export function propertySql(parameters: SqlParameters, { name, op, value }: PropertyCondition): string {
  const path = parameters.add(`$."${name}"`)
  const text = `json_extract_string(t.properties, ${path})`
  const left = typeof value === 'number' ? `TRY_CAST(${text} AS DOUBLE)` : text
  const right =
    typeof value === 'number' ? `${parameters.add(value)}::DOUBLE` : `${parameters.add(String(value))}::VARCHAR`
  return `coalesce(${left} ${sqlOps[op]} ${right}, false)`
}
