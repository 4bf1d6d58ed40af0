import { type ItemText, recommenderKinds, trainingNeeds } from '@attune/recommend'
import { attuneError } from '../errors.ts'
import type { EvaluationData } from '../import/datasets/dataset.ts'
import { itemTextsFor } from '../import/item-texts-for.ts'
import { ratingFoldsFor } from '../import/rating-folds-for.ts'
import { type SplitOptions, sizeOf, splitFor } from '../import/split-for.ts'
import type { Exam } from './compare-models.ts'

export type ExamOptions = Omit<SplitOptions, 'protocol' | 'ratings'> & {
  readonly protocol: SplitOptions['protocol'] | 'ratings'
}

export interface PreparedExam {
  readonly exam: Exam
  readonly itemTexts: ReadonlyMap<string, ItemText> | undefined
  readonly size: { readonly persons: number; readonly items: number; readonly cases: number }
}

/** Kinds to be examined, by name, with the parameters they are given. */
export type ExaminedKinds = Readonly<Record<string, Parameters<typeof trainingNeeds>[1]>>

/**
 * Divides data for some kinds of models, and reads the texts of its items when one of them wants texts.
 *
 * @throws AttuneError `predicts-no-ratings` when ratings are asked of kinds that rank only; `no-texts`; `no-ratings`; what
 *   `splitFor` throws
 */
export async function prepareExam(
  data: EvaluationData,
  kinds: ExaminedKinds,
  options: ExamOptions,
): Promise<PreparedExam> {
  const { protocol } = options
  if (protocol === 'ratings') {
    refuseWithoutRatings(Object.keys(kinds))
    const folds = await ratingFoldsFor(data, options)
    const train = folds[0]?.train
    const size = {
      persons: train ? train.indptr.length - 1 : 0,
      items: train?.items.ids.length ?? 0,
      cases: folds.reduce((sum, { ratings }) => sum + ratings.length, 0),
    }
    return { exam: { of: 'ratings', folds }, itemTexts: undefined, size }
  }
  const needs = Object.entries(kinds).map(([kind, parameters]) => ({ kind, ...trainingNeeds(kind, parameters) }))
  const reader = needs.find(({ texts }) => texts)
  const itemTexts = reader && (await itemTextsFor(data, protocol))
  const needy = needs.find(({ needsTexts }) => needsTexts)
  if (needy && !itemTexts) {
    const why = protocol === 'ncf' ? 'the NCF files number items anew' : 'this data has none'
    throw attuneError('no-texts', `${needy.kind} reads the texts of items, and ${why}.`, {
      details: { field: 'models' },
    })
  }
  const split = await splitFor(data, { ...options, protocol })
  const wantRatings = needs.some(({ values }) => values === 'ratings')
  const ratingSplit = wantRatings ? await splitFor(data, { ...options, protocol, ratings: true }) : undefined
  const size = sizeOf(split)
  if (ratingSplit && sizeOf(ratingSplit).cases !== size.cases) {
    const message = 'Some of this data has no rating, so models that predict ratings would be asked about others.'
    throw attuneError('no-ratings', message, { details: { field: 'models' } })
  }
  return { exam: { of: 'lists', split, ratingSplit }, itemTexts, size }
}

function refuseWithoutRatings(kinds: readonly string[]): void {
  const predicts = (kind: string): boolean => trainingNeeds(kind).values === 'ratings'
  const wrong = kinds.filter((kind) => !predicts(kind))
  if (wrong.length === 0) return
  const known = Object.keys(recommenderKinds).filter(predicts)
  const message = `${wrong.join(', ')} predict${wrong.length === 1 ? 's' : ''} no ratings; ${known.join(', ')} do.`
  throw attuneError('predicts-no-ratings', message, { details: { field: 'models' } })
}
