import type { Logger } from 'pino'
import type { Reports } from './create-reports.ts'

const checkEveryMs = 10 * 60_000

/** Looks every ten minutes whether a week or a month is over whose report is not there yet; the timer does not keep the process alive. */
export function scheduleReports(reports: Pick<Reports, 'runDue'>, log: Logger): { stop(): Promise<void> } {
  let running: Promise<void> | undefined
  const timer = setInterval(() => {
    running ??= reports
      .runDue()
      .catch((error: unknown) => log.error({ err: error }, 'scheduled reports failed; they are tried again'))
      .finally(() => {
        running = undefined
      })
  }, checkEveryMs)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
