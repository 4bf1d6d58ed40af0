import type { Attune } from '../attune.ts'
import { plainName } from '../collect/sources/admit-fields.ts'
import { ownSource } from '../collect/sources/sources.ts'
import { sqlParameters } from '../report/sql-parameters.ts'
import { maxKinds } from './measure-events.ts'
import type { Measured } from './quality-checks.ts'

const dayMs = 86_400_000

/**
 * How long each kind of event of each source has been silent, measured by its own habit over 90 days: the days from its
 * first to its last arrival divided by those on which any arrived. What arrived on fewer than three days (a file that was
 * imported once) has no habit. And how late events arrive that happened since then.
 */
export async function measureFreshness(
  { events }: Pick<Attune, 'events'>,
  workspace: string,
  now: number,
  since: number,
): Promise<readonly Measured[]> {
  const parameters = sqlParameters()
  const habits = await events.query<HabitRow>(
    `SELECT source, coalesce(event, type) AS kind, count(DISTINCT received_at::DATE) AS days, min(received_at) AS first,
       max(received_at) AS last, max(ts) AS happened, count(*) AS n
     FROM events WHERE workspace = ${parameters.add(workspace)} AND received_at >= ${parameters.time(now - 90 * dayMs)}
       AND source <> '${ownSource}'
     GROUP BY source, kind ORDER BY n DESC, source, kind LIMIT ${maxKinds}`,
    parameters.values,
  )
  const silences = habits.map(({ source, kind, days, first, last, happened }): Measured => {
    const usualDays = (Math.floor(last / dayMs) - Math.floor(first / dayMs) + 1) / days
    const value = Math.max(0, now - last) / dayMs / usualDays
    return { check: 'last-event', source, of: plainName(kind), value, rows: days, at: happened }
  })
  return [...silences, ...(await lags(events, workspace, now, since))]
}

interface HabitRow {
  readonly source: string
  readonly kind: string
  readonly days: number
  readonly first: number
  readonly last: number
  readonly happened: number
}

async function lags(
  events: Attune['events'],
  workspace: string,
  now: number,
  since: number,
): Promise<readonly Measured[]> {
  const parameters = sqlParameters()
  const rows = await events.query<{ source: string; n: number; median: number; p95: number }>(
    `SELECT source, count(*) AS n, quantile_cont(lag, 0.5) AS median, quantile_cont(lag, 0.95) AS p95
     FROM (SELECT source, greatest(0, (epoch_ms(received_at) - epoch_ms(ts)) / 1000.0)::DOUBLE AS lag FROM events
       WHERE workspace = ${parameters.add(workspace)} AND ts >= ${parameters.time(since)} AND ts < ${parameters.time(now)}
         AND source <> '${ownSource}')
     GROUP BY source ORDER BY source`,
    parameters.values,
  )
  return rows.flatMap(({ source, n, median, p95 }): Measured[] => [
    { check: 'lag-median', source, of: null, value: median, rows: n },
    { check: 'lag-p95', source, of: null, value: p95, rows: n },
  ])
}
