import { evaluate } from '../evaluate/evaluate.ts'
import type { TieRule } from '../evaluate/rank-candidates.ts'
import { evaluateRatings } from '../ratings/evaluate-ratings.ts'
import type { SavedRecommender } from '../recommender.ts'
import type { FitContext } from '../recommender-registry.ts'
import type { Objective } from './objective.ts'
import type { Validation } from './share-of-persons.ts'

export interface TrialMeasurement {
  readonly score: number
  readonly low: number
  readonly high: number
  readonly seconds: number
}

/** Fits with some parameters and measures the objective, with a 95 % interval over persons. */
export async function measureTrial(options: {
  readonly kind: string
  readonly parameters: SavedRecommender['parameters']
  readonly part: Validation
  readonly objective: Objective
  readonly context: Pick<FitContext, 'itemText' | 'kernels' | 'signal'>
  readonly ties: TieRule
  readonly seed: number
  readonly now: () => number
  readonly onProgress?: ((share: number) => void) | undefined
}): Promise<TrialMeasurement> {
  const { kind, parameters, part, objective, context, ties, seed, now, onProgress } = options
  const common = {
    model: kind,
    parameters,
    context,
    seed,
    // An interval to read, not to decide by.
    resamples: 200,
    now,
    onProgress: ({ done, total }: { done: number; total: number }) => onProgress?.(total > 0 ? done / total : 0),
  }
  if (!('folds' in part)) {
    const result = await evaluateRatings({ ...common, folds: [part] })
    const { value, low, high } = objective.metric === 'mae' ? result.mae : result.rmse
    return { score: value, low, high, seconds: result.fitSeconds + result.evaluateSeconds }
  }
  const result = await evaluate({ ...common, split: part, cutoffs: [objective.cutoff], ties, lists: false })
  const { value = Number.NaN, low, high } = result.metrics[objective.metric] ?? {}
  const seconds = result.fitSeconds + result.evaluateSeconds
  return { score: value, low: low ?? value, high: high ?? value, seconds }
}
