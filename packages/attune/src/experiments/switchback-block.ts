import type { Experiment } from './experiment.ts'

/** The block of time that a switchback is in: its number from 0, and when the next begins; undefined where none runs. */
export function switchbackBlock(
  { status, switchback, startedAt }: Pick<Experiment, 'status' | 'switchback' | 'startedAt'>,
  now: number,
): { readonly number: number; readonly endsAt: number } | undefined {
  if (status !== 'running' || switchback === null || startedAt === null) return undefined
  const blockMs = switchback.blockMinutes * 60_000
  const number = Math.floor((now - startedAt) / blockMs)
  return { number, endsAt: startedAt + (number + 1) * blockMs }
}
