import type { Logger } from 'pino'
import type { ReportList, ReportOrder } from '../../api/schemas/report-documents.ts'
import type { Attune } from '../../attune.ts'
import { AttuneError } from '../../errors.ts'
import { parseOffset } from '../time-range.ts'
import { type DraftSource, draftReport } from './draft-report.ts'
import type { ReportDocument } from './report-document.ts'
import { createReportFiles, reportIdOf } from './report-files.ts'
import { reportPeriod } from './report-period.ts'
import { lastWhole, subjectOf } from './report-schedule.ts'
import { writeSummary } from './write-summary.ts'

/** Reports as documents: made, kept, and made by themselves when a week or a month is over. */
export interface Reports {
  /**
   * Makes a report and keeps it; one at a time.
   * @throws AttuneError as `draftReport` and `reportPeriod`
   */
  make(workspace: string, order: ReportOrder): Promise<ReportDocument>
  /** Newest first. */
  list(workspace: string): readonly ReportDocument[]
  get(workspace: string, id: string): ReportDocument | undefined
  /** What is made by itself in a workspace. */
  scheduled(workspace: string): ReportList['scheduled']
  /** Makes what is due. A report that cannot be made keeps no other from being made, and is tried again. */
  runDue(): Promise<void>
}

export interface ReportsOptions extends DraftSource, Pick<Attune, 'clock' | 'languageModel'> {
  readonly log: Logger
}

type Entry = Attune['config']['report']['schedule'][number]

export function createReports(options: ReportsOptions): Reports {
  const { config, clock, languageModel, log } = options
  const files = createReportFiles(config.dataDir)
  const offset = parseOffset(config.report.tz)
  let last: Promise<unknown> = Promise.resolve()

  async function make(workspace: string, order: ReportOrder): Promise<ReportDocument> {
    const period = reportPeriod({ ...order, tz: order.tz ?? config.report.tz }, clock())
    const draft = await draftReport(options, workspace, order, period)
    const { summary, written } =
      order.text === 'template'
        ? { summary: draft.summary, written: { by: 'template', because: 'asked' } as const }
        : await writeSummary(languageModel, draft, { workspace, log })
    const document: ReportDocument = {
      ...draft,
      id: reportIdOf(order, period.range),
      createdAt: new Date(clock()).toISOString(),
      summary,
      written,
    }
    files.write(workspace, document)
    return document
  }

  /** One after the other: each of them keeps readers of the store busy. */
  function inTurn(workspace: string, order: ReportOrder): Promise<ReportDocument> {
    const made = last.then(() => make(workspace, order))
    last = made.catch(() => {})
    return made
  }

  function orderOf(entry: Entry, language: 'en' | 'zh'): ReportOrder {
    const range = lastWhole(entry.every, clock(), offset)
    const common = { kind: entry.kind, language, by: [], text: 'auto' as const }
    const subject = entry.subject ?? subjectOf(entry.every, range)
    // A month by its name, so that it is compared with the month before and not with as many days.
    if (entry.kind === 'month' && entry.every === 'month') return { ...common, subject }
    return { ...common, subject, from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() }
  }

  const idOf = (order: ReportOrder): string =>
    reportIdOf(order, reportPeriod({ ...order, tz: config.report.tz }, clock()).range)

  async function runEntry(entry: Entry, language: 'en' | 'zh'): Promise<void> {
    const { workspace } = config
    const order = orderOf(entry, language)
    if (files.has(workspace, idOf(order))) return
    await inTurn(workspace, order)
    // A week and a month of everything are called by their days, so their kind and length tell what belongs together.
    if (entry.subject !== undefined) files.prune(workspace, order, entry.keep)
    else {
      const isMonth = (subject: string): boolean => /^\d{4}-\d{2}$/.test(subject)
      files.pruneWhere(
        workspace,
        entry.keep,
        (one) =>
          one.kind === 'month' && one.language === language && isMonth(one.subject) === (entry.every === 'month'),
      )
    }
  }

  return {
    make: inTurn,
    list: files.list,
    get: files.get,
    scheduled: (workspace) =>
      workspace !== config.workspace
        ? []
        : config.report.schedule.map((entry) => {
            const { from, to } = lastWhole(entry.every, clock(), offset)
            return {
              kind: entry.kind,
              subject: entry.subject ?? null,
              every: entry.every,
              languages: entry.languages,
              keep: entry.keep,
              lastWhole: { from: new Date(from).toISOString(), to: new Date(to).toISOString() },
              made: entry.languages.every((language) => files.has(workspace, idOf(orderOf(entry, language)))),
            }
          }),
    async runDue() {
      for (const entry of config.report.schedule)
        for (const language of entry.languages)
          await runEntry(entry, language).catch((error: unknown) => {
            if (error instanceof AttuneError)
              log.warn({ code: error.code, kind: entry.kind }, 'a report could not be made; it is tried again')
            else log.error({ err: error, kind: entry.kind }, 'a report could not be made; it is tried again')
          })
    },
  }
}
