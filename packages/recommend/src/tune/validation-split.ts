import { RecommendError } from '../errors.ts'
import { kFoldByPerson } from '../evaluate/k-fold-by-person.ts'
import { leaveOneOut } from '../evaluate/leave-one-out.ts'
import { randomOf } from '../evaluate/random.ts'
import { sliceHistory } from '../evaluate/slice-history.ts'
import type { EvaluationCase, Split } from '../evaluate/split.ts'
import { splitByTime } from '../evaluate/split-by-time.ts'
import type { Interactions } from '../interactions.ts'
import { selectInteractions } from '../select-interactions.ts'
import type { TrainingPart } from './training-part.ts'

export interface ValidationOptions {
  /** Of folds and sampled candidates. Default 1. */
  readonly seed?: number
  /** By time: the share of the training part, its earliest, that is trained on. Default .8. */
  readonly trainShare?: number
}

/**
 * A split inside a training part, made the way the part itself was made, to choose parameters by:
 *
 * - `leave-one-out`: each query's last item is to be found with what lies before it (the last but one of the sequence)
 * - `time`: the earliest part trains, what follows is to be found; leave one out where there are no times
 * - `kfold`: a fifth of the training persons are asked
 * - `ncf`: the last item of the training history among as many sampled items as the test has
 *
 * @throws RecommendError `no-cases` when nobody has enough interactions
 */
export function validationSplit(part: TrainingPart, { seed = 1, trainShare = 0.8 }: ValidationOptions = {}): Split {
  switch (part.protocol) {
    case 'leave-one-out':
      return lastOfQueries(part)
    case 'time':
      return hasTimes(part.train) ? splitByTime(part.train, { trainShare }) : leaveOneOut(part.train)
    case 'kfold': {
      const { protocol, folds } = kFoldByPerson(part.train, { k: 5, seed })
      return { protocol, folds: folds.slice(0, 1) }
    }
    case 'ncf':
      return amongSampled(part, seed)
  }
}

function hasTimes({ times }: Interactions): boolean {
  return times.some((time) => time !== times[0])
}

/** Interactions that a row of the training matrix may keep: all before the query's last, where the matrix has that. */
function lastOfQueries({ train, queries }: TrainingPart): Split {
  const kept = new Int32Array(train.indptr.length - 1).fill(-1)
  const cases: EvaluationCase[] = []
  for (const { person, history } of queries) {
    const before = history.items.length - 1
    if (before < 1) continue
    kept[person] = before
    cases.push({
      person,
      history: sliceHistory(history, 0, before),
      targets: history.items.slice(before),
    })
  }
  if (cases.length === 0) {
    throw new RecommendError('no-cases', 'Nobody has enough interactions to choose parameters by; three are needed.')
  }
  const { indptr } = train
  const matrix = selectInteractions(train, (person, at) => {
    const limit = kept[person] as number
    return limit < 0 || at - (indptr[person] as number) < limit
  })
  return { protocol: 'leave-one-out', folds: [{ train: matrix, cases }] }
}

/** Leave one out among items that the person did not take, drawn without replacement. */
function amongSampled({ train, candidates = 99 }: TrainingPart, seed: number): Split {
  const { folds } = leaveOneOut(train)
  const random = randomOf(seed)
  const itemCount = train.items.ids.length
  return {
    protocol: 'ncf',
    folds: folds.map(({ train: matrix, cases }) => ({
      train: matrix,
      cases: cases.map((one) => {
        const taken = new Set([...one.history.items, ...one.targets])
        const drawn: number[] = []
        const wanted = Math.min(candidates, itemCount - taken.size)
        while (drawn.length < wanted) {
          const item = Math.floor(random() * itemCount)
          if (taken.has(item)) continue
          taken.add(item)
          drawn.push(item)
        }
        return { ...one, candidates: Int32Array.from(drawn) }
      }),
    })),
  }
}
