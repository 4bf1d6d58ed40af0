/** The time of one evaluation, and until when its answer holds if nothing else happens. Whole milliseconds. */
export interface Moment {
  now: number
  /** At this moment or later the answer may differ; before it cannot. Evaluations only ever lower it. */
  until: number
}

/** Notes that the answer may change at `time`. */
export function changesAt(moment: Moment, time: number): void {
  if (time < moment.until) moment.until = time
}
