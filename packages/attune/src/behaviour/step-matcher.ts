import type { ActivityEntries } from '../activity/activity-index.ts'
import {
  anyName,
  type DoingContext,
  type DoingMatcher,
  doingMatcher,
  isDoing,
} from '../segments/evaluate/doing-matcher.ts'
import type { ReadStep } from './read-step.ts'
import { firstAt } from './walk-people.ts'

/** Moments at which a person did what the properties of a step ask for, oldest first; undefined where never. */
export type TimesOf = (personId: string) => Float64Array | undefined

/** Which of some steps an entry is, one bit a step. */
export interface StepMatcher {
  /** Follows names and catalogue; before each turn. */
  refresh(): void
  /** Before the entries of a person are asked about. */
  person(personId: string): void
  maskOf(entries: ActivityEntries, at: number): number
}

/**
 * @param times one a step, where it has conditions on properties, which are not kept in memory
 */
export function stepMatcher(
  steps: readonly ReadStep[],
  context: DoingContext,
  times: readonly (TimesOf | undefined)[],
): StepMatcher {
  const matchers = steps.map(({ doing }) => doingMatcher(doing, context))
  const own: (Float64Array | undefined)[] = steps.map(() => undefined)
  const hasTimes = times.some((one) => one !== undefined)
  // A look at the names alone rules most entries out, and decides those of steps without conditions.
  let surelyByEvent = new Int32Array(65_536)
  let maybeByEvent = new Int32Array(65_536)
  const surelyByKind = new Int32Array(256)
  const maybeByKind = new Int32Array(256)

  function fill({ isPlain, kind, event }: DoingMatcher, step: number): void {
    const sure = isPlain && times[step] === undefined
    if (kind !== anyName) set(sure ? surelyByKind : maybeByKind, kind, step)
    else if (event !== anyName) set(sure ? surelyByEvent : maybeByEvent, event, step)
    // “Anything” asks each entry.
    else for (let any = 0; any < maybeByKind.length; any++) set(maybeByKind, any, step)
  }
  return {
    refresh() {
      for (const refresh of context.refreshers) refresh()
      surelyByEvent = new Int32Array(65_536)
      maybeByEvent = new Int32Array(65_536)
      surelyByKind.fill(0)
      maybeByKind.fill(0)
      matchers.forEach(fill)
    },
    person(personId) {
      if (hasTimes) for (const [step, of] of times.entries()) own[step] = of?.(personId)
    },
    maskOf(entries, at) {
      const event = entries.events[at] as number
      const kind = entries.kinds[at] as number
      let mask = (surelyByEvent[event] as number) | (surelyByKind[kind] as number)
      let maybe = (maybeByEvent[event] as number) | (maybeByKind[kind] as number)
      for (let step = 0; maybe !== 0; step++, maybe >>= 1)
        if ((maybe & 1) === 1 && isDoing(matchers[step] as DoingMatcher, entries, at))
          if (times[step] === undefined || hasTime(own[step], entries.times[at] as number)) mask |= 1 << step
      return mask
    },
  }
}

/** Negative numbers stand for names that nobody has used. */
function set(all: Int32Array, at: number, step: number): void {
  if (at >= 0) all[at] = (all[at] as number) | (1 << step)
}

const hasTime = (times: Float64Array | undefined, time: number): boolean =>
  times !== undefined && times[firstAt({ times, from: 0, to: times.length }, time)] === time
