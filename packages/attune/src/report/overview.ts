import type { Placement } from '../api/schemas/decide.ts'
import type { EffectReport, Overview, Report } from '../api/schemas/report.ts'
import type { Attune } from '../attune.ts'
import { decisionReport, mainCurrency } from './decision-report.ts'
import { effectReports } from './effect-report.ts'
import { histogramQuantile } from './histogram-quantile.ts'
import { type DayRow, daysSql, type TotalsRow, totalsSql } from './overview-sql.ts'
import { sqlParameters } from './sql-parameters.ts'
import { daysOf, type TimeRange, timeRange } from './time-range.ts'

export interface OverviewOptions {
  readonly workspace: string
  readonly days: number
  /** Offset from UTC of the days, such as `+08:00`. */
  readonly tz?: string | undefined
}

type OverviewSource = Pick<Attune, 'clock' | 'config' | 'events' | 'items' | 'models' | 'placements' | 'telemetry'>

const iso = (ms: number): string => new Date(ms).toISOString()

/** Everything that the first page of the console shows. One query runs after the other: a reader stays free for others. */
export async function overview(source: OverviewSource, { workspace, days, tz }: OverviewOptions): Promise<Overview> {
  const now = source.clock()
  const range = timeRange({ tz }, now, days)
  const totals = await readTotals(source, workspace, now)
  const byDay = await readDays(source, workspace, range)
  const currency = await mainCurrency(source, workspace, range)
  const placements = source.placements.list(workspace)
  const common = { workspace, range, currency, variety: false }
  const shown = await decisionReport(source, { ...common, by: ['placement'] })
  const effects = await effectReports(source, { ...common, placements, sinceFirstAnswer: true })
  const effect = mainEffect(effects, shown)
  const daily = await decisionReport(source, {
    ...common,
    by: ['day', 'variation'],
    filter: effect === null ? {} : { placement: effect.placement },
  })
  const { models, changes } = await source.models.list(workspace)
  const series = (name: Exclude<keyof DayRow, 'day'>) => daysOf(range).map((day) => byDay.get(day)?.[name] ?? 0)
  return {
    now: iso(now),
    from: iso(range.from),
    to: iso(range.to),
    days,
    totals: {
      events: totals.events,
      persons: totals.persons,
      items: source.items.size(workspace),
      decisions: totals.decisions,
      exposures: totals.exposures,
      refused: totals.refused,
      models: models.filter(({ live }) => live !== null).length,
    },
    perMinute: {
      events: totals.minute_events,
      decisions: totals.minute_decisions,
      exposures: totals.minute_exposures,
    },
    series: {
      events: series('events'),
      persons: series('persons'),
      decisions: series('decisions'),
      exposures: series('exposures'),
    },
    effect,
    daily: daily.rows.map((row) => ({
      day: row.group.day ?? '',
      variation: row.group.variation ?? '',
      exposures: row.exposures,
      clicks: row.clicks,
      ctr: row.ctr,
      revenue: row.revenue,
      revenuePerThousand: row.revenuePerThousand,
    })),
    currency,
    placements: placementLines(placements, shown, effects),
    launches: changes
      .filter(({ action, at }) => action === 'promoted' && Date.parse(at) >= range.from && Date.parse(at) < range.to)
      .map(({ at, name, version }) => ({ at, name, version })),
    health: {
      acceptedShare:
        totals.hour_events + totals.hour_refused === 0
          ? null
          : totals.hour_events / (totals.hour_events + totals.hour_refused),
      decisionP95Ms: await p95(source.telemetry, decideRoutes),
      collectP95Ms: await p95(source.telemetry, collectRoutes),
      lastEventAt: totals.last_event_at === null ? null : iso(totals.last_event_at),
    },
  }
}

const decideRoutes: ReadonlySet<unknown> = new Set(['/v1/recommendations'])
const collectRoutes: ReadonlySet<unknown> = new Set(
  ['track', 'identify', 'page', 'screen', 'group', 'alias', 'batch'].map((type) => `/v1/${type}`),
)

/** Since the process started; refused requests do not count. */
async function p95(telemetry: Attune['telemetry'], routes: ReadonlySet<unknown>): Promise<number | null> {
  const seconds = await histogramQuantile(
    telemetry.requestSeconds,
    0.95,
    ({ route, status }) => routes.has(route) && String(status).startsWith('2'),
  )
  return seconds === null ? null : seconds * 1000
}

async function readTotals({ events }: OverviewSource, workspace: string, now: number): Promise<TotalsRow> {
  const parameters = sqlParameters()
  const [row] = await events.query<TotalsRow>(totalsSql(parameters, workspace, now), parameters.values)
  return row as TotalsRow
}

async function readDays(
  { events }: OverviewSource,
  workspace: string,
  range: TimeRange,
): Promise<ReadonlyMap<string, DayRow>> {
  const parameters = sqlParameters()
  const rows = await events.query<DayRow>(daysSql(parameters, workspace, range), parameters.values)
  return new Map(rows.map((row) => [row.day, row]))
}

/** Of the placements with exposures in both arms the one that was seen most. */
function mainEffect(effects: ReadonlyMap<string, EffectReport>, shown: Report): EffectReport | null {
  const exposures = exposuresOf(shown)
  const ready = [...effects.values()].filter(({ persons }) => persons.treatment > 0 && persons.control > 0)
  ready.sort((a, b) => (exposures.get(b.placement) ?? 0) - (exposures.get(a.placement) ?? 0))
  return ready[0] ?? null
}

function exposuresOf(shown: Report): ReadonlyMap<string, number> {
  return new Map(shown.rows.map(({ group, exposures }) => [group.placement ?? '', exposures]))
}

/** Every placement there is, most seen first. */
function placementLines(
  placements: readonly Placement[],
  shown: Report,
  effects: ReadonlyMap<string, EffectReport>,
): Overview['placements'] {
  const rows = new Map(shown.rows.map((row) => [row.group.placement ?? '', row]))
  return placements
    .map(({ id, title }) => {
      const row = rows.get(id)
      return {
        id,
        title,
        exposures: row?.exposures ?? 0,
        ctr: row?.ctr ?? null,
        revenue: row?.revenue ?? 0,
        lift: effects.get(id)?.effects.find(({ metric }) => metric === 'ctr')?.lift ?? null,
      }
    })
    .sort((a, b) => b.exposures - a.exposures || (a.id < b.id ? -1 : 1))
}
