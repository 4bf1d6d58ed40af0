import { ownSource } from '../collect/sources/sources.ts'
import { withPersons } from './resolved-persons.ts'
import type { SqlParameters } from './sql-parameters.ts'
import { daySql, type TimeRange } from './time-range.ts'

/** What exists and how busy the last minute and hour were: one row. Times are milliseconds since the epoch. */
export interface TotalsRow {
  readonly events: number
  readonly persons: number
  readonly decisions: number
  readonly exposures: number
  readonly refused: number
  readonly minute_events: number
  readonly minute_decisions: number
  readonly minute_exposures: number
  readonly hour_events: number
  readonly hour_refused: number
  readonly last_event_at: number | null
}

/** Notes of ours are nothing that anybody did or sent. */
const ofOthers = `t.source <> '${ownSource}'`

export function totalsSql(parameters: SqlParameters, workspace: string, now: number): string {
  const ws = parameters.add(workspace)
  const minute = parameters.time(now - 60_000)
  const hour = parameters.time(now - 3_600_000)
  return `SELECT * FROM
    (SELECT count(*) AS events, count(DISTINCT person) AS persons, max(received_at) AS last_event_at,
      count(*) FILTER (received_at > ${minute}) AS minute_events,
      count(*) FILTER (received_at > ${hour}) AS hour_events FROM ${withPersons('events', `t.workspace = ${ws} AND ${ofOthers}`)}),
    (SELECT count(*) AS decisions, count(*) FILTER (ts > ${minute}) AS minute_decisions FROM decisions WHERE workspace = ${ws}),
    (SELECT count(*) AS exposures, count(*) FILTER (ts > ${minute}) AS minute_exposures
      FROM interactions WHERE workspace = ${ws} AND kind = 'exposure'),
    (SELECT count(*) AS refused, count(*) FILTER (received_at > ${hour} AND reason <> 'duplicate') AS hour_refused
      FROM quarantine WHERE workspace = ${ws})`
}

/** One row a day that had anything: `day`, events, persons, decisions, exposures. */
export interface DayRow {
  readonly day: string
  readonly events: number
  readonly persons: number
  readonly decisions: number
  readonly exposures: number
}

export function daysSql(parameters: SqlParameters, workspace: string, range: TimeRange): string {
  const inRange = (alias: string) => `${alias}workspace = ${ws} AND ${alias}ts >= ${from} AND ${alias}ts < ${to}`
  const ws = parameters.add(workspace)
  const from = parameters.time(range.from)
  const to = parameters.time(range.to)
  const day = daySql('ts', range.offsetMinutes)
  return `SELECT day, sum(events)::DOUBLE AS events, sum(persons)::DOUBLE AS persons, sum(decisions)::DOUBLE AS decisions, sum(exposures)::DOUBLE AS exposures
    FROM (
      SELECT ${day} AS day, count(*) AS events, count(DISTINCT person) AS persons, 0 AS decisions, 0 AS exposures
        FROM ${withPersons('events', `${inRange('t.')} AND ${ofOthers}`)} GROUP BY 1
      UNION ALL
      SELECT ${day}, 0, 0, count(*), 0 FROM decisions WHERE ${inRange('')} GROUP BY 1
      UNION ALL
      SELECT ${day}, 0, 0, 0, count(*) FROM interactions WHERE ${inRange('')} AND kind = 'exposure' GROUP BY 1
    ) GROUP BY day`
}
