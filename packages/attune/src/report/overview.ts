import { wilsonInterval } from '@attune/measure'
import type { Placement } from '../api/schemas/decide.ts'
import type { EffectReport, Overview } from '../api/schemas/report.ts'
import type { Attune } from '../attune.ts'
import { mainCurrency, reportRow } from './decision-report.ts'
import { effectReports } from './effect-report.ts'
import { histogramQuantile } from './histogram-quantile.ts'
import { type DayRow, daysSql, type TotalsRow, totalsSql } from './overview-sql.ts'
import { emptyGroup, foldGroups, type ReportGroup, readGroups } from './report-groups.ts'
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
  const { attributionDays } = source.config.report
  const by = ['placement', 'day', 'variation'] as const
  const groups = await readGroups(source, { workspace, range, currency, attributionDays, by, filter: {} })
  const byPlacement = new Map(foldGroups(groups, [0]).map((group) => [group.values[0] ?? '', group]))
  const effects = await effectReports(source, { workspace, range, currency, placements, sinceFirstAnswer: true })
  const effect = mainEffect(effects, byPlacement)
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
    daily: await dailyLines(groups, effect?.placement),
    currency,
    placements: placementLines(placements, byPlacement, effects),
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

type ByPlacement = ReadonlyMap<string, ReportGroup>

/** Of the placements with exposures in both arms the one that was seen most. */
function mainEffect(effects: ReadonlyMap<string, EffectReport>, shown: ByPlacement): EffectReport | null {
  const exposures = (report: EffectReport) => shown.get(report.placement)?.exposures ?? 0
  const ready = [...effects.values()].filter(({ persons }) => persons.treatment > 0 && persons.control > 0)
  return ready.sort((a, b) => exposures(b) - exposures(a))[0] ?? null
}

/** By day and variation, oldest first; of one placement, or of all. */
async function dailyLines(groups: readonly ReportGroup[], placement: string | undefined): Promise<Overview['daily']> {
  const wanted = placement === undefined ? groups : groups.filter(({ values }) => values[0] === placement)
  const lines: Overview['daily'] = []
  for (const group of foldGroups(wanted, [1, 2])) {
    const { ctr, revenuePerThousand } = reportRow(group, [], null)
    const [day = '', variation = ''] = group.values
    const { exposures, clicks, revenue } = group
    lines.push({ day, variation, exposures, clicks, ctr, revenue, revenuePerThousand })
    // A bootstrap takes a millisecond or two; requests that wait come in between.
    await new Promise(setImmediate)
  }
  return lines.sort((a, b) => compare(a.day, b.day) || compare(a.variation, b.variation))
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Every placement there is, most seen first. */
function placementLines(
  placements: readonly Placement[],
  shown: ByPlacement,
  effects: ReadonlyMap<string, EffectReport>,
): Overview['placements'] {
  return placements
    .map(({ id, title }) => {
      const { exposures, seenClicks, revenue } = shown.get(id) ?? emptyGroup()
      return {
        id,
        title,
        exposures,
        ctr: exposures > 0 ? wilsonInterval(seenClicks, exposures) : null,
        revenue,
        lift: effects.get(id)?.effects.find(({ metric }) => metric === 'ctr')?.lift ?? null,
      }
    })
    .sort((a, b) => b.exposures - a.exposures || compare(a.id, b.id))
}
