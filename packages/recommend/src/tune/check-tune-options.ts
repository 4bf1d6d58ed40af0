import { RecommendError } from '../errors.ts'
import type { Objective } from './objective.ts'
import type { Validation } from './share-of-persons.ts'

/**
 * Refuses what a search cannot be made with, before anything is tried.
 *
 * @throws RecommendError `bad-parameter` naming it
 */
export function checkTuneOptions(
  numbers: Readonly<Record<'trials' | 'seconds' | 'seed' | 'eta' | 'leastPersons', number>>,
  objective: Objective,
  validation: Validation,
): void {
  const { trials, seconds, seed, eta, leastPersons } = numbers
  const refuse = (parameter: string, expected: string): never => {
    throw new RecommendError('bad-parameter', `${parameter} must be ${expected}.`, { parameter })
  }
  if (!(Number.isInteger(trials) && trials >= 2 && trials <= 10_000)) refuse('trials', 'a whole number from 2 to 10000')
  if (!(seconds > 0)) refuse('seconds', 'above 0')
  if (!Number.isInteger(seed)) refuse('seed', 'a whole number')
  if (!(eta >= 2 && eta <= 100)) refuse('eta', 'from 2 to 100')
  if (!(leastPersons >= 1)) refuse('leastPersons', 'at least 1')
  const of = 'folds' in validation ? 'lists' : 'ratings'
  if (objective.of !== of) refuse('metric', of === 'lists' ? 'about lists, such as ndcg@10' : 'rmse or mae')
}
