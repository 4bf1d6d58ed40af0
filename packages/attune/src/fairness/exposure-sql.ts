import { agreedSql, personAfterMerges, withMerges } from '../protect/consent/agreed-sql.ts'
import type { ConsentExceptions } from '../protect/consent/consent.ts'
import type { SqlParameters } from '../report/sql-parameters.ts'

export interface ExposureSqlOptions {
  readonly workspace: string
  readonly from: number
  readonly to: number
  readonly placement: string | undefined
  readonly consent: ConsentExceptions
  /** JSON: `[{ "id": item, "g": number of its group }]` */
  readonly groups: string
  /** People fall into so many parts, which the bootstrap draws from. */
  readonly parts: number
}

const groupsSql = (parameters: SqlParameters, groups: string): string =>
  `groups AS MATERIALIZED (SELECT unnest(from_json(${parameters.add(groups)}, '[{"id":"VARCHAR","g":"INTEGER"}]'), recursive := true))`

function scope(parameters: SqlParameters, { workspace, from, to, consent }: ExposureSqlOptions): string {
  const agreed = agreedSql(consent, parameters.add(JSON.stringify(consent.personIds))).sql
  return `i.workspace = ${parameters.add(workspace)} AND ${agreed} AND i.ts >= ${parameters.time(from)} AND i.ts < ${parameters.time(to)}`
}

/** What was seen, in one row a part of the people and group: part, group, exposure by place, places. */
export function exposureSql(parameters: SqlParameters, options: ExposureSqlOptions): string {
  const { workspace, placement, groups, parts } = options
  const only =
    placement === undefined
      ? ''
      : `AND i.decision_id IN (SELECT decision_id FROM decisions WHERE workspace = ${parameters.add(workspace)} AND placement = ${parameters.add(placement)})`
  return `WITH ${groupsSql(parameters, groups)},
  seen AS (
    SELECT hash(${personAfterMerges}) % ${Math.trunc(parts)} AS part, i.item_id AS id, greatest(0, coalesce(i.position, 0)) AS position
    FROM ${withMerges('interactions')} WHERE ${scope(parameters, options)} AND i.kind = 'exposure' ${only}
  )
  SELECT part::INTEGER AS part, g, sum(1 / log2(position + 2))::DOUBLE AS exposure, count(*)::DOUBLE AS places
  FROM seen JOIN groups USING (id) GROUP BY part, g ORDER BY part, g`
}

/** What people did with items on their own: group, how often. Of views only those that no decision led to. */
export function meritSql(parameters: SqlParameters, kind: 'order' | 'view', options: ExposureSqlOptions): string {
  const own = kind === 'view' ? 'AND i.decision_id IS NULL' : ''
  return `WITH ${groupsSql(parameters, options.groups)}
  SELECT g, count(*)::DOUBLE AS merit FROM (
    SELECT i.item_id AS id FROM ${withMerges('interactions')}
    WHERE ${scope(parameters, options)} AND i.kind = ${parameters.add(kind)} ${own}
  ) JOIN groups USING (id) GROUP BY g`
}

/** One row a person who was decided for: person, whether something personal was answered, whether they saw and clicked something. */
export function peopleSql(parameters: SqlParameters, options: ExposureSqlOptions): string {
  const placement = options.placement === undefined ? '' : `AND i.placement = ${parameters.add(options.placement)}`
  return `WITH decided AS (
    SELECT ${personAfterMerges} AS person, i.decision_id, i.fallback IS NULL AND i.model_version > 0 AS personal
    FROM decisions i LEFT JOIN person_merges m ON m.workspace = i.workspace AND m.from_person_id = i.person_id
    WHERE ${scope(parameters, options)} ${placement}
  ), acts AS (
    SELECT decision_id, bool_or(kind = 'exposure') AS seen, bool_or(kind = 'click') AS clicked FROM interactions
    WHERE workspace = ${parameters.add(options.workspace)} AND kind IN ('exposure', 'click') AND decision_id IN (SELECT decision_id FROM decided)
    GROUP BY decision_id
  )
  SELECT person, bool_or(personal) AS personal, coalesce(bool_or(seen), false) AS seen, coalesce(bool_or(seen AND clicked), false) AS clicked
  FROM decided LEFT JOIN acts USING (decision_id) GROUP BY person`
}
