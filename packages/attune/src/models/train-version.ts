import { performance } from 'node:perf_hooks'
import type { Kernels } from '@attune/kernels'
import {
  type Evaluation,
  evaluate,
  fitRecommender,
  hashInteractions,
  type Interactions,
  type Recommender,
  randomOf,
} from '@attune/recommend'
import type { Estimate } from '../api/schemas/common.ts'
import type { ModelVersion } from '../api/schemas/models.ts'
import { type HeldOutCase, holdOutLast, splitOf } from './hold-out-last.ts'
import type { LoadedModel } from './model-folder.ts'
import { remapRecommender } from './remap-recommender.ts'

type Parameters = ModelVersion['parameters']

export interface Training {
  readonly interactions: Interactions
  readonly kind: string
  readonly parameters: Parameters
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly live: LoadedModel | undefined
  /** Persons asked for the offline metrics. */
  readonly maxPersons: number
  readonly seed: number
  /** Where the heavy loops run; default plain TypeScript. */
  readonly kernels?: Kernels
  readonly onProgress: (progress: { done: number; total: number; stage: string }) => void
}

/** NDCG@10 of the new and of the live version, asked about the same persons. */
export interface Comparison {
  readonly candidate: number
  readonly live: number
  readonly persons: number
  /**
   * `unseen`: on what happened after the live version was trained, as it stands. `refitted`: too little has happened
   * since; then its kind and parameters are trained on the same data, because it has seen the answers.
   */
  readonly by: 'unseen' | 'refitted'
}

export interface TrainedVersion {
  readonly recommender: Recommender
  readonly data: NonNullable<ModelVersion['data']>
  readonly trainedTo: number
  /** Null when nobody has two items: nothing can be held out. */
  readonly metrics: Readonly<Record<string, Estimate>> | null
  /** Null without a live version or without metrics. */
  readonly comparison: Comparison | null
  readonly seconds: number
}

const shown = [
  'ndcg@10',
  'hr@10',
  'recall@10',
  'mrr@10',
  'novelty@10',
  'diversity@10',
  'coverage@10',
  'personalisation@10',
]
/** Fewer persons than this say too little about the live version. */
const leastUnseen = 200

/**
 * Measures a recommender on held-out data, compares it with the live version on the same persons, and fits it on
 * everything.
 *
 * @throws RecommendError `no-interactions`, `unknown-kind`, `bad-parameter`
 */
export async function trainVersion(training: Training): Promise<TrainedVersion> {
  const started = performance.now()
  const { interactions, kind, parameters, now, onProgress } = training
  const stage = (name: string) => (done: number, total: number) => onProgress({ done, total, stage: name })
  const fit = (data: Interactions, name: string): Promise<Recommender> =>
    fitRecommender(kind, data, parameters, {
      now,
      kernels: training.kernels,
      onProgress: ({ done, total }) => stage(name)(done, total),
    })
  const held = holdOutLast(interactions, { maxPersons: training.maxPersons, rng: randomOf(training.seed) })
  let metrics: TrainedVersion['metrics'] = null
  let comparison: Comparison | null = null
  if (held.cases.length > 0) {
    const candidate = await fit(held.train, 'fit for measuring')
    metrics = estimatesOf(await measure(candidate, held.train, held.cases, training.seed, stage('measure')))
    comparison = await compare(training, candidate, held, metrics)
  }
  const recommender = await fit(interactions, 'fit')
  const times = interactions.times
  let from = Number.POSITIVE_INFINITY
  let to = Number.NEGATIVE_INFINITY
  for (const time of times) {
    from = Math.min(from, time)
    to = Math.max(to, time)
  }
  return {
    recommender,
    metrics,
    comparison,
    trainedTo: to,
    data: {
      hash: hashInteractions(interactions),
      persons: interactions.persons.ids.length,
      items: interactions.items.ids.length,
      interactions: interactions.indices.length,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
    },
    seconds: (performance.now() - started) / 1000,
  }
}

async function compare(
  { live, kind, now, seed, kernels, onProgress }: Training,
  candidate: Recommender,
  { train, cases }: { train: Interactions; cases: readonly HeldOutCase[] },
  metrics: Readonly<Record<string, Estimate>>,
): Promise<Comparison | null> {
  if (!live) return null
  const report = (done: number, total: number): void => onProgress({ done, total, stage: 'compare' })
  const unseen = cases.filter(({ time }) => time > live.trainedTo)
  if (unseen.length >= leastUnseen) {
    const standing = remapRecommender(live.recommender, live.itemIds, train.items)
    return {
      candidate: ndcg(await measure(candidate, train, unseen, seed, report)),
      live: ndcg(await measure(standing, train, unseen, seed, report)),
      persons: unseen.length,
      by: 'unseen',
    }
  }
  const own = metrics['ndcg@10']?.value ?? 0
  const recipe = live.recommender.save().parameters
  const candidateRecipe = candidate.save().parameters
  const same = live.kind === kind && JSON.stringify(sorted(recipe)) === JSON.stringify(sorted(candidateRecipe))
  const refitted = same
    ? own
    : ndcg(await measure(await fitRecommender(live.kind, train, recipe, { now, kernels }), train, cases, seed, report))
  return { candidate: own, live: refitted, persons: cases.length, by: 'refitted' }
}

const sorted = (parameters: Parameters): unknown => Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))

async function measure(
  model: Recommender,
  train: Interactions,
  cases: readonly HeldOutCase[],
  seed: number,
  onProgress: (done: number, total: number) => void,
): Promise<Evaluation | undefined> {
  const split = splitOf(train, cases)
  return (
    split &&
    evaluate({
      split,
      model: () => model,
      cutoffs: [10],
      resamples: 500,
      seed,
      now: () => performance.now(),
      onProgress: ({ done, total }) => onProgress(done, total),
    })
  )
}

const ndcg = (evaluation: Evaluation | undefined): number => evaluation?.metrics['ndcg@10']?.value ?? 0

function estimatesOf(evaluation: Evaluation | undefined): Record<string, Estimate> {
  return Object.fromEntries(
    shown.flatMap((name) => {
      const measured = evaluation?.metrics[name]
      if (!measured || !Number.isFinite(measured.value)) return []
      const { value, low, high } = measured
      return [[name, { value, low: low ?? value, high: high ?? value }]]
    }),
  )
}
