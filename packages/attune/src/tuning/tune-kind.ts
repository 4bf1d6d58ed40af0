import { performance } from 'node:perf_hooks'
import type { Kernels } from '@attune/kernels'
import {
  hashInteractions,
  kFoldRatings,
  type Objective,
  type Trial,
  type TuneProgress,
  type Tuning,
  trainingNeeds,
  trainingPartOf,
  tune,
  type Validation,
  validationSplit,
} from '@attune/recommend'
import type { Comparison } from '../api/schemas/evaluations.ts'
import { attuneError } from '../errors.ts'
import { compareModels, type Exam } from '../evaluations/compare-models.ts'
import type { PreparedExam } from '../evaluations/prepare-exam.ts'
import type { Ledger, Search } from './ledger.ts'

export interface TuneKindOptions {
  readonly kind: string
  readonly prepared: PreparedExam
  /** All but what is found out here. */
  readonly search: Omit<Search, 'type' | 'hash'>
  readonly objective: Objective
  readonly ties: 'mid-rank' | 'smaller-id' | 'target-first'
  readonly folds: number
  readonly trainShare: number
  readonly kernels: Kernels
  readonly ledger: Ledger
  readonly signal: AbortSignal
  readonly onProgress: (progress: TuneProgress) => void
  readonly onTest: (name: string, share: number) => void
}

export interface TunedKind {
  readonly tuning: Tuning
  /** The defaults and, where they are others, the best, on the test part. */
  readonly test: Pick<Comparison, 'models'>
}

/** What the contestants of the test are called. */
export const testNames = { standard: 'default', best: 'tuned' } as const

/**
 * Searches the parameters of one kind inside the training part, then, once, measures the best and the defaults on the
 * test part. Of several folds the first is the test. Every trial is in the ledger before the next begins.
 *
 * @throws AttuneError `ledger-differs` when the ledger is of another search; RecommendError
 */
export async function tuneKind(options: TuneKindOptions): Promise<TunedKind> {
  const { kind, prepared, objective, ties, kernels, ledger, signal } = options
  const exam = firstFold(prepared.exam, kind)
  const validation = validationOf(exam, options)
  const search: Search = { type: 'search', ...options.search, hash: hashInteractions(trainOf(exam)) }
  const known = ledger.known(kind)
  if (known.search) refuseOther(known.search, search)
  let begun = known.search !== undefined
  const { itemTexts } = prepared
  const { items } = trainOf(exam)
  const { seed, fixed, trials, seconds, metric } = options.search
  const tuning = await tune({
    kind,
    validation,
    metric,
    trials,
    seed,
    fixed,
    ...(seconds === null ? {} : { seconds }),
    ties,
    context: { kernels, ...(itemTexts ? { itemText: (item) => itemTexts.get(items.ids[item] ?? '') } : {}) },
    now: () => performance.now(),
    signal,
    known: known.trials,
    onTrial(trial) {
      if (!begun) ledger.begin(search)
      begun = true
      ledger.add(kind, trial)
    },
    onProgress: options.onProgress,
  })
  if (known.test) return { tuning, test: known.test.comparison }
  const test = await compareModels({
    exam,
    contestants: contestantsOf(kind, tuning),
    cutoffs: objective.of === 'lists' ? [objective.cutoff] : [],
    ties,
    seed,
    itemTexts,
    kernels,
    onProgress: options.onTest,
  })
  const comparison = comparisonOf(options, exam, [...test])
  ledger.end({ type: 'test', kind, comparison })
  return { tuning, test: comparison }
}

function contestantsOf(kind: string, { standard, best }: Tuning) {
  const contestant = (name: string, { parameters }: Trial) => ({ name, kind, parameters })
  const first = contestant(testNames.standard, standard)
  return best.trial === standard.trial ? [first] : [first, contestant(testNames.best, best)]
}

function comparisonOf(
  { search, prepared, objective, folds }: TuneKindOptions,
  exam: Exam,
  models: Comparison['models'],
): Comparison {
  const { data, protocol, setting, seed } = search
  return {
    data,
    protocol: protocol as Comparison['protocol'],
    ...(protocol === 'kfold' || protocol === 'ratings' ? { folds } : {}),
    order: setting.order as Comparison['order'],
    seed,
    ...prepared.size,
    cases: exam.of === 'lists' ? (exam.split.folds[0]?.cases.length ?? 0) : (exam.folds[0]?.ratings.length ?? 0),
    metric: objective.metric,
    better: objective.better,
    models,
  }
}

function firstFold(exam: Exam, kind: string): Exam {
  if (exam.of === 'ratings') return { of: 'ratings', folds: exam.folds.slice(0, 1) }
  const split = (trainingNeeds(kind).values === 'ratings' && exam.ratingSplit) || exam.split
  return { of: 'lists', split: { ...split, folds: split.folds.slice(0, 1) }, ratingSplit: undefined }
}

function trainOf(exam: Exam) {
  const train = exam.of === 'lists' ? exam.split.folds[0]?.train : exam.folds[0]?.train
  if (!train) throw attuneError('no-cases', 'There is nothing to be tested on.')
  return train
}

function validationOf(exam: Exam, { search, trainShare, folds }: TuneKindOptions): Validation {
  const { seed } = search
  if (exam.of === 'lists') {
    const part = trainingPartOf(exam.split)
    if (part) return validationSplit(part, { seed, trainShare })
  }
  const [fold] = kFoldRatings(trainOf(exam), { k: folds, seed })
  if (!fold) throw attuneError('no-cases', 'There are no ratings to choose parameters by.')
  return fold
}

function refuseOther(before: Search, now: Search): void {
  const differs = (Object.keys(now) as (keyof Search)[]).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]),
  )
  if (differs.length === 0) return
  const message = `The ledger is of another search of ${now.kind}: ${differs.join(', ')} differ. Name another file with --ledger.`
  throw attuneError('ledger-differs', message, { details: { field: 'ledger', differs } })
}
