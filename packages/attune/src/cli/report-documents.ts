import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { ReportList } from '../api/schemas/report-documents.ts'
import { attuneError } from '../errors.ts'
import { printPdf } from '../report/documents/print-pdf.ts'
import { renderHtml } from '../report/documents/render-html.ts'
import { renderMarkdown } from '../report/documents/render-markdown.ts'
import { type DocumentKind, documentKinds, type ReportDocument } from '../report/documents/report-document.ts'
import { figureSvg } from '../report/documents/svg/figure-svg.ts'
import { type ApiClient, apiClient } from './open.ts'
import type { CommonOptions } from './options.ts'
import { printJson, printTable } from './output.ts'

export interface DocumentOptions extends CommonOptions {
  readonly from?: string
  readonly to?: string
  readonly tz?: string
  readonly lang: 'en' | 'zh'
  readonly format?: 'md' | 'html' | 'pdf'
  readonly out?: string
  readonly text: 'auto' | 'template'
  readonly segment?: readonly string[]
  /** Has it made by itself. */
  readonly every?: 'week' | 'month'
  readonly languages?: readonly ('en' | 'zh')[]
  readonly keep?: number
}

const texts = {
  en: {
    written: (path: string) => `The report is in ${path}`,
    kept: (id: string) => `It is kept as ${id}: “attune report list” says which there are.`,
    noBrowser: (path: string) =>
      `No PDF: no browser of the Chromium family was found, or it did not print. Open ${path} in any browser and print it to PDF (Ctrl+P), or name a browser in ATTUNE_BROWSER.`,
    none: 'There are no reports yet. “attune report month 2026-10” makes one.',
    noSchedule:
      'No report is made by itself. “attune report month --every week” has one made, or name some in the configuration: report: { schedule: [{ kind: "month", every: "week", languages: ["en", "zh"], keep: 12 }] }',
    scheduled: 'It is made by itself from now on. “attune report schedule” says what is.',
    unscheduled: 'It is made by itself no longer. Reports that were made stay.',
    list: ['report', 'title', 'from', 'to', 'made'],
    schedule: ['schedule', 'kind', 'about', 'every', 'languages', 'kept', 'last whole time', 'made', 'set up'],
    source: { configuration: 'in the configuration', team: 'by the team' },
    all: 'everything',
    every: { week: 'week', month: 'month' },
    yes: 'yes',
    no: 'not yet',
  },
  zh: {
    written: (path: string) => `报告已写入 ${path}`,
    kept: (id: string) => `已保存为 ${id}：用“attune report list”查看全部报告。`,
    noBrowser: (path: string) =>
      `未生成 PDF：没有找到 Chromium 系列的浏览器，或浏览器打印失败。请用任意浏览器打开 ${path} 并打印为 PDF（Ctrl+P），或在 ATTUNE_BROWSER 中指定浏览器。`,
    none: '还没有报告。用“attune report month 2026-10”生成一份。',
    noSchedule:
      '没有定期报告。用“attune report month --every week”添加，或在配置中指定：report: { schedule: [{ kind: "month", every: "week", languages: ["en", "zh"], keep: 12 }] }',
    list: ['报告', '标题', '从', '至', '生成于'],
    scheduled: '此后会定期生成。用“attune report schedule”查看全部定期报告。',
    unscheduled: '不再定期生成。已生成的报告会保留。',
    schedule: ['定期报告', '类型', '对象', '周期', '语言', '保留', '最近完整周期', '已生成', '来源'],
    source: { configuration: '配置文件', team: '团队设置' },
    all: '全部',
    every: { week: '每周', month: '每月' },
    yes: '是',
    no: '尚未',
  },
} as const

/** `attune report KIND SUBJECT`, also `--every week`; `attune report list`, `schedule` and `unschedule ID`. */
export async function reportDocument(
  kind: string,
  subject: string | undefined,
  options: DocumentOptions,
): Promise<void> {
  const isKind = (documentKinds as readonly string[]).includes(kind)
  if (!isKind && kind !== 'list' && kind !== 'schedule' && kind !== 'unschedule')
    throw attuneError(
      'unknown-report-kind',
      `A report is of ${documentKinds.join(', ')}; or list, schedule, unschedule.`,
    )
  if (kind === 'unschedule' && subject === undefined)
    throw attuneError('no-subject', 'Name the schedule: “attune report schedule” says which there are.')
  const { every } = options
  // Of a month nothing is named where it is made by itself: it is the last whole one.
  if (isKind && subject === undefined && !(kind === 'month' && every !== undefined))
    throw attuneError(
      'no-subject',
      'Name what the report is about: “attune report experiment ID”, “… placement ID”, “… month 2026-10”, “… campaign NAME”.',
    )
  refuseIgnored(kind, isKind, subject, options)
  const api = await apiClient(options)
  try {
    if (kind === 'list') await list(api, options)
    else if (kind === 'schedule') await schedule(api, options)
    else if (kind === 'unschedule') await unschedule(api, subject as string, options)
    else if (every !== undefined) await haveMade(api, kind as DocumentKind, subject, options)
    else await make(api, kind as DocumentKind, subject as string, options)
  } finally {
    await api.close()
  }
}

/** What says something that would not be heard is refused, for a person would believe it. */
function refuseIgnored(
  kind: string,
  isKind: boolean,
  subject: string | undefined,
  { every, keep, languages, from, to, tz, text, segment, format, out }: DocumentOptions,
): void {
  const isScheduled = isKind && every !== undefined
  if (isScheduled && kind === 'month' && subject !== undefined)
    throw attuneError(
      'no-subject-wanted',
      'With --every, “month” is of everything in the last whole week or month: name none.',
    )
  const unheard = isScheduled
    ? { from, to, tz, text: text === 'auto' ? undefined : text, segment, format, out }
    : { every: isKind ? undefined : every, keep, languages }
  const [option] = Object.entries(unheard).flatMap(([name, value]) => (value === undefined ? [] : [name]))
  if (option !== undefined)
    throw attuneError(
      'option-not-heard',
      isScheduled
        ? `--${option} is for a report that is made now; with --every it says nothing.`
        : `--${option} is for a report that is made by itself: “attune report experiment ID --every week”.`,
      { details: { field: option } },
    )
}

async function make(api: ApiClient, kind: DocumentKind, subject: string, options: DocumentOptions): Promise<void> {
  const { from, to, tz, lang: language, text, segment: by = [], format = 'md', out, json } = options
  const t = texts[language]
  const document = await api.request<ReportDocument>('POST', '/v1/reports', {
    kind,
    subject,
    language,
    text,
    by,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(tz === undefined ? {} : { tz }),
  })
  const say = (line: string): void => void (json ? process.stderr : process.stdout).write(`${line}\n`)
  if (format === 'pdf') {
    const pdf = out ?? `${document.id}.pdf`
    const html = `${pdf.replace(/\.pdf$/i, '')}.html`
    writeFileSync(html, renderHtml(document))
    say(t.written(html))
    say((await printPdf({ html, pdf, env: process.env })) ? t.written(pdf) : t.noBrowser(html))
  } else if (out !== undefined) {
    if (format === 'html') writeFileSync(out, renderHtml(document))
    else writeMarkdown(document, out)
    say(t.written(out))
  } else if (!json) process.stdout.write(format === 'html' ? renderHtml(document) : renderMarkdown(document))
  if (json) printJson(document)
  else if (out !== undefined || format === 'pdf') say(t.kept(document.id))
}

/** Markdown with its charts as files beside it. */
function writeMarkdown(document: ReportDocument, out: string): void {
  const numbers = new Map(document.numbers.map((number) => [number.id, number]))
  const stem = out.replace(/\.md$/i, '')
  document.sections
    .flatMap(({ figures }) => figures)
    .forEach((figure, at) => {
      writeFileSync(`${stem}-${at + 1}.svg`, `${figureSvg(figure, numbers)}\n`)
    })
  writeFileSync(out, renderMarkdown(document, { pictureAt: (at) => `${basename(stem)}-${at + 1}.svg` }))
}

async function haveMade(
  api: ApiClient,
  kind: DocumentKind,
  subject: string | undefined,
  { every, keep, lang, languages = [lang], json }: DocumentOptions,
): Promise<void> {
  const about = kind === 'month' ? {} : { subject }
  const kept = keep === undefined ? {} : { keep }
  await api.request('PUT', '/v1/reports/schedule', { kind, ...about, every, languages, ...kept })
  if (json) printJson({ scheduled: true })
  else process.stdout.write(`${texts[lang].scheduled}\n`)
}

async function unschedule(api: ApiClient, id: string, { lang, json }: DocumentOptions): Promise<void> {
  await api.request('DELETE', `/v1/reports/schedule/${encodeURIComponent(id)}`)
  if (json) printJson({ scheduled: false })
  else process.stdout.write(`${texts[lang].unscheduled}\n`)
}

const day = (iso: string): string => iso.slice(0, 10)
const heads = (titles: readonly string[]) => titles.map((title) => ({ title }))

async function list(api: ApiClient, { lang, json }: DocumentOptions): Promise<void> {
  const { reports } = await api.request<ReportList>('GET', '/v1/reports')
  if (json) return printJson({ reports })
  const t = texts[lang]
  if (reports.length === 0) return void process.stdout.write(`${t.none}\n`)
  printTable(
    heads(t.list),
    reports.map(({ id, title, from, to, createdAt }) => [id, title, day(from), day(to), day(createdAt)]),
  )
}

async function schedule(api: ApiClient, { lang, json }: DocumentOptions): Promise<void> {
  const { scheduled } = await api.request<ReportList>('GET', '/v1/reports')
  if (json) return printJson({ scheduled })
  const t = texts[lang]
  if (scheduled.length === 0) return void process.stdout.write(`${t.noSchedule}\n`)
  printTable(
    heads(t.schedule),
    scheduled.map(({ id, source, kind, subject, every, languages, keep, lastWhole, made }) => [
      id,
      kind,
      subject ?? t.all,
      t.every[every],
      languages.join(', '),
      String(keep),
      `${day(lastWhole.from)} – ${day(lastWhole.to)}`,
      made ? t.yes : t.no,
      t.source[source],
    ]),
  )
}
