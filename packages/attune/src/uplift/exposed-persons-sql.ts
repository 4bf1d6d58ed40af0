import { nobody } from '../decide/without-consent.ts'
import type { Experiment } from '../experiments/experiment.ts'
import { exposureEvents, exposuresSql, namesSql } from '../experiments/exposures-sql.ts'
import { withPersons } from '../report/resolved-persons.ts'
import type { SqlParameters } from '../report/sql-parameters.ts'

/** What people were divided by. */
export type Division =
  | { readonly by: 'placement'; readonly id: string }
  | { readonly by: 'experiment'; readonly experiment: Experiment }

export interface ExposedPersonsOptions {
  readonly workspace: string
  readonly division: Division
  /** Exposures before there, and of a placement from here on; milliseconds since the epoch. */
  readonly from: number
  readonly to: number
  /** A condition on `person`: who allows training. */
  readonly agreed: string
}

/**
 * SQL tables (to stand behind WITH) that end in `persons(person, arm, since)`: everybody who saw something of what is divided, the
 * arm they saw first, and when. Who saw two variations of an experiment under one id is in none, as in its results.
 */
export function exposedPersonsSql(parameters: SqlParameters, options: ExposedPersonsOptions): string {
  const { division } = options
  return division.by === 'placement'
    ? ofPlacement(parameters, options, division.id)
    : ofExperiment(parameters, options, division.experiment)
}

function ofPlacement(
  parameters: SqlParameters,
  { workspace, from, to, agreed }: ExposedPersonsOptions,
  placement: string,
): string {
  const ws = parameters.add(workspace)
  const range = `t.workspace = ${ws} AND t.ts >= ${parameters.time(from)} AND t.ts < ${parameters.time(to)}`
  return `seen AS (
    SELECT d.person, d.variation, d.decision_id, min(i.ts) AS ts
    FROM ${withPersons('decisions', `${range} AND t.placement = ${parameters.add(placement)}`)} d
    JOIN interactions i ON i.workspace = ${ws} AND i.kind = 'exposure' AND i.decision_id = d.decision_id
    GROUP BY ALL
  ),
  persons AS MATERIALIZED (
    SELECT person, arg_min(variation, (ts, decision_id)) AS arm, min(ts) AS since FROM seen
    WHERE ${agreed} GROUP BY person
  )`
}

function ofExperiment(
  parameters: SqlParameters,
  { workspace, to, agreed }: ExposedPersonsOptions,
  experiment: Experiment,
): string {
  const scope = `t.workspace = ${parameters.add(workspace)} AND t.ts >= ${parameters.time(experiment.startedAt ?? 0)} AND t.ts < ${parameters.time(to)}`
  const told = `t.type = 'track' AND t.event IN (${namesSql(parameters, exposureEvents)})`
  const named = experiment.variations.map(({ id }, at) => `WHEN ${at} THEN ${parameters.add(id)}`).join(' ')
  return `exposures AS (${exposuresSql(parameters, { workspace, experiment, to })}),
  seen AS (
    SELECT raw, min(ts) AS ts, arg_min(v, ts) AS v, min(v) <> max(v) AS mixed
    FROM exposures WHERE raw IS NOT NULL AND v IS NOT NULL GROUP BY raw
  ),
  ids AS (
    SELECT hash(person_id) AS raw, any_value(person) AS person FROM (
      SELECT person_id, person FROM ${withPersons('events', `${scope} AND ${told}`)}
      UNION ALL SELECT person_id, person FROM ${withPersons('decisions', `${scope} AND t.person_id <> ${parameters.add(nobody)}`)}
    ) GROUP BY raw
  ),
  firsts AS (
    SELECT person, arg_min(v, ts) AS v, min(ts) AS since FROM seen JOIN ids USING (raw)
    WHERE ${agreed} GROUP BY person HAVING NOT bool_or(mixed)
  ),
  persons AS MATERIALIZED (SELECT person, CASE v ${named} END AS arm, since FROM firsts)`
}
