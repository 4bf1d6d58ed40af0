import type { ExperimentView } from 'attune/api-types'

/** Whole days from the start to the end, or to now; undefined before the start. */
export function daysRun(
  { startedAt, stoppedAt }: Pick<ExperimentView, 'startedAt' | 'stoppedAt'>,
  now: number,
): number | undefined {
  if (startedAt === null) return undefined
  const end = stoppedAt === null ? now : Date.parse(stoppedAt)
  return Math.max(0, Math.floor((end - Date.parse(startedAt)) / 86_400_000))
}
