import type { Logger } from 'pino'
import type { ReportOrder } from '../../api/schemas/report-documents.ts'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import { inTurns } from '../../models/in-turns.ts'
import { type DraftSource, draftReport } from './draft-report.ts'
import { createDueReports, type DueReports } from './due-reports.ts'
import { createPdfPrinter } from './pdf-printer.ts'
import { renderHtml } from './render-html.ts'
import type { ReportDocument } from './report-document.ts'
import { createReportFiles, reportIdOf } from './report-files.ts'
import { reportPeriod } from './report-period.ts'
import type { ReportSchedule } from './report-schedule.ts'
import { createReportSchedules, scheduleIdOf } from './report-schedules.ts'
import { writeSummary } from './write-summary.ts'

/** Reports as documents: made, kept, and made by themselves when a week or a month is over. */
export interface Reports extends DueReports {
  /**
   * Makes a report and keeps it; one at a time.
   * @throws AttuneError as `draftReport` and `reportPeriod`
   */
  make(workspace: string, order: ReportOrder): Promise<ReportDocument>
  /** Newest first. */
  list(workspace: string): readonly ReportDocument[]
  get(workspace: string, id: string): ReportDocument | undefined
  /** Whether there is a browser to print with. */
  canPrint(): boolean
  /** As PDF. @throws AttuneError `no-browser`, `not-printed`, `too-busy` */
  print(document: ReportDocument): Promise<Uint8Array>
  /**
   * Has a report made by itself from now on, or changes how: the same report as often has one schedule.
   * @throws AttuneError `scheduled-in-configuration`, `unknown-placement`, `unknown-experiment`, `too-many-schedules`
   */
  schedule(workspace: string, schedule: ReportSchedule, actor: string): void
  /** @throws AttuneError `unknown-schedule` */
  unschedule(workspace: string, id: string, actor: string): void
}

export interface ReportsOptions extends DraftSource, Pick<Attune, 'clock' | 'languageModel' | 'state'> {
  readonly log: Logger
  /** Names the browser that prints. */
  readonly env: Readonly<Record<string, string | undefined>>
}

export function createReports(options: ReportsOptions): Reports {
  const { config, clock, languageModel, log, env, placements, experiments } = options
  const files = createReportFiles(config.dataDir)
  const schedules = createReportSchedules(options)
  const printer = createPdfPrinter({ env })
  const turn = inTurns()

  async function makeNow(workspace: string, order: ReportOrder, schedule?: string): Promise<ReportDocument> {
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
      ...(schedule === undefined ? {} : { schedule }),
      summary,
      written,
    }
    files.write(workspace, document)
    return document
  }

  /** One after the other: each of them keeps readers of the store busy. */
  const make = (workspace: string, order: ReportOrder, schedule?: string): Promise<ReportDocument> =>
    turn('report', () => makeNow(workspace, order, schedule))

  const due = createDueReports({ config, clock, log, files, schedules, make })
  return {
    ...due,
    make: (workspace, order) => make(workspace, order),
    list: files.list,
    get: files.get,
    canPrint: printer.canPrint,
    print: (document) => printer.print(renderHtml(document)),
    schedule(workspace, schedule, actor) {
      const { kind, subject = '' } = schedule
      if (kind === 'placement' && placements.get(workspace, subject) === undefined)
        throw attuneError('unknown-placement', 'There is no such placement.', {
          status: 404,
          details: { field: 'subject' },
        })
      if (kind === 'experiment') experiments.mustGet(workspace, subject)
      const id = scheduleIdOf(schedule)
      if (workspace === config.workspace && config.report.schedule.some((one) => scheduleIdOf(one) === id))
        throw attuneError(
          'scheduled-in-configuration',
          'The configuration has this report made already: change it there.',
          {
            status: 409,
            details: {
              en: 'The configuration has this report made already: change it there (report.schedule).',
              zh: '配置文件中已有这个定期报告，请在配置（report.schedule）中修改。',
            },
          },
        )
      schedules.put(workspace, schedule, actor)
    },
    unschedule: schedules.remove,
  }
}
