import { requireLevel } from '../errors.ts'
import { defaultLevel } from '../interval.ts'
import { normalQuantile } from '../normal.ts'
import { checkObservations, inTime, type Observations } from './observations.ts'

/** The curve just after one of the times at which somebody had the event. */
export interface SurvivalStep {
  readonly time: number
  readonly atRisk: number
  readonly events: number
  readonly survival: number
  /** Greenwood's; null where nobody is left. */
  readonly standardError: number | null
  /** Of the log-log interval; null where nobody is left. */
  readonly low: number | null
  readonly high: number | null
}

export interface SurvivalCurve {
  readonly subjects: number
  readonly events: number
  readonly steps: readonly SurvivalStep[]
  /** First time at which at most half are left, with its interval; null where the curve stays above. */
  readonly median: number | null
  readonly medianLow: number | null
  readonly medianHigh: number | null
  /** The longest time at which anybody was watched: the curve says nothing beyond. */
  readonly until: number
}

/**
 * Kaplan–Meier curve with Greenwood’s variance and log-log intervals, which stay between 0 and 1 (Kalbfleisch & Prentice 2002,
 * §1.4; the interval of the median is Brookmeyer & Crowley's, 1982).
 *
 * @throws MeasureError `too-few`, `out-of-range`
 * @example
 * kaplanMeier({ time: [6, 6, 7, 10], event: [1, 0, 1, 1] }).steps[0] // → { time: 6, survival: .75, … }
 */
export function kaplanMeier(observations: Observations, level: number = defaultLevel): SurvivalCurve {
  checkObservations(observations)
  requireLevel(level)
  const { time, event } = observations
  const z = normalQuantile((1 + level) / 2)
  const order = inTime(observations)
  const steps: SurvivalStep[] = []
  let [survival, greenwood, total] = [1, 0, 0]
  for (let at = 0; at < order.length; ) {
    const now = time[order[at] as number] as number
    const atRisk = order.length - at
    let events = 0
    for (; at < order.length && time[order[at] as number] === now; at++) events += event[order[at] as number] as number
    if (events === 0) continue
    total += events
    survival *= 1 - events / atRisk
    greenwood += events / (atRisk * (atRisk - events))
    steps.push({ time: now, atRisk, events, survival, ...intervalOf(survival, greenwood, z) })
  }
  return {
    subjects: order.length,
    events: total,
    steps,
    median: firstAtMost(steps, ({ survival: left }) => left),
    medianLow: firstAtMost(steps, ({ low }) => low ?? 0),
    medianHigh: firstAtMost(steps, ({ high }) => high ?? 0),
    until: time[order.at(-1) as number] as number,
  }
}

/** The curve's height at `time`: 1 before the first event. */
export function survivalAt({ steps }: Pick<SurvivalCurve, 'steps'>, time: number): number {
  let height = 1
  for (const step of steps) {
    if (step.time > time) break
    height = step.survival
  }
  return height
}

function intervalOf(survival: number, greenwood: number, z: number) {
  if (survival <= 0) return { standardError: null, low: null, high: null }
  const wide = Math.exp((z * Math.sqrt(greenwood)) / Math.abs(Math.log(survival)))
  return { standardError: survival * Math.sqrt(greenwood), low: survival ** wide, high: survival ** (1 / wide) }
}

/** Rounding apart: .5 out of products of fractions may come out a bit above. */
function firstAtMost(steps: readonly SurvivalStep[], of: (step: SurvivalStep) => number): number | null {
  return steps.find((step) => of(step) <= 0.5 + 1e-12)?.time ?? null
}
