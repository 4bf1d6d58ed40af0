import type { Objective } from './objective.ts'
import type { Trial } from './tune.ts'

/** Those that have a score, best first; equal ones in the order of the trials, so that the defaults win a tie. */
export function rankTrials(trials: readonly Trial[], { better }: Objective): readonly Trial[] {
  const sign = better === 'higher' ? -1 : 1
  return trials
    .filter(({ score }) => score !== null)
    .sort((a, b) => sign * ((a.score as number) - (b.score as number)) || a.trial - b.trial)
}
