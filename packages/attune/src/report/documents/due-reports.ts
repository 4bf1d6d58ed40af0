import type { Logger } from 'pino'
import type { ReportList, ReportOrder } from '../../api/schemas/report-documents.ts'
import type { Attune } from '../../attune.ts'
import type { Clock } from '../../clock.ts'
import { AttuneError } from '../../errors.ts'
import { parseOffset } from '../time-range.ts'
import type { Language, ReportDocument } from './report-document.ts'
import { type ReportFiles, reportIdOf } from './report-files.ts'
import { reportPeriod } from './report-period.ts'
import { lastWhole, type ReportSchedule, subjectOf } from './report-schedule.ts'
import { type ReportSchedules, scheduleIdOf } from './report-schedules.ts'

/** Reports that are made by themselves when a week or a month is over. */
export interface DueReports {
  /** What is made by itself in a workspace: by the configuration, then by the team. */
  scheduled(workspace: string): ReportList['scheduled']
  /** Makes what is due. A report that cannot be made keeps no other from being made, and is tried again. */
  runDue(): Promise<void>
}

export interface DueReportsOptions extends Pick<Attune, 'config'> {
  readonly clock: Clock
  readonly log: Logger
  readonly files: ReportFiles
  readonly schedules: ReportSchedules
  readonly make: (workspace: string, order: ReportOrder, schedule: string) => Promise<ReportDocument>
}

/** What cannot be made now, such as of a campaign through which nobody came, is left alone for so long. */
const restMs = 6 * 3_600_000

export function createDueReports({ config, clock, log, files, schedules, make }: DueReportsOptions): DueReports {
  const offset = parseOffset(config.report.tz)
  const failed = new Map<string, number>()

  function orderOf(entry: ReportSchedule, language: Language): ReportOrder {
    const range = lastWhole(entry.every, clock(), offset)
    const common = { kind: entry.kind, language, by: [], text: 'auto' as const }
    const subject = entry.subject ?? subjectOf(entry.every, range)
    // A month by its name, so that it is compared with the month before and not with as many days.
    if (entry.kind === 'month' && entry.every === 'month') return { ...common, subject }
    return { ...common, subject, from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() }
  }

  const idOf = (order: ReportOrder): string =>
    reportIdOf(order, reportPeriod({ ...order, tz: config.report.tz }, clock()).range)

  async function runEntry(workspace: string, entry: ReportSchedule, language: Language): Promise<void> {
    const order = orderOf(entry, language)
    if (files.has(workspace, idOf(order))) return
    const schedule = scheduleIdOf(entry)
    const at = `${workspace} ${schedule} ${language}`
    if (clock() - (failed.get(at) ?? Number.NEGATIVE_INFINITY) < restMs) return
    try {
      await make(workspace, order, schedule)
      failed.delete(at)
    } catch (error) {
      failed.set(at, clock())
      const about = { workspace, schedule, kind: entry.kind }
      if (error instanceof AttuneError)
        log.warn({ code: error.code, ...about }, 'a report could not be made; it is tried again in some hours')
      else log.error({ err: error, ...about }, 'a report could not be made; it is tried again in some hours')
      return
    }
    // Those of other schedules, and those that somebody asked for, stay.
    files.prune(workspace, { schedule, language }, entry.keep)
  }

  const configured = (workspace: string): readonly ReportSchedule[] =>
    workspace === config.workspace ? config.report.schedule : []

  return {
    scheduled(workspace) {
      const told = (source: 'configuration' | 'team') => (entry: ReportSchedule) => {
        const { from, to } = lastWhole(entry.every, clock(), offset)
        return {
          id: scheduleIdOf(entry),
          source,
          kind: entry.kind,
          subject: entry.subject ?? null,
          every: entry.every,
          languages: entry.languages,
          keep: entry.keep,
          lastWhole: { from: new Date(from).toISOString(), to: new Date(to).toISOString() },
          made: entry.languages.every((language) => files.has(workspace, idOf(orderOf(entry, language)))),
        }
      }
      return [...configured(workspace).map(told('configuration')), ...schedules.list(workspace).map(told('team'))]
    },
    async runDue() {
      for (const workspace of new Set([config.workspace, ...schedules.workspaces()]))
        for (const entry of [...configured(workspace), ...schedules.list(workspace)])
          for (const language of entry.languages) await runEntry(workspace, entry, language)
    },
  }
}
