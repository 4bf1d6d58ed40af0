import { performance } from 'node:perf_hooks'
import type { Kernels } from '@attune/kernels'
import {
  type Evaluation,
  evaluate,
  evaluateRatings,
  type ItemText,
  objectiveOf,
  pairedDifferences,
  pairedErrorDifference,
  type RatingEvaluation,
  type RatingFold,
  randomOf,
  type Split,
  trainingNeeds,
} from '@attune/recommend'
import type { Comparison, EvaluatedModel } from '../api/schemas/evaluations.ts'

/** What is compared: a kind with parameters, under a name of its own. */
export interface Contestant {
  readonly name: string
  readonly kind: string
  readonly parameters: EvaluatedModel['parameters']
}

/** What models are asked: the first of `split` for lists; `ratingSplit` the same with ratings as values, for kinds that need them. */
export type Exam =
  | { readonly of: 'lists'; readonly split: Split; readonly ratingSplit: Split | undefined }
  | { readonly of: 'ratings'; readonly folds: readonly RatingFold[] }

export interface CompareOptions {
  readonly exam: Exam
  readonly contestants: readonly Contestant[]
  readonly cutoffs: readonly number[]
  readonly ties: 'mid-rank' | 'smaller-id' | 'target-first'
  readonly seed: number
  readonly itemTexts: ReadonlyMap<string, ItemText> | undefined
  readonly kernels: Kernels
  readonly onProgress?: (name: string, share: number, stage: string) => void
  readonly onModel?: (model: EvaluatedModel) => void
}

/** Measures of lists whose differences are drawn over persons. */
const paired = ['hr', 'ndcg', 'recall', 'precision', 'map', 'mrr'] as const

/**
 * Measures models on the same persons, and each against the first. One after the other, so that each has the machine.
 *
 * @throws RecommendError whatever fitting or measuring throws
 */
export async function compareModels(options: CompareOptions): Promise<readonly EvaluatedModel[]> {
  return options.exam.of === 'lists' ? compareLists(options, options.exam) : compareRatings(options, options.exam)
}

async function compareLists(options: CompareOptions, exam: Exam & { of: 'lists' }): Promise<readonly EvaluatedModel[]> {
  const { cutoffs, ties, seed } = options
  const keys = [...new Set(cutoffs)].flatMap((k) => paired.map((name) => `${name}@${k}`))
  const models: EvaluatedModel[] = []
  let first: Evaluation | undefined
  for (const contestant of options.contestants) {
    const split = (trainingNeeds(contestant.kind).values === 'ratings' && exam.ratingSplit) || exam.split
    const result = await evaluate({ ...common(options, contestant), split, cutoffs, ties, seed, keepValues: keys })
    const { metrics, persons, skipped, fitSeconds, evaluateSeconds } = result
    // Lists that are too short have no diversity: what is no number is left out.
    const measures = Object.entries(metrics).filter(([, { value }]) => Number.isFinite(value))
    const model: EvaluatedModel = {
      ...contestant,
      metrics: Object.fromEntries(measures.map(([key, { value }]) => [key, value])),
      intervals: Object.fromEntries(
        measures.flatMap(([key, { low, high }]) => (low === null || high === null ? [] : [[key, [low, high]]])),
      ),
      differences: first ? pairedDifferences(result.values, first.values, { random: randomOf(seed) }) : {},
      persons,
      skipped,
      fitSeconds,
      evaluateSeconds,
    }
    first ??= result
    models.push(model)
    options.onModel?.(model)
  }
  return models
}

async function compareRatings(
  options: CompareOptions,
  { folds }: Exam & { of: 'ratings' },
): Promise<readonly EvaluatedModel[]> {
  const { seed } = options
  const models: EvaluatedModel[] = []
  let first: RatingEvaluation | undefined
  for (const contestant of options.contestants) {
    const result = await evaluateRatings({ ...common(options, contestant), folds, seed })
    const { rmse, mae, errors, groups, fitSeconds, evaluateSeconds } = result
    const model: EvaluatedModel = {
      ...contestant,
      metrics: { rmse: rmse.value, mae: mae.value },
      intervals: { rmse: [rmse.low, rmse.high], mae: [mae.low, mae.high] },
      differences: first ? pairedErrorDifference(errors, first.errors, groups, { random: randomOf(seed) }) : {},
      persons: new Set(groups).size,
      skipped: 0,
      fitSeconds,
      evaluateSeconds,
    }
    first ??= result
    models.push(model)
    options.onModel?.(model)
  }
  return models
}

function common({ exam, itemTexts, kernels, onProgress }: CompareOptions, { name, kind, parameters }: Contestant) {
  const train = exam.of === 'lists' ? exam.split.folds[0]?.train : exam.folds[0]?.train
  const itemText = itemTexts && ((item: number) => itemTexts.get(train?.items.ids[item] ?? ''))
  return {
    model: kind,
    parameters,
    context: { kernels, ...(itemText ? { itemText } : {}) },
    now: () => performance.now(),
    onProgress: ({ stage, done, total }: { stage: string; done: number; total: number }) =>
      onProgress?.(name, total > 0 ? done / total : 0, stage),
  }
}

/** The measure by which models are compared: NDCG at the first length, or the RMSE. */
export function mainMetricOf(of: Exam['of'], cutoffs: readonly number[]): Pick<Comparison, 'metric' | 'better'> {
  const metric = of === 'ratings' ? 'rmse' : `ndcg@${cutoffs.includes(10) ? 10 : (cutoffs[0] ?? 10)}`
  return { metric, better: objectiveOf(metric).better }
}
