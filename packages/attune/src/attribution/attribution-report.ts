import { type AttributionMethod, attributionMethods, compareWithIncrementality } from '@attune/measure'
import { toldBy, channels as visitChannels } from '../activity/device-and-channel.ts'
import type { AttributionView, IncrementView } from '../api/schemas/attribution.ts'
import type { Attune } from '../attune.ts'
import { runInThread } from '../models/run-in-thread.ts'
import { mainCurrency } from '../report/decision-report.ts'
import { effectReports } from '../report/effect-report.ts'
import { sqlParameters } from '../report/sql-parameters.ts'
import type { TimeRange } from '../report/time-range.ts'
import { type AttributionWarning, attributionWarnings } from './attribution-texts.ts'
import { type CreditOrder, creditPaths, type PathCredits } from './credit-paths.ts'
import { type PathRow, type PathsOptions, pathsSql, totalsSql } from './paths-sql.ts'
import { restName } from './put-together.ts'
import { signalsInRangeSql, type TouchedBy } from './touches-sql.ts'

type Source = Pick<Attune, 'events' | 'placements' | 'consent'>

export interface AttributionReportOptions {
  readonly workspace: string
  readonly range: TimeRange
  readonly by: TouchedBy
  readonly touch: 'click' | 'exposure'
  readonly lookbackDays: number
  readonly halfLifeDays: number
  /** Touches that a state of the Markov chain remembers. */
  readonly order: number
  /** Different ways looked at. Default 100,000. */
  readonly mostPaths?: number
  /** Stops the work. */
  readonly signal?: AbortSignal
}

const dayMs = 86_400_000
const fewWays = 20

/**
 * Which channels, campaigns or placements the orders of a time came through, by seven methods side by side, and what
 * experiments say that placements really added. Persons who do not allow analytics are in none of it.
 *
 * @throws AttuneError `training-aborted` when the signal fires
 */
export async function attributionReport(source: Source, options: AttributionReportOptions): Promise<AttributionView> {
  const { workspace, range, by, touch, lookbackDays, mostPaths = 100_000 } = options
  const currency = await mainCurrency(source, workspace, range)
  const { from, to } = range
  const sql: PathsOptions = {
    workspace,
    by,
    touch,
    from,
    to,
    lookbackDays,
    currency,
    mostPaths,
    consent: source.consent.exceptions(workspace, 'analytics'),
    channels: by === 'channel' ? await channelsOf(source, { workspace, from: from - lookbackDays * dayMs, to }) : [],
  }
  const total = await readTotal(source, sql)
  const rows = await readPaths(source, sql)
  const { touched, losses, channels, together } = await creditsOf(rows, options)
  const increments = by === 'placement' ? await incrementsOf(source, { workspace, range, currency }) : []
  const comparison = comparisonOf(channels, increments)
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    by,
    touch,
    lookbackDays,
    currency,
    total,
    unattributed: {
      conversions: Math.max(0, total.conversions - touched.conversions),
      value: Math.max(0, total.value - touched.value),
    },
    losses,
    channels: channels.map((one) => ({ ...one, channel: one.channel === restName ? null : one.channel })),
    together,
    increments,
    comparison,
    closest: closestOf(comparison),
    warnings: warningsOf(total.conversions, touched.conversions, {
      cut: (rows[0]?.all_paths ?? 0) > rows.length,
      together,
    }).map((code) => ({ code, ...attributionWarnings[code] })),
  }
}

async function channelsOf({ events }: Source, scope: { workspace: string; from: number; to: number }) {
  const parameters = sqlParameters()
  const rows = await events.query<{ signals: string | null }>(signalsInRangeSql(parameters, scope), parameters.values)
  return rows.flatMap(({ signals }) => {
    const channel = visitChannels[toldBy(signals).channel]
    return signals === null || channel === undefined || channel === '' ? [] : [[signals, channel] as const]
  })
}

async function readTotal({ events }: Source, options: PathsOptions): Promise<AttributionView['total']> {
  const parameters = sqlParameters()
  const [row] = await events.query<{ conversions: number; value: number }>(
    totalsSql(parameters, options),
    parameters.values,
  )
  return { conversions: Number(row?.conversions ?? 0), value: Number(row?.value ?? 0) }
}

async function readPaths({ events }: Source, options: PathsOptions): Promise<readonly PathRow[]> {
  const parameters = sqlParameters()
  return events.query<PathRow>(pathsSql(parameters, options), parameters.values)
}

const nothing: PathCredits = { touched: { conversions: 0, value: 0 }, losses: 0, channels: [], together: 0 }

/** In a thread of its own, so that nobody else waits for it; a few ways are worked out before a thread has begun. */
async function creditsOf(
  rows: readonly PathRow[],
  { halfLifeDays, order, signal = new AbortController().signal }: AttributionReportOptions,
): Promise<PathCredits> {
  if (rows.length === 0) return nothing
  const work: CreditOrder = { rows, halfLifeDays, order }
  if (rows.length <= fewWays) return creditPaths(work)
  return runInThread('../attribution/attribution-worker', work, () => {}, signal)
}

/** What the treatments of placements added over their controls: the effect a person, times the persons treated. */
async function incrementsOf(
  source: Source,
  { workspace, range, currency }: { workspace: string; range: TimeRange; currency: string | null },
): Promise<IncrementView[]> {
  const placements = source.placements.list(workspace)
  const reports = await effectReports(source as Attune, {
    workspace,
    placements,
    range,
    currency,
    sinceFirstAnswer: true,
  })
  return [...reports.values()].flatMap(({ placement, treatment, control, persons, effects }): IncrementView[] => {
    const added = (metric: 'ordersPerPerson' | 'revenuePerPerson') => {
      const effect = effects.find((one) => one.metric === metric)
      if (!effect) return null
      const base = effect.control * persons.treatment
      const { value, low, high } = effect.lift
      return { value: value * base, low: low * base, high: high * base }
    }
    const conversions = added('ordersPerPerson')
    const value = added('revenuePerPerson')
    if (conversions === null && value === null) return []
    return [{ channel: placement, treatment, control, persons: persons.treatment, conversions, value }]
  })
}

function comparisonOf(
  channels: PathCredits['channels'],
  increments: readonly IncrementView[],
): AttributionView['comparison'] {
  const measured = increments.flatMap(({ channel, conversions }) =>
    conversions !== null && channels.some((one) => one.channel === channel) ? [{ channel, effect: conversions }] : [],
  )
  if (measured.length === 0) return []
  const credits = Object.fromEntries(
    attributionMethods.map((method) => [
      method,
      channels.map((one) => ({ channel: one.channel, ...one.credits[method] })),
    ]),
  )
  return compareWithIncrementality(credits, measured).map(({ method, error, channels }) => ({
    method: method as AttributionMethod,
    error,
    channels: channels.map((one) => ({ ...one })),
  }))
}

/** With one channel, or one touch a path, every method gives the same credit, and none is closer than another. */
function closestOf(comparison: AttributionView['comparison']): AttributionMethod | null {
  const [best, worst] = [comparison[0], comparison.at(-1)]
  return best && worst && (best.error ?? 0) < (worst.error ?? 0) - 1e-9 ? best.method : null
}

function warningsOf(
  orders: number,
  touched: number,
  { cut, together }: { readonly cut: boolean; readonly together: number },
): AttributionWarning[] {
  if (orders === 0) return ['no-orders']
  if (touched === 0) return ['no-touches']
  return [
    ...(cut ? (['paths-left-out'] as const) : []),
    ...(together > 0 ? (['put-together'] as const) : []),
    ...(touched < orders / 2 ? (['mostly-unattributed'] as const) : []),
  ]
}
