import { RecommendError } from '../errors.ts'
import { historyOf, type Interactions } from '../interactions.ts'
import { selectInteractions } from '../select-interactions.ts'
import { randomOf, shuffled } from './random.ts'
import { sliceHistory } from './slice-history.ts'
import type { EvaluationCase, Fold, Split } from './split.ts'

export interface KFoldOptions {
  /** Number of folds. Default 5. */
  readonly k?: number
  /** Share of a test person's history, the earliest part, that the model is asked with. Default .8. */
  readonly queryShare?: number
  /** Decides which person is in which fold. Default 1. */
  readonly seed?: number
}

/**
 * Strong generalisation: persons are divided into k folds; a fold's persons are unknown to the model trained on the
 * others, which is asked with the first part of their history for the rest. Persons with fewer than two interactions
 * are trained on and not asked.
 *
 * @throws RecommendError `bad-parameter`, or `no-cases` when there are fewer persons than folds
 */
export function kFoldByPerson(interactions: Interactions, options: KFoldOptions = {}): Split {
  const { k = 5, queryShare = 0.8, seed = 1 } = options
  if (!(Number.isInteger(k) && k >= 2))
    throw new RecommendError('bad-parameter', `k must be a whole number ≥ 2; it is ${k}.`)
  if (!(queryShare > 0 && queryShare < 1)) {
    throw new RecommendError('bad-parameter', `queryShare must lie between 0 and 1; it is ${queryShare}.`)
  }
  const personCount = interactions.indptr.length - 1
  const asked: number[] = []
  for (let person = 0; person < personCount; person++) {
    if ((interactions.indptr[person + 1] as number) - (interactions.indptr[person] as number) >= 2) asked.push(person)
  }
  if (asked.length < k) {
    throw new RecommendError(
      'no-cases',
      `${k} folds need ${k} persons with two interactions; there are ${asked.length}.`,
    )
  }
  const foldOf = new Int32Array(personCount).fill(-1)
  for (const [at, person] of shuffled(Int32Array.from(asked), randomOf(seed)).entries()) foldOf[person] = at % k
  const folds: Fold[] = []
  for (let fold = 0; fold < k; fold++) {
    const cases: EvaluationCase[] = []
    for (const person of asked) {
      if (foldOf[person] !== fold) continue
      const all = historyOf(interactions, person)
      const length = all.items.length
      const query = Math.min(length - 1, Math.max(1, Math.round(length * queryShare)))
      const targets = Int32Array.from(new Set(all.items.subarray(query)))
      cases.push({ person, history: sliceHistory(all, 0, query), targets })
    }
    const train = selectInteractions(interactions, (person) => foldOf[person] !== fold)
    folds.push({ train, cases })
  }
  return { protocol: 'kfold', folds }
}
