import { bootstrapRatio, wilsonInterval } from '@attune/measure'
import type { Report, ReportRow } from '../api/schemas/report.ts'
import type { Attune } from '../attune.ts'
import { mainCurrencySql } from './attribution-sql.ts'
import {
  type DecisionFilter,
  type DecisionReportSqlOptions,
  type ReportColumn,
  varietySql,
} from './decision-report-sql.ts'
import { emptyGroup, type ReportGroup, readGroups } from './report-groups.ts'
import { sqlParameters } from './sql-parameters.ts'
import type { TimeRange } from './time-range.ts'

export type ReportSource = Pick<Attune, 'events' | 'items' | 'config'>

export interface DecisionReportOptions {
  readonly workspace: string
  readonly range: TimeRange
  readonly filter?: DecisionFilter
  readonly by?: readonly ReportColumn[]
  /** Coverage and personalisation cost as much as all the rest. Default: true. */
  readonly variety?: boolean
  /** Where it is known already; else it is found. */
  readonly currency?: string | null
}

const iso = (ms: number): string => new Date(ms).toISOString()

/**
 * Online measures of the decisions of a range of time, grouped by placement, variation, model or day.
 *
 * Everything belongs to the day of its decision: an order of next week counts for the decision that led to it, so the
 * last days of a report still grow for `attributionDays`. What is counted:
 *
 * - exposures: distinct items of a decision that were seen; clicks: distinct items of a decision that were clicked;
 * - CTR: of the items that were seen the share that was clicked; a click without an exposure counts as a click only;
 * - conversions: order lines after a click (attribution-sql.ts); CVR: of the clicks the share that led to an order;
 * - revenue: of the conversions, in the currency that most orders are paid in.
 *
 * Wilson's intervals describe one group of decisions, exposure by exposure. To compare two groups take the effect report:
 * there persons are the unit, because the clicks of one person hang together.
 */
export async function decisionReport(source: ReportSource, options: DecisionReportOptions): Promise<Report> {
  const { workspace, range, filter = {}, by = [] } = options
  const { attributionDays } = source.config.report
  const currency = options.currency === undefined ? await mainCurrency(source, workspace, range) : options.currency
  const sql: DecisionReportSqlOptions = { workspace, range, filter, by, attributionDays, currency }
  // One after the other: the store has few readers, and others want to read too.
  const groups = await readGroups(source, sql)
  const varieties = options.variety === false ? undefined : await readVariety(source, sql)
  const rows: ReportRow[] = []
  for (const group of groups) {
    rows.push(reportRow(group, by, currency, varieties))
    // A bootstrap takes a millisecond or two; requests that wait come in between.
    await new Promise(setImmediate)
  }
  if (rows.length === 0 && by.length === 0) rows.push(reportRow(emptyGroup(), by, currency, varieties))
  return { from: iso(range.from), to: iso(range.to), attributionDays, rows }
}

/** The currency that revenue is counted in. */
export async function mainCurrency(
  { events }: Pick<Attune, 'events'>,
  workspace: string,
  range: TimeRange,
): Promise<string | null> {
  const parameters = sqlParameters()
  const rows = await events.query<{ currency: string }>(
    mainCurrencySql(parameters, workspace, range.from),
    parameters.values,
  )
  return rows[0]?.currency ?? null
}

interface Variety {
  readonly coverage: number | null
  readonly personalisation: number | null
}

async function readVariety(
  { events, items }: ReportSource,
  options: DecisionReportSqlOptions,
): Promise<ReadonlyMap<string, Variety>> {
  const available: string[] = []
  for (const item of items.all(options.workspace)) if (item.available) available.push(item.id)
  const parameters = sqlParameters()
  const columns = await events.columns(varietySql(parameters, options, JSON.stringify(available)), parameters.values)
  const depth = options.by.length
  const varieties = new Map<string, Variety>()
  for (let row = 0; row < (columns[depth]?.length ?? 0); row++) {
    const key = JSON.stringify(columns.slice(0, depth).map((column) => String(column[row])))
    const shown = columns[depth]?.[row]
    const similarity = columns[depth + 1]?.[row]
    varieties.set(key, {
      coverage: available.length === 0 ? null : Number(shown ?? 0) / available.length,
      // Rounding may push equal lists a hair below zero.
      personalisation: typeof similarity === 'number' ? Math.max(0, 1 - similarity) : null,
    })
  }
  return varieties
}

/** A group's line of the report: rates with Wilson intervals, revenue per 1,000 exposures by a bootstrap over persons. */
export function reportRow(
  group: ReportGroup,
  by: readonly ReportColumn[],
  currency: string | null,
  varieties?: ReadonlyMap<string, Variety>,
): ReportRow {
  const { persons, decisions, exposures, clicks, seenClicks, converted, conversions, revenue } = group
  const variety = varieties?.get(JSON.stringify(group.values))
  return {
    group: Object.fromEntries(by.map((column, at) => [column, group.values[at] ?? ''])),
    decisions,
    persons,
    exposures,
    clicks,
    conversions,
    revenue,
    currency,
    ctr: exposures > 0 ? wilsonInterval(seenClicks, exposures) : null,
    cvr: clicks > 0 ? wilsonInterval(Math.min(converted, clicks), clicks) : null,
    revenuePerThousand: perThousand(group),
    coverage: exposures > 0 ? (variety?.coverage ?? null) : null,
    personalisation: variety?.personalisation ?? null,
  }
}

function perThousand({ exposures, revenue, partExposures, partRevenue }: ReportGroup): ReportRow['revenuePerThousand'] {
  if (exposures === 0) return null
  if (revenue === 0) return { value: 0, low: 0, high: 0 }
  const interval = bootstrapRatio(Float64Array.from(partRevenue), Float64Array.from(partExposures), { samples: 400 })
  return { value: interval.value * 1000, low: interval.low * 1000, high: interval.high * 1000 }
}
