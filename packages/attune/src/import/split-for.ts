import {
  type EvaluationCase,
  givenNegatives,
  type Interactions,
  kFoldByPerson,
  leaveOneOut,
  type Split,
  splitByTime,
} from '@attune/recommend'
import { attuneError } from '../errors.ts'
import type { EvaluationData } from './datasets/dataset.ts'
import { interactionsOf } from './interactions-of.ts'

/** Protocols that ask for lists of items. */
export const listProtocols = ['ncf', 'leave-one-out', 'time', 'kfold'] as const
export type ListProtocol = (typeof listProtocols)[number]

export interface SplitOptions {
  readonly protocol: ListProtocol
  /** Leave-one-out: the model is trained on s[:-2] (as papers with a validation item do) or on s[:-1]. */
  readonly matrix: 'all-but-two' | 'all-but-one'
  readonly folds: number
  /** By time: the share that is trained on. */
  readonly trainShare: number
  readonly seed: number
  readonly minRating?: number | undefined
  /** Values are the ratings: for models that predict ratings and are asked for lists. Default false. */
  readonly ratings?: boolean
}

/**
 * Divides data for a protocol.
 *
 * @throws AttuneError `no-negatives` when NCF is asked of data without its files; `no-ratings`; RecommendError `no-times`, `no-cases`
 */
export async function splitFor(data: EvaluationData, options: SplitOptions): Promise<Split> {
  const { protocol, seed, minRating, ratings } = options
  if (protocol === 'ncf') return ncfSplit(data, ratings)
  if (protocol === 'time' && data.cases) return givenSplit(data, options)
  if (protocol === 'time' && data.order !== 'times') {
    throw attuneError(
      'no-times',
      'This data has no times, so it cannot be split by time: use leave-one-out or kfold.',
      {
        details: { field: 'protocol' },
      },
    )
  }
  const interactions = interactionsOf(await data.table(), { order: data.order, seed, minRating, ratings })
  switch (protocol) {
    case 'leave-one-out':
      return leaveOneOut(interactions, {
        matrix: options.matrix === 'all-but-two' ? 'before-previous' : 'before-target',
      })
    case 'time':
      return splitByTime(interactions, { trainShare: options.trainShare })
    case 'kfold':
      return kFoldByPerson(interactions, { k: options.folds, seed })
  }
}

async function ncfSplit(data: EvaluationData, ratings: boolean | undefined): Promise<Split> {
  const ncf = await data.ncf?.()
  if (!ncf) {
    throw attuneError(
      'no-negatives',
      'The NCF protocol needs a held-out item and sampled negatives a person, which this data lacks (movielens-1m has them): use leave-one-out, time or kfold.',
      { details: { field: 'protocol' } },
    )
  }
  const more = ncf.cases.flatMap(({ item, negatives }) => [item, ...negatives])
  const train = interactionsOf(ncf.train, { order: 'sequence', moreItems: [...new Set(more)], ratings })
  const place = (item: string) => train.items.indexOf.get(item) as number
  return givenNegatives(
    train,
    ncf.cases.map(({ person, item, negatives }) => ({
      person: train.persons.indexOf.get(`u${person}`) ?? -1,
      target: place(item),
      negatives: Int32Array.from(negatives, place),
    })),
  )
}

/** The set says itself what was before and what came next. */
async function givenSplit(data: EvaluationData, { minRating, ratings }: SplitOptions): Promise<Split> {
  const given = (await data.cases?.()) ?? []
  const moreItems = [...new Set(given.flatMap(({ history, target }) => [...history, target]))]
  const train = interactionsOf(await data.table(), { order: data.order, minRating, moreItems, ratings })
  const cases = given.map(({ history, target }): EvaluationCase => {
    const items = Int32Array.from(history, (id) => train.items.indexOf.get(id) as number)
    return {
      person: 0,
      history: { items, weights: new Float32Array(items.length).fill(1), times: new Float64Array(items.length) },
      targets: Int32Array.of(train.items.indexOf.get(target) as number),
    }
  })
  return { protocol: 'time', folds: [{ train, cases }] }
}

/** What was evaluated, in numbers. */
export function sizeOf(split: Split): { readonly persons: number; readonly items: number; readonly cases: number } {
  const train: Interactions | undefined = split.folds[0]?.train
  return {
    persons: train ? train.indptr.length - 1 : 0,
    items: train?.items.ids.length ?? 0,
    cases: split.folds.reduce((sum, fold) => sum + fold.cases.length, 0),
  }
}
