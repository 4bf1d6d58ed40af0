import type { AttributionView } from '../../api/schemas/attribution.ts'
import type { EffectReport, Report, ReportRow } from '../../api/schemas/report.ts'
import { attributionReport } from '../../attribution/attribution-report.ts'
import type { Attune } from '../../attune.ts'
import { decisionReport, mainCurrency } from '../decision-report.ts'
import { effectReports } from '../effect-report.ts'
import { sqlParameters } from '../sql-parameters.ts'
import { type ClickGroup, type ClickSums, clicksByPersonSql } from './clicks-by-person-sql.ts'
import type { ReportPeriod } from './report-period.ts'

export type FigureSource = Pick<Attune, 'events' | 'items' | 'config' | 'placements' | 'consent'>

/** What reports of a placement and of a month are made of. */
export interface DecisionFigures {
  readonly total: ReportRow
  readonly totalBefore: ReportRow
  readonly by: 'placement' | 'variation'
  readonly groups: readonly ReportRow[]
  readonly groupsBefore: readonly ReportRow[]
  readonly days: readonly ReportRow[]
  readonly effects: readonly EffectReport[]
  readonly groupClicks: readonly ClickSums[]
  readonly itemClicks: readonly ClickSums[]
  readonly currency: string | null
  /** Orders by channel, now and before; of a placement nothing. */
  readonly channels?: { readonly now: AttributionView; readonly before: AttributionView }
}

const leastExposures = 100
const mostItems = 2000

/** @param placement left out: everything in that time */
export async function readDecisionFigures(
  source: FigureSource,
  workspace: string,
  { range, before }: ReportPeriod,
  placement: string | undefined,
): Promise<DecisionFigures> {
  const by = placement === undefined ? 'placement' : 'variation'
  const filter = { placement }
  // Both periods in one currency, or their revenues could not be compared.
  const currency = await mainCurrency(source, workspace, { ...range, from: before.from })
  const report = (when: typeof range, columns: readonly ('placement' | 'variation' | 'day')[], variety = false) =>
    decisionReport(source, { workspace, range: when, filter, by: columns, variety, currency })
  const only = ({ rows: [row] }: Report): ReportRow => row as ReportRow
  const clicks = (group: ClickGroup): Promise<ClickSums[]> => {
    const parameters = sqlParameters()
    const options = { workspace, range, placement, by: group, leastExposures, mostGroups: mostItems }
    return source.events.query<ClickSums>(clicksByPersonSql(parameters, options), parameters.values)
  }
  const placements = source.placements.list(workspace).filter(({ id }) => placement === undefined || id === placement)
  const attribution = (when: typeof range) =>
    attributionReport(source, {
      workspace,
      range: when,
      by: 'channel',
      touch: 'click',
      lookbackDays: 30,
      halfLifeDays: 7,
      order: 1,
    })
  // One after the other: the store has few readers, and others want to read too.
  return {
    by,
    currency,
    total: only(await report(range, [], true)),
    totalBefore: only(await report(before, [])),
    groups: (await report(range, [by])).rows,
    groupsBefore: (await report(before, [by])).rows,
    days: (await report(range, ['day'])).rows,
    effects: [
      ...(await effectReports(source, { workspace, placements, range, currency, sinceFirstAnswer: true })).values(),
    ],
    groupClicks: await clicks(by),
    itemClicks: await clicks('item'),
    ...(placement === undefined
      ? { channels: { now: await attribution(range), before: await attribution(before) } }
      : {}),
  }
}
