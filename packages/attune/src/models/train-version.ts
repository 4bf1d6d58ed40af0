import { performance } from 'node:perf_hooks'
import type { Kernels } from '@attune/kernels'
import {
  fitRecommender,
  type Interactions,
  type ItemText,
  type Recommender,
  randomOf,
  trainingNeeds,
} from '@attune/recommend'
import type { Estimate } from '../api/schemas/common.ts'
import type { ModelVersion } from '../api/schemas/models.ts'
import { type Comparison, compareVersions } from './compare-versions.ts'
import { describeData } from './describe-data.ts'
import { holdOutLast } from './hold-out-last.ts'
import { measureVersion } from './measure-version.ts'
import type { LoadedModel } from './model-folder.ts'

export interface Training {
  /** For kinds that learn from ratings the values are stars, one rating a person and item. */
  readonly interactions: Interactions
  /** What is written about an item, by dense id: for kinds that read texts (the live version's too). */
  readonly itemText?: ((item: number) => ItemText | undefined) | undefined
  readonly kind: string
  readonly parameters: ModelVersion['parameters']
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

export interface TrainedVersion {
  readonly recommender: Recommender
  readonly data: NonNullable<ModelVersion['data']>
  readonly trainedTo: number
  /** Null when nobody has two items: nothing can be held out. */
  readonly metrics: Readonly<Record<string, Estimate>> | null
  /** Null without a live version or without metrics. */
  readonly comparison: Comparison | 'unlike' | null
  readonly seconds: number
}

/**
 * Measures a recommender on held-out data, compares it with the live version on the same persons, and fits it on
 * everything.
 *
 * @throws RecommendError `no-interactions`, `no-texts`, `unknown-kind`, `bad-parameter`
 */
export async function trainVersion(training: Training): Promise<TrainedVersion> {
  const started = performance.now()
  const { interactions, itemText, kind, parameters, now, live, seed, kernels, onProgress } = training
  const stage = (name: string) => (done: number, total: number) => onProgress({ done, total, stage: name })
  const fit = (data: Interactions, name: string): Promise<Recommender> =>
    fitRecommender(kind, data, parameters, {
      now,
      kernels,
      ...(itemText && { itemText }),
      onProgress: ({ done, total }) => stage(name)(done, total),
    })
  const { train, cases } = holdOutLast(interactions, { maxPersons: training.maxPersons, rng: randomOf(seed) })
  let metrics: TrainedVersion['metrics'] = null
  let comparison: TrainedVersion['comparison'] = null
  if (cases.length > 0) {
    const candidate = await fit(train, 'fit for measuring')
    metrics = await measureVersion(candidate, { train, cases, seed, onProgress: stage('measure') })
    if (live) {
      const asked = { live, candidate, metrics, train, cases, itemText, now, seed, kernels }
      comparison = await compareVersions({ ...asked, onProgress: stage('compare') })
    }
  }
  const recommender = await fit(interactions, 'fit')
  const { data, trainedTo } = describeData(interactions, trainingNeeds(kind, parameters).texts ? itemText : undefined)
  return {
    recommender,
    metrics,
    comparison,
    trainedTo,
    data,
    seconds: (performance.now() - started) / 1000,
  }
}
