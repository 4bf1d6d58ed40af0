import { keptAnswers } from '../api/kept-answers.ts'
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

/** Questions that wait for each other; more are told to come again. */
const mostWaiting = 8

/** @param stopwatch milliseconds of real time */
export function createBehaviour(attune: BehaviourSource & Pick<Attune, 'clock'>, stopwatch: () => number): Behaviour {
  const kept = keptAnswers<unknown>(attune)
  let waiting = 0

  function answered<Input extends { readonly from?: string | undefined; readonly to?: string | undefined }, Answer>(
    name: string,
    count: (ask: BehaviourAsk, input: Input) => Promise<Answer>,
  ): (workspace: string, input: Input) => Promise<Answer> {
    return async (workspace, input) => {
      const now = attune.clock()
      const range = timeRange(input, now)
      if (waiting >= mostWaiting)
        throw attuneError('too-busy', 'Many questions are being worked on: ask again in some seconds.', { status: 503 })
      waiting++
      try {
        const key = JSON.stringify([name, workspace, input])
        return (await kept(key, () => count({ attune, workspace, range, now, stopwatch }, input))) as Answer
      } finally {
        waiting--
      }
    }
  }
  return {
    funnel: answered('funnel', countFunnel),
    retention: answered('retention', countRetention),
    paths: answered('paths', countPaths),
  }
}
