import type { Funnel, FunnelInput, Paths, PathsInput, Retention, RetentionInput } from '../api/schemas/behaviour.ts'
import type { Attune } from '../attune.ts'
import { attuneError } from '../errors.ts'
import { type TimeRange, timeRange } from '../report/time-range.ts'
import { countFunnel } from './count-funnel.ts'
import { countPaths } from './count-paths.ts'
import { countRetention } from './count-retention.ts'

export type BehaviourSource = Pick<Attune, 'config' | 'events' | 'items' | 'activity' | 'consent' | 'segments'>

/** A question about what people do. */
export interface BehaviourAsk {
  readonly attune: BehaviourSource
  readonly workspace: string
  readonly range: Pick<TimeRange, 'from' | 'to'>
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Milliseconds of real time, for pauses. */
  readonly stopwatch: () => number
}

/** Funnels, retention and paths of everybody who allows `analytics`; answers are kept for a minute. */
export interface Behaviour {
  funnel(workspace: string, input: FunnelInput): Promise<Funnel>
  retention(workspace: string, input: RetentionInput): Promise<Retention>
  paths(workspace: string, input: PathsInput): Promise<Paths>
}

const keptMs = 60_000
const mostKept = 100
/** Questions that wait for each other; more are told to come again. */
const mostWaiting = 8

interface Kept {
  readonly answer: Promise<unknown>
  until: number
}

/** @param stopwatch milliseconds of real time */
export function createBehaviour(attune: BehaviourSource & Pick<Attune, 'clock'>, stopwatch: () => number): Behaviour {
  const kept = new Map<string, Kept>()
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0

  /** One after the other, so that two questions at a time do not take twice the share of the processor. */
  function answered<Input extends { readonly from?: string | undefined; readonly to?: string | undefined }, Answer>(
    name: string,
    count: (ask: BehaviourAsk, input: Input) => Promise<Answer>,
  ): (workspace: string, input: Input) => Promise<Answer> {
    return async (workspace, input) => {
      const now = attune.clock()
      const range = timeRange(input, now)
      const key = JSON.stringify([name, workspace, input])
      const known = kept.get(key)
      if (known && now < known.until) return known.answer as Promise<Answer>
      if (waiting >= mostWaiting)
        throw attuneError('too-busy', 'Many questions are being worked on: ask again in some seconds.', { status: 503 })
      if (kept.size >= mostKept) kept.clear()
      waiting++
      const answer = last
        .then(() => count({ attune, workspace, range, now, stopwatch }, input))
        .finally(() => waiting--)
      const entry: Kept = { answer, until: Number.POSITIVE_INFINITY }
      last = answer.catch(() => {})
      kept.set(key, entry)
      answer.then(
        () => (entry.until = attune.clock() + keptMs),
        () => kept.get(key) === entry && kept.delete(key),
      )
      return answer
    }
  }
  attune.consent.onChange(() => kept.clear())
  return {
    funnel: answered('funnel', countFunnel),
    retention: answered('retention', countRetention),
    paths: answered('paths', countPaths),
  }
}
