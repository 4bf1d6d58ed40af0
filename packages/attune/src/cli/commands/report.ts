import type { Command } from 'commander'
import type { Estimate } from '../../api/schemas/common.ts'
import type { EffectReport, Report, ReportRow } from '../../api/schemas/report.ts'
import { AttuneError } from '../../errors.ts'
import { type ApiClient, apiClient } from '../open.ts'
import { action, type CommonOptions, command } from '../options.ts'
import { type Column, printJson, printTable } from '../output.ts'

interface ReportOptions extends CommonOptions {
  readonly placement?: string
  readonly variation?: string
  readonly model?: string
  readonly by: string
  readonly from?: string
  readonly to?: string
  readonly tz?: string
}

const count = new Intl.NumberFormat('en')
const percent = (value: number, digits = 2): string => `${(value * 100).toFixed(digits)}%`
const withInterval = (estimate: Estimate | null, format: (value: number) => string): string =>
  estimate === null ? '–' : `${format(estimate.value)} (${format(estimate.low)} – ${format(estimate.high)})`
const money = (value: number): string => value.toFixed(2)
const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value * 100).toFixed(1)}%`

function query(options: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(options).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
}

const right = (title: string): Column => ({ title, align: 'right' })

function printRows({ rows }: Report, by: readonly string[]): void {
  const currency = rows.find((row) => row.currency !== null)?.currency
  printTable(
    [
      ...by.map((title) => ({ title })),
      ...['persons', 'decisions', 'exposures', 'clicks', 'click rate', 'orders', 'orders per click'].map(right),
      ...[`revenue${currency ? ` ${currency}` : ''}`, 'per 1,000 exposures', 'coverage', 'personalisation'].map(right),
    ],
    rows.map((row: ReportRow) => [
      ...by.map((column) => row.group[column] ?? ''),
      count.format(row.persons),
      count.format(row.decisions),
      count.format(row.exposures),
      count.format(row.clicks),
      withInterval(row.ctr, percent),
      count.format(row.conversions),
      withInterval(row.cvr, percent),
      money(row.revenue),
      withInterval(row.revenuePerThousand, money),
      row.coverage === null ? '–' : percent(row.coverage, 1),
      row.personalisation === null ? '–' : row.personalisation.toFixed(3),
    ]),
  )
}

const metricNames: Readonly<Record<EffectReport['effects'][number]['metric'], string>> = {
  ctr: 'click rate',
  clicksPerPerson: 'clicks per person',
  ordersPerPerson: 'orders per person',
  revenuePerPerson: 'revenue per person',
}

function printEffect({ placement, treatment, control, persons, sampleRatioP, effects }: EffectReport): void {
  process.stdout.write(
    `\nEffect in “${placement}”: ${treatment} (${count.format(persons.treatment)} persons) against ${control} (${count.format(persons.control)} persons)\n\n`,
  )
  if (effects.length === 0) process.stdout.write('Nothing can be said yet: show decisions to both arms first.\n')
  else
    printTable(
      [{ title: 'measure' }, right(treatment), right(control), right('change (95% interval)'), { title: 'verdict' }],
      effects.map(({ metric, treatment: treated, control: untreated, lift, verdict }) => [
        metricNames[metric],
        metric === 'ctr' ? percent(treated) : treated.toFixed(3),
        metric === 'ctr' ? percent(untreated) : untreated.toFixed(3),
        withInterval(lift, signed),
        verdict,
      ]),
    )
  if (sampleRatioP < 0.001)
    process.stdout.write(
      `\nDo not believe this effect: the arms do not have the sizes that were asked for (sample-ratio p = ${sampleRatioP.toExponential(1)}).\n`,
    )
}

/** The effect of the placement, or null where it has nothing to compare. */
async function effectOf(api: ApiClient, options: ReportOptions): Promise<EffectReport | null> {
  const { placement = 'home', from, to, tz } = options
  try {
    return await api.request<EffectReport>('GET', `/v1/reports/effect${query({ placement, from, to, tz })}`)
  } catch (error) {
    if (error instanceof AttuneError && ['no-control', 'unknown-placement'].includes(error.code)) return null
    throw error
  }
}

async function report(options: ReportOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    const { placement, variation, model, by, from, to, tz } = options
    const path = `/v1/reports/decisions${query({ placement, variation, model, by, from, to, tz })}`
    const decisions = await api.request<Report>('GET', path)
    const effect = await effectOf(api, options)
    if (options.json) return printJson({ ...decisions, effect })
    process.stdout.write(
      `${decisions.from} to ${decisions.to}, orders up to ${decisions.attributionDays} days after a click, 95% intervals\n\n`,
    )
    if (decisions.rows.length === 0) {
      process.stdout.write('No decisions in this time. Ask for recommendations first: attune recommend <person>\n')
      return
    }
    printRows(
      decisions,
      by.split(',').filter((column) => column !== ''),
    )
    if (effect !== null) printEffect(effect)
  } finally {
    await api.close()
  }
}

/** `attune report`: what decisions led to, with intervals, and what personalisation changed. */
export function reportCommand(): Command {
  return command('report', 'what decisions led to: clicks, orders and revenue with intervals')
    .option('--placement <id>', 'only this placement')
    .option('--variation <name>', 'only this arm')
    .option('--model <name>', 'only this model, or name@version')
    .option('--by <columns>', 'placement, variation, model, day; comma-separated', 'placement,variation')
    .option('--from <day>', 'first day or moment (default: 28 days ago)')
    .option('--to <day>', 'end, not included (default: now)')
    .option('--tz <offset>', 'offset of the days from UTC, such as +08:00')
    .action(action(report))
}
