import { MeasureError } from '../errors.ts'

/** How long each subject was seen, and whether what is waited for happened then (1) or watching ended (0). */
export interface Observations {
  /** At least 0, in any unit. */
  readonly time: ArrayLike<number>
  readonly event: ArrayLike<number>
}

/** @throws MeasureError `too-few`, `out-of-range` */
export function checkObservations({ time, event }: Observations): void {
  if (time.length === 0) throw new MeasureError('too-few', 'Give at least one subject.')
  if (event.length !== time.length)
    throw new MeasureError('out-of-range', 'Give one time and one event for each subject.')
  for (let i = 0; i < time.length; i++) {
    if (!((time[i] as number) >= 0 && (time[i] as number) < Number.POSITIVE_INFINITY))
      throw new MeasureError('out-of-range', 'A time must be at least 0 and finite.')
    if (event[i] !== 0 && event[i] !== 1)
      throw new MeasureError('out-of-range', 'An event is 1 where it happened, 0 where watching ended before.')
  }
}

/** Subjects by rising time; events before censorings at the same time, as is the convention. */
export function inTime({ time, event }: Observations): Int32Array {
  return Int32Array.from({ length: time.length }, (_, i) => i).sort(
    (a, b) => (time[a] as number) - (time[b] as number) || (event[b] as number) - (event[a] as number) || a - b,
  )
}
