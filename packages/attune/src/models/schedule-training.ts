import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { ModelRow, ModelTable } from './model-table.ts'

const checkEveryMs = 10 * 60_000
/** With fewer interactions than this a first model would say nothing. */
const leastInteractions = 200

export interface ScheduleOptions {
  readonly everyHours: number
  readonly clock: Clock
  readonly table: ModelTable
  readonly workspaces: () => readonly string[]
  /** Names of models that a placement of the workspace uses. */
  readonly namesInUse: (workspace: string) => readonly string[]
  /** What a model of the kind could learn from. */
  readonly countInteractions: (workspace: string, kind: string) => Promise<number>
  readonly train: (workspace: string, name: string) => Promise<unknown>
  readonly log: Logger
}

/** Whether a model is due: old enough, and with something new to learn. */
export function isDue(options: {
  readonly last: Pick<ModelRow, 'createdAt' | 'manifest' | 'status'> | undefined
  readonly interactions: number
  readonly now: number
  readonly everyHours: number
}): boolean {
  const { last, interactions, now, everyHours } = options
  if (!last) return interactions >= leastInteractions
  if (last.status === 'training') return false
  return (
    now - (last.manifest.learntAt ?? last.createdAt) >= everyHours * 3_600_000 &&
    interactions !== last.manifest.rowsSeen
  )
}

/** Trains by itself what is due. The timer does not keep the process alive. Returns how to stop. */
export function scheduleTraining(options: ScheduleOptions): () => void {
  const { everyHours, clock, table, workspaces, namesInUse, countInteractions, train, log } = options
  if (everyHours === 0) return () => {}
  let checking = false
  async function check(): Promise<void> {
    for (const workspace of workspaces()) {
      const rows = table.rows(workspace)
      for (const name of namesInUse(workspace)) {
        const last = rows.find((row) => row.name === name)
        const interactions = await countInteractions(workspace, last?.kind ?? name)
        if (isDue({ last, interactions, now: clock(), everyHours })) await train(workspace, name)
      }
    }
  }
  const timer = setInterval(() => {
    if (checking) return
    checking = true
    check()
      .catch((error: unknown) => log.error({ err: error }, 'automatic training failed'))
      .finally(() => {
        checking = false
      })
  }, checkEveryMs)
  timer.unref()
  return () => clearInterval(timer)
}
