import { createHash } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import { attuneError } from '../../errors.ts'
import { appendAudit } from '../../protect/append-audit.ts'
import type { StateStore } from '../../store/state-store.ts'
import { type ReportSchedule, reportScheduleSchema } from './report-schedule.ts'

/** Of a workspace at most. */
export const mostSchedules = 50

/**
 * What a schedule is known by: how often, what kind, and a digest of its subject. The same report as often has one schedule.
 *
 * @example scheduleIdOf({ kind: 'month', every: 'week' }) // 'week-month-74234e98afe7'
 */
export const scheduleIdOf = ({ kind, subject, every }: Pick<ReportSchedule, 'kind' | 'subject' | 'every'>): string =>
  `${every}-${kind}-${createHash('sha256')
    .update(subject ?? '')
    .digest('hex')
    .slice(0, 12)}`

/** Schedules that a team set up, beside those of the configuration. */
export interface ReportSchedules {
  list(workspace: string): readonly ReportSchedule[]
  /** Workspaces that have some. */
  workspaces(): readonly string[]
  /** Creates a schedule, or replaces the one of the same report as often. @throws AttuneError `too-many-schedules` */
  put(workspace: string, schedule: ReportSchedule, actor: string): void
  /** @throws AttuneError `unknown-schedule` */
  remove(workspace: string, id: string, actor: string): void
}

export function createReportSchedules({
  state,
  clock,
}: {
  readonly state: StateStore
  readonly clock: Clock
}): ReportSchedules {
  const { raw } = state
  const list = (workspace: string): ReportSchedule[] =>
    raw
      .prepare('SELECT definition FROM report_schedules WHERE workspace = ? ORDER BY id')
      .all(workspace)
      .map(({ definition }) => reportScheduleSchema.parse(JSON.parse(String(definition))))
  const audit = (workspace: string, actor: string, action: string, subject: string, details: string): void =>
    appendAudit(raw, { workspace, at: Math.floor(clock()), actor, action, subject, details })

  return {
    list,
    workspaces: () =>
      raw
        .prepare('SELECT DISTINCT workspace FROM report_schedules')
        .all()
        .map(({ workspace }) => String(workspace)),
    put(workspace, schedule, actor) {
      const id = scheduleIdOf(schedule)
      const known = list(workspace)
      if (known.length >= mostSchedules && !known.some((one) => scheduleIdOf(one) === id))
        throw attuneError(
          'too-many-schedules',
          `A workspace has at most ${mostSchedules} schedules of reports. Remove one first.`,
          {
            status: 409,
            details: {
              limit: mostSchedules,
              en: `A workspace has at most ${mostSchedules} schedules of reports. Remove one first.`,
              zh: `一个工作区最多 ${mostSchedules} 个定期报告，请先移除一个。`,
            },
          },
        )
      state.transaction(() => {
        raw
          .prepare(
            `INSERT INTO report_schedules (workspace, id, definition, updated_at) VALUES (?, ?, ?, ?)
             ON CONFLICT (workspace, id) DO UPDATE SET definition = excluded.definition, updated_at = excluded.updated_at`,
          )
          .run(workspace, id, JSON.stringify(schedule), Math.floor(clock()))
        audit(workspace, actor, 'report.scheduled', id, JSON.stringify(schedule))
      })
    },
    remove(workspace, id, actor) {
      state.transaction(() => {
        const removed = raw
          .prepare('DELETE FROM report_schedules WHERE workspace = ? AND id = ? RETURNING definition')
          .get(workspace, id)
        if (removed === undefined)
          throw attuneError(
            'unknown-schedule',
            'There is no such schedule. GET /v1/reports and “attune report schedule” say which there are; those of the configuration are changed there.',
            {
              status: 404,
              details: {
                en: 'This schedule is there no more. Those of the configuration are changed there.',
                zh: '该定期报告已不存在；配置文件中的请在配置中修改。',
              },
            },
          )
        audit(workspace, actor, 'report.unscheduled', id, String(removed.definition))
      })
    },
  }
}
