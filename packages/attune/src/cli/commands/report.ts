import { type Command, Option } from 'commander'
import type { EffectReport, Report, ReportRow } from '../../api/schemas/report.ts'
import { AttuneError } from '../../errors.ts'
import type { ReportColumn } from '../../report/decision-report-sql.ts'
import { type ReportTexts, reportTexts } from '../../report/report-texts.ts'
import { estimateText, queryText } from '../figures.ts'
import { languageOption } from '../language-option.ts'
import { type ApiClient, apiClient } from '../open.ts'
import { action, command, wholeNumber } from '../options.ts'
import { type Column, printJson, printTable } from '../output.ts'
import { type DocumentOptions, reportDocument } from '../report-documents.ts'

interface ReportOptions extends DocumentOptions {
  readonly placement?: string
  readonly variation?: string
  readonly model?: string
  readonly by: string
}

const count = new Intl.NumberFormat('en')
const percent = (value: number, digits = 2): string => `${(value * 100).toFixed(digits)}%`
const money = (value: number): string => value.toFixed(2)
const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value * 100).toFixed(1)}%`
const right = (title: string): Column => ({ title, align: 'right' })

function printRows({ rows }: Report, by: readonly ReportColumn[], { columns, revenue }: ReportTexts): void {
  const currency = rows.find((row) => row.currency !== null)?.currency ?? undefined
  const { persons, decisions, exposures, clicks, ctr, conversions, cvr, perThousand, coverage, personalisation } =
    columns
  printTable(
    [
      ...by.map((column) => ({ title: columns[column] })),
      ...[persons, decisions, exposures, clicks, ctr, conversions, cvr].map(right),
      ...[revenue(currency), perThousand, coverage, personalisation].map(right),
    ],
    rows.map((row: ReportRow) => [
      ...by.map((column) => row.group[column] ?? ''),
      count.format(row.persons),
      count.format(row.decisions),
      count.format(row.exposures),
      count.format(row.clicks),
      estimateText(row.ctr, percent),
      count.format(row.conversions),
      estimateText(row.cvr, percent),
      money(row.revenue),
      estimateText(row.revenuePerThousand, money),
      row.coverage === null ? '–' : percent(row.coverage, 1),
      row.personalisation === null ? '–' : row.personalisation.toFixed(3),
    ]),
  )
}

function printEffect({ placement, treatment, control, persons, ...report }: EffectReport, texts: ReportTexts): void {
  const [treated, untreated] = [count.format(persons.treatment), count.format(persons.control)]
  process.stdout.write(`\n${texts.effect(placement, treatment, treated, control, untreated)}\n\n`)
  if (report.effects.length === 0) process.stdout.write(`${texts.tooFew}\n`)
  else
    printTable(
      [
        { title: texts.effectColumns.measure },
        right(treatment),
        right(control),
        right(texts.effectColumns.change),
        { title: texts.effectColumns.verdict },
      ],
      report.effects.map((effect) => [
        texts.metrics[effect.metric],
        effect.metric === 'ctr' ? percent(effect.treatment) : effect.treatment.toFixed(3),
        effect.metric === 'ctr' ? percent(effect.control) : effect.control.toFixed(3),
        estimateText(effect.lift, signed),
        texts.verdicts[effect.verdict],
      ]),
    )
  if (report.sampleRatioP < 0.001) process.stdout.write(`\n${texts.mismatch(report.sampleRatioP.toExponential(1))}\n`)
}

/** The effect of the placement, or null where it has nothing to compare. */
async function effectOf(api: ApiClient, options: ReportOptions): Promise<EffectReport | null> {
  const { placement = 'home', from, to, tz } = options
  try {
    return await api.request<EffectReport>('GET', `/v1/reports/effect${queryText({ placement, from, to, tz })}`)
  } catch (error) {
    if (error instanceof AttuneError && ['no-control', 'unknown-placement'].includes(error.code)) return null
    throw error
  }
}

async function report(kind: string | undefined, subject: string | undefined, options: ReportOptions): Promise<void> {
  if (kind !== undefined) return reportDocument(kind, subject, options)
  const api = await apiClient(options)
  try {
    const { placement, variation, model, by, from, to, tz } = options
    const path = `/v1/reports/decisions${queryText({ placement, variation, model, by, from, to, tz })}`
    const decisions = await api.request<Report>('GET', path)
    const effect = await effectOf(api, options)
    if (options.json) return printJson({ ...decisions, effect })
    const texts = reportTexts[options.lang]
    process.stdout.write(`${texts.head(decisions.from, decisions.to, decisions.attributionDays)}\n\n`)
    if (decisions.rows.length === 0) return void process.stdout.write(`${texts.empty}\n`)
    // The server has refused every name that is no column.
    printRows(decisions, by.split(',').filter(Boolean) as ReportColumn[], texts)
    if (effect !== null) printEffect(effect, texts)
  } finally {
    await api.close()
  }
}

/**
 * `attune report`: what decisions led to, with intervals, and what personalisation changed. With a kind and a subject: a report
 * as a document, with charts, what changed and why, weak spots and what to try next.
 */
export function reportCommand(): Command {
  return command('report', 'what decisions led to: clicks, orders and revenue with intervals')
    .argument('[kind]', 'experiment, placement, month, campaign: a whole report of it; list; schedule; unschedule')
    .argument(
      '[subject]',
      'id of the experiment or placement, a month such as 2026-10, name of the campaign or channel, id of a schedule',
    )
    .addOption(new Option('--format <format>', 'of a whole report').choices(['md', 'html', 'pdf']))
    .option('--out <file>', 'write a whole report there; Markdown with its charts beside it')
    .addOption(
      new Option('--text <writer>', 'who writes the summary: the language model where there is one, or templates')
        .choices(['auto', 'template'])
        .default('auto'),
    )
    .option('--segment <id...>', 'segments to tell the effect of an experiment by')
    .addOption(new Option('--every <time>', 'have it made by itself once a').choices(['week', 'month']))
    .addOption(
      new Option('--languages <language...>', 'of what is made by itself (default: --lang)').choices(['en', 'zh']),
    )
    .option('--keep <number>', 'so many of what is made by itself are kept (default: 12)', wholeNumber(1, 100))
    .option('--placement <id>', 'only this placement')
    .option('--variation <name>', 'only this arm')
    .option('--model <name>', 'only this model, or name@version')
    .option('--by <columns>', 'placement, variation, model, day; comma-separated', 'placement,variation')
    .option('--from <day>', 'first day, such as 2026-03-01, or moment (default: 28 days ago)')
    .option('--to <day>', 'end, not included (default: now)')
    .option('--tz <offset>', 'offset of the days from UTC, such as +08:00')
    .addOption(languageOption())
    .action(action(report))
}
