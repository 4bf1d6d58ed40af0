import { RecommendError } from '../errors.ts'
import type { Interactions } from '../interactions.ts'
import type { Recommender, SavedRecommender } from '../recommender.ts'
import { type FitContext, fitRecommender } from '../recommender-registry.ts'
import { bootstrapMeans } from './bootstrap.ts'
import { exposureMetrics } from './exposure-metrics.ts'
import { type ItemDistance, listMetrics } from './list-metrics.ts'
import { randomOf } from './random.ts'
import { rankCandidates, type TieRule } from './rank-candidates.ts'
import { rankingMetrics } from './ranking-metrics.ts'
import type { EvaluationCase, Split } from './split.ts'

export interface EvaluateOptions {
  readonly split: Split
  /** Kind of recommender (a key of `recommenderKinds`), or a function that fits one. */
  readonly model: string | ((train: Interactions) => Recommender | Promise<Recommender>)
  /** For a model given by its kind; the rest are defaults. */
  readonly parameters?: SavedRecommender['parameters']
  /** For a model given by its kind: texts, kernels and the signal that stops it. */
  readonly context?: Pick<FitContext, 'itemText' | 'kernels' | 'signal'>
  /** Lengths at which lists are cut. Default 10 and 20. */
  readonly cutoffs?: readonly number[]
  /** Leave items of the history out of the lists; targets among them cannot be found and are not asked. Default true. */
  readonly excludeSeen?: boolean
  /** Measure novelty, diversity and exposure too. Default true; without them choosing parameters goes faster. */
  readonly lists?: boolean
  /** Keys such as `ndcg@10` of which each person's value is handed out, for paired differences. Default none. */
  readonly keepValues?: readonly string[]
  /** For given candidates only; all-item rankings always give ties to the smaller item id. Default `mid-rank`. */
  readonly ties?: TieRule
  /** Distance of items for diversity. Default: co-occurrence in the training data. */
  readonly itemDistance?: (train: Interactions) => ItemDistance
  /** Default 1000; 0 leaves intervals out. */
  readonly resamples?: number
  /** Seed of the bootstrap. Default 1. */
  readonly seed?: number
  /** Milliseconds from any fixed moment, for the seconds in the result. */
  readonly now: () => number
  readonly onProgress?: (progress: { stage: 'fit' | 'evaluate'; done: number; total: number }) => void
}

/** A measure; `low` and `high` are its 95 % interval over persons, null for measures of all lists together. */
export interface Measured {
  readonly value: number
  readonly low: number | null
  readonly high: number | null
}

export interface Evaluation {
  readonly protocol: Split['protocol']
  /** Persons who were asked. */
  readonly persons: number
  /** Persons left out because all their targets were in their history already. */
  readonly skipped: number
  /** Keys such as `hr@10`: hr, ndcg, recall, precision, map, mrr, novelty, diversity, coverage, personalisation, gini. */
  readonly metrics: Readonly<Record<string, Measured>>
  /** Each person's values of `keepValues`, in the order of the cases asked: the same persons for every model. */
  readonly values: Readonly<Record<string, Float64Array>>
  readonly fitSeconds: number
  readonly evaluateSeconds: number
}

const rankingNames = ['hr', 'ndcg', 'recall', 'precision', 'map', 'mrr'] as const
const listNames = ['novelty', 'diversity'] as const

/**
 * Fits a recommender on each fold of a split, asks it about the fold's persons, and measures the answers. The ranking is
 * over all items unless a case has candidates. Novelty, diversity, coverage, personalisation and Gini are always those
 * of the list over all items, because that is what people would see.
 *
 * @throws RecommendError `no-cases` when nobody is left to ask; whatever fitting throws
 * @example
 * const split = leaveOneOut(interactions)
 * const result = await evaluate({ split, model: 'recencyItemKnn', now: () => performance.now() })
 * result.metrics['ndcg@10'] // → { value: .051, low: .048, high: .053 }
 */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const { split, now, onProgress, excludeSeen = true, ties = 'mid-rank', resamples = 1000, seed = 1 } = options
  const { lists: withLists = true, keepValues = [] } = options
  const cutoffs = [...new Set(options.cutoffs ?? [10, 20])].sort((a, b) => a - b)
  if (cutoffs.length === 0 || cutoffs.some((k) => !(Number.isInteger(k) && k >= 1))) {
    throw new RecommendError('bad-parameter', 'cutoffs must be whole numbers of at least 1.')
  }
  const perPerson = withLists ? [...rankingNames, ...listNames] : rankingNames
  const keys = cutoffs.flatMap((k) => perPerson.map((name) => `${name}@${k}`))
  const missing = keepValues.find((key) => !keys.includes(key))
  if (missing !== undefined) {
    throw new RecommendError('bad-parameter', `There is no measure ${missing}; there are ${keys.join(', ')}.`)
  }
  const longest = cutoffs.at(-1) as number
  const itemCount = split.folds[0]?.train.items.ids.length ?? 0
  const total = split.folds.reduce((sum, fold) => sum + fold.cases.length, 0)
  const columns = cutoffs.length * perPerson.length
  const table = new Float64Array(total * columns)
  const exposures = cutoffs.map(() => new Int32Array(itemCount))
  const seenBy = new Int32Array(itemCount)
  let mark = 0
  let asked = 0
  let done = 0
  let fitMs = 0
  let evaluateMs = 0

  for (const { train, cases } of split.folds) {
    const fitStart = now()
    const model = await fitOn(train, options)
    const evaluateStart = now()
    fitMs += evaluateStart - fitStart
    const lists = withLists ? listMetrics(train, options.itemDistance?.(train)) : undefined
    for (const one of cases) {
      done++
      if (done % 256 === 0 || done === total) onProgress?.({ stage: 'evaluate', done, total })
      mark++
      for (const item of one.history.items) seenBy[item] = mark
      const isSeen = (item: number): boolean => seenBy[item] === mark
      const targets = excludeSeen ? one.targets.filter((item) => !isSeen(item)) : one.targets
      if (targets.length === 0) continue
      const { items } = model.recommend(one.history, longest, excludeSeen ? { exclude: isSeen } : {})
      const ranks = one.candidates ? ranksAmong(model, one, targets, ties) : ranksIn(items, targets)
      let cell = asked * columns
      for (const [at, k] of cutoffs.entries()) {
        const ranking = rankingMetrics(ranks, targets.length, k)
        for (const name of rankingNames) table[cell++] = ranking[name]
        if (!lists) continue
        for (const name of listNames) table[cell++] = lists[name](items, k)
        const counts = exposures[at] as Int32Array
        for (const item of items.subarray(0, k)) (counts[item] as number) += 1
      }
      asked++
    }
    evaluateMs += now() - evaluateStart
  }
  if (asked === 0) throw new RecommendError('no-cases', 'Nobody has something new to be found; see excludeSeen.')

  const bootstrapStart = now()
  const means = bootstrapMeans(table.subarray(0, asked * columns), columns, { random: randomOf(seed), resamples })
  const metrics: Record<string, Measured> = {}
  for (const [at, k] of cutoffs.entries()) {
    for (let column = at * perPerson.length; column < (at + 1) * perPerson.length; column++) {
      const mean = means[column] as Measured
      metrics[keys[column] as string] = resamples > 0 ? mean : { value: mean.value, low: null, high: null }
    }
    if (!withLists) continue
    for (const [name, value] of Object.entries(exposureMetrics(exposures[at] as Int32Array, asked, k))) {
      metrics[`${name}@${k}`] = { value, low: null, high: null }
    }
  }
  evaluateMs += now() - bootstrapStart
  const valuesOf = (key: string): Float64Array => {
    const column = keys.indexOf(key)
    return Float64Array.from({ length: asked }, (_, row) => table[row * columns + column] as number)
  }
  return {
    protocol: split.protocol,
    persons: asked,
    skipped: total - asked,
    metrics,
    values: Object.fromEntries(keepValues.map((key) => [key, valuesOf(key)])),
    fitSeconds: fitMs / 1000,
    evaluateSeconds: evaluateMs / 1000,
  }
}

function fitOn(
  train: Interactions,
  { model, parameters, context, onProgress }: EvaluateOptions,
): Recommender | Promise<Recommender> {
  if (typeof model === 'function') return model(train)
  // The model stands at the end of its training data, wherever the calendar is.
  return fitRecommender(model, train, parameters ?? {}, {
    ...context,
    now: Number.POSITIVE_INFINITY,
    onProgress: ({ done, total }) => onProgress?.({ stage: 'fit', done, total }),
  })
}

function ranksIn(items: Int32Array, targets: Int32Array): number[] {
  const ranks: number[] = []
  for (const [at, item] of items.entries()) if (targets.includes(item)) ranks.push(at + 1)
  return ranks
}

function ranksAmong(model: Recommender, one: EvaluationCase, targets: Int32Array, ties: TieRule): number[] {
  const candidates = one.candidates as Int32Array
  const both = new Int32Array(targets.length + candidates.length)
  both.set(targets)
  both.set(candidates, targets.length)
  const scores = model.score(one.history, both)
  const split = targets.length
  return rankCandidates(targets, scores.subarray(0, split), candidates, scores.subarray(split), ties)
}
