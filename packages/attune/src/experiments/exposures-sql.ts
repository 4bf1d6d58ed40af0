import { nobody } from '../decide/without-consent.ts'
import type { SqlParameters } from '../report/sql-parameters.ts'
import type { Experiment } from './experiment.ts'

/** Track events that say that somebody saw a variation: Segment's and RudderStack's name, and the Chinese one. */
export const exposureEvents = ['Experiment Viewed', '实验曝光'] as const

/** Whether an event `t` says that somebody did something, of which seeing a variation is none. */
export const didSomethingSql = (parameters: SqlParameters): string =>
  `t.type IN ('track', 'page', 'screen') AND coalesce(t.event, '') NOT IN (${namesSql(parameters, exposureEvents)})`

/** Names for `IN (…)`. */
export const namesSql = (parameters: SqlParameters, names: readonly string[]): string =>
  names.map((name) => parameters.add(name)).join(', ')

export interface ExposuresOptions {
  readonly workspace: string
  readonly experiment: Experiment
  /** Milliseconds since the epoch; exclusive. */
  readonly to: number
}

const quoted = (text: string): string => JSON.stringify(text)
/** A field of `properties`, in either way of writing names. */
const field = (snake: string, camel: string): string =>
  `coalesce(json_extract_string(t.properties, '$.${snake}'), json_extract_string(t.properties, '$.${camel}'))`

/** A number that stands for the unit of an event `t`; null where the event does not say it: DuckDB hashes null to a number too. */
export function rawUnitSql(parameters: SqlParameters, { unit, attribute = '' }: Experiment): string {
  if (unit !== 'attribute') return 'hash(t.person_id)'
  const value = `json_extract_string(t.properties, ${parameters.add(`$."${attribute}"`)})`
  return `CASE WHEN ${value} IS NOT NULL THEN hash(${value}) END`
}

/**
 * Rows `(raw, ts, received, v)`, one an exposure: whose it was (a number that stands for the id), when it was and when it
 * came in, and the place of the variation, null for one that the experiment does not have.
 *
 * Exposures are events `Experiment Viewed` and, for what placements show, decisions whose items were seen.
 */
export function exposuresSql(parameters: SqlParameters, { workspace, experiment, to }: ExposuresOptions): string {
  const ws = parameters.add(workspace)
  const since = parameters.time(experiment.startedAt ?? 0)
  const end = parameters.time(to)
  const known = experiment.variations.flatMap(({ id }, at) => [
    { at, name: id },
    // Some senders say the place of the variation rather than its name.
    ...(experiment.variations.some((other) => other.id === String(at)) ? [] : [{ at, name: String(at) }]),
  ])
  const place = (variation: string): string =>
    `CASE ${variation} ${known.map(({ at, name }) => `WHEN ${parameters.add(name)} THEN ${at}`).join(' ')} END`
  const has = (key: string, value: string): string =>
    `contains(t.properties, ${parameters.add(`${quoted(key)}:${quoted(value)}`)})`
  // Most exposures are flat and written as we write JSON: looking for the pair as text costs a tenth of reading it as JSON.
  const flat = `NOT contains(substr(t.properties, 2), '{')`
  const read = `CASE ${known.map(({ at, name }) => `WHEN ${flat} AND ${has('variation_id', name)} THEN ${at}`).join(' ')}
      ELSE ${place(field('variation_id', 'variationId'))} END::UTINYINT`
  const events = `SELECT ${rawUnitSql(parameters, experiment)} AS raw, t.ts, t.received_at AS received, ${read} AS v
    FROM events t
    WHERE t.workspace = ${ws} AND t.ts >= ${since} AND t.ts < ${end} AND t.type = 'track'
      AND t.event IN (${namesSql(parameters, exposureEvents)})
      AND contains(t.properties, ${parameters.add(quoted(experiment.id))})
      AND CASE WHEN ${flat} AND ${has('experiment_id', experiment.id)} THEN true
        ELSE ${field('experiment_id', 'experimentId')} = ${parameters.add(experiment.id)} END`
  if (experiment.unit === 'attribute') return events
  const [key, variation] =
    experiment.kind === 'holdout'
      ? ['$holdout', `json_extract_string(t.context, '$."$held"')`]
      : ['$experiment', 't.variation']
  const decisions = `SELECT hash(any_value(t.person_id)), min(i.ts), min(i.ts), any_value(${place(variation)}::UTINYINT)
    FROM decisions t JOIN interactions i ON i.workspace = t.workspace AND i.decision_id = t.decision_id AND i.kind = 'exposure'
    WHERE t.workspace = ${ws} AND t.person_id <> ${parameters.add(nobody)} AND t.ts >= ${since} AND t.ts < ${end} AND i.ts >= ${since} AND i.ts < ${end}
      AND contains(t.context, ${parameters.add(`${quoted(key)}:${quoted(experiment.id)}`)})
    GROUP BY t.decision_id`
  return `${events} UNION ALL ${decisions}`
}
