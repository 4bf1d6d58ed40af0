import {
  type AttributionMethod,
  type AttributionPath,
  attribute,
  attributeMarkov,
  attributionMethods,
  type ChannelCredit,
  compareWithIncrementality,
} from '@attune/measure'
import { toldBy, channels as visitChannels } from '../activity/device-and-channel.ts'
import type { AttributionView, IncrementView } from '../api/schemas/attribution.ts'
import type { Attune } from '../attune.ts'
import { mainCurrency } from '../report/decision-report.ts'
import { effectReports } from '../report/effect-report.ts'
import { sqlParameters } from '../report/sql-parameters.ts'
import type { TimeRange } from '../report/time-range.ts'
import { type AttributionWarning, attributionWarnings } from './attribution-texts.ts'
import { type PathRow, type PathsOptions, pathsSql, totalsSql } from './paths-sql.ts'
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
}

const dayMs = 86_400_000

/**
 * Which channels, campaigns or placements the orders of a time came through, by seven methods side by side, and what
 * experiments say that placements really added. Persons who do not allow analytics are in none of it.
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
  const paths = rows.map(pathOf)
  const credits = creditsOf(paths, options)
  const touched = sumOf(paths)
  const increments = by === 'placement' ? await incrementsOf(source, { workspace, range, currency }) : []
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
    losses: paths.reduce((sum, { losses }) => sum + losses, 0),
    channels: channelRows(paths, credits, options.order),
    increments,
    comparison: comparisonOf(credits, increments),
    warnings: warningsOf(total.conversions, touched.conversions, (rows[0]?.all_paths ?? 0) > rows.length).map(
      (code) => ({
        code,
        ...attributionWarnings[code],
      }),
    ),
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

function pathOf({ touches, ages, conversions, value, losses }: PathRow): AttributionPath {
  return {
    touches: JSON.parse(touches) as string[],
    ages: JSON.parse(ages) as number[],
    conversions: Number(conversions),
    value: Number(value),
    losses: Number(losses),
  }
}

const sumOf = (paths: readonly AttributionPath[]) => ({
  conversions: paths.reduce((sum, path) => sum + path.conversions, 0),
  value: paths.reduce((sum, path) => sum + path.value, 0),
})

type Credits = Readonly<Record<AttributionMethod, readonly ChannelCredit[]>>

function creditsOf(paths: readonly AttributionPath[], { halfLifeDays, order }: AttributionReportOptions): Credits {
  const of = (method: AttributionMethod): readonly ChannelCredit[] =>
    paths.length === 0 ? [] : attribute(paths, method, { halfLifeDays, order })
  return Object.fromEntries(attributionMethods.map((method) => [method, of(method)])) as unknown as Credits
}

/** By falling credit of the Markov chain. */
function channelRows(paths: readonly AttributionPath[], credits: Credits, order: number): AttributionView['channels'] {
  if (paths.length === 0) return []
  const nothing = { conversions: 0, value: 0 }
  return attributeMarkov(paths, { order })
    .toSorted((a, b) => b.conversions - a.conversions)
    .map(({ channel, removalEffect }) => {
      const creditOf = (method: AttributionMethod) => {
        const { conversions, value } = credits[method].find((one) => one.channel === channel) ?? nothing
        return { conversions, value }
      }
      const all = Object.fromEntries(attributionMethods.map((method) => [method, creditOf(method)]))
      return { channel, credits: all as AttributionView['channels'][number]['credits'], removalEffect }
    })
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

function comparisonOf(credits: Credits, increments: readonly IncrementView[]): AttributionView['comparison'] {
  const measured = increments.flatMap(({ channel, conversions }) =>
    conversions !== null && credits.last.some((one) => one.channel === channel)
      ? [{ channel, effect: conversions }]
      : [],
  )
  if (measured.length === 0) return []
  return compareWithIncrementality(credits, measured).map(({ method, error, channels }) => ({
    method: method as AttributionMethod,
    error,
    channels: channels.map((one) => ({ ...one })),
  }))
}

function warningsOf(orders: number, touched: number, cut: boolean): AttributionWarning[] {
  if (orders === 0) return ['no-orders']
  if (touched === 0) return ['no-touches']
  return [
    ...(cut ? (['paths-left-out'] as const) : []),
    ...(touched < orders / 2 ? (['mostly-unattributed'] as const) : []),
  ]
}
