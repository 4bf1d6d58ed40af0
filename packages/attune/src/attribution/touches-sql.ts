import { signalsSql } from '../activity/device-and-channel.ts'
import { offeredClicksSql } from '../report/offered-clicks-sql.ts'
import { withPersons } from '../report/resolved-persons.ts'
import type { SqlParameters } from '../report/sql-parameters.ts'

/** What a person is touched by: the channel of a visit, a campaign, or a placement of ours. */
export type TouchedBy = 'channel' | 'campaign' | 'placement'

export interface TouchesOptions {
  readonly workspace: string
  readonly by: TouchedBy
  /** Of placements: whether seeing is a touch, or only clicking. */
  readonly touch: 'click' | 'exposure'
  /** Milliseconds since the epoch, inclusive and exclusive. */
  readonly from: number
  readonly to: number
  /** Of channels: what each combination of signals means. */
  readonly channels: readonly (readonly [signals: string, channel: string])[]
}

/** Events of one person that are no further apart than this belong to one visit. */
const visit = `INTERVAL '30 minutes'`

/** The combinations of signals that came in a range of time. */
export function signalsInRangeSql(
  parameters: SqlParameters,
  { workspace, from, to }: Pick<TouchesOptions, 'workspace' | 'from' | 'to'>,
): string {
  return `SELECT DISTINCT ${signalsSql} AS signals FROM events
    WHERE workspace = ${parameters.add(workspace)} AND ts >= ${parameters.time(from)} AND ts < ${parameters.time(to)}
      AND context <> '{}'`
}

/**
 * SQL table `touches(person, ts, touch)` (to stand behind WITH). A visit is one touch: that of the channel it came through, once
 * for each campaign it names, once for each placement seen or clicked in it.
 */
export function touchesSql(parameters: SqlParameters, options: TouchesOptions): string {
  return `raw_touches AS (${rawTouches(parameters, options)}),
  touches AS (
    SELECT person, ts, touch FROM raw_touches
    QUALIFY coalesce(ts - lag(ts) OVER (PARTITION BY person${options.by === 'channel' ? '' : ', touch'} ORDER BY ts, touch) > ${visit}, true)
  )`
}

function rawTouches(parameters: SqlParameters, { workspace, by, touch, from, to, channels }: TouchesOptions): string {
  const ws = parameters.add(workspace)
  const inScope = `t.workspace = ${ws} AND t.ts >= ${parameters.time(from)} AND t.ts < ${parameters.time(to)}`
  switch (by) {
    case 'channel': {
      const meanings = `SELECT unnest(from_json(${parameters.add(JSON.stringify(channels.map(([signals]) => signals)))}, '["VARCHAR"]')) AS signals,
        unnest(from_json(${parameters.add(JSON.stringify(channels.map(([, channel]) => channel)))}, '["VARCHAR"]')) AS touch`
      return `SELECT e.person, e.ts, m.touch
        FROM (SELECT person, ts, ${signalsSql} AS signals FROM ${withPersons('events', inScope)}) e
        JOIN (${meanings}) m ON m.signals = e.signals`
    }
    case 'campaign':
      return `SELECT person, ts, trim(json_extract_string(context, '$.campaign.name')) AS touch
        FROM ${withPersons('events', `${inScope} AND contains(t.context, '"campaign":')`)}
        WHERE coalesce(trim(json_extract_string(context, '$.campaign.name')), '') <> ''`
    case 'placement': {
      const touched =
        touch === 'click'
          ? offeredClicksSql(ws, inScope)
          : withPersons('interactions', `${inScope} AND t.kind = 'exposure'`)
      return `SELECT x.person, x.ts, d.placement AS touch FROM ${touched} x
        JOIN decisions d ON d.workspace = ${ws} AND d.decision_id = x.decision_id`
    }
  }
}
