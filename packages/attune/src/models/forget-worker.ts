import { performance } from 'node:perf_hooks'
import { createKernels } from '@attune/kernels'
import { type Forgotten, forgetPersons } from '@attune/recommend'
import type { ModelVersion } from '../api/schemas/models.ts'
import { attuneError } from '../errors.ts'
import { describeData } from './describe-data.ts'
import { readItemTexts } from './item-texts.ts'
import { readLearnt, readSavedModel, writeModelFolder } from './model-folder.ts'
import { workInThread } from './work-in-thread.ts'

/** What the forgetting thread is told. */
export interface ForgetOrder {
  /** The folder of the live version. */
  readonly from: string
  /** The finished folder; must not exist. */
  readonly folder: string
  readonly version: number
  /** Digests of the persons to be forgotten. */
  readonly subjects: readonly string[]
  /** Of `exportItemTexts`, where the kind reads texts. */
  readonly textsFile: string | undefined
  /** Whose vectors are in it. */
  readonly encoder: string | undefined
  readonly now: number
}

/** Null when the model had learnt from none of them; then nothing was written. */
export type ForgetResult = {
  readonly exactness: Forgotten['exactness']
  readonly data: NonNullable<ModelVersion['data']>
  readonly seconds: number
} | null

async function work(order: ForgetOrder): Promise<ForgetResult> {
  const started = performance.now()
  const model = await readSavedModel(order.from)
  const before = await readLearnt(order.from, model)
  if (!before) throw attuneError('nothing-kept', 'What the model learnt from is not kept any more.')
  const persons = order.subjects.flatMap((subject) => before.persons.indexOf.get(subject) ?? [])
  if (persons.length === 0) return null
  const texts = order.textsFile === undefined ? undefined : await readItemTexts(order.textsFile)
  const itemText = texts && ((item: number) => texts.get(before.items.ids[item] as string))
  await using kernels = await createKernels()
  const { recommender, interactions, exactness } = await forgetPersons(
    model.saved,
    { before, persons },
    { now: order.now, kernels, ...(itemText && { itemText }) },
  )
  const reads = texts && ((item: number) => texts.get(interactions.items.ids[item] as string))
  const { data, trainedTo } = describeData(interactions, reads)
  const { folder, version } = order
  const itemIds = interactions.items.ids
  writeModelFolder(folder, {
    name: model.name,
    version,
    trainedTo,
    recommender,
    itemIds,
    encoder: order.encoder,
    learnt: interactions,
  })
  return { exactness, data, seconds: (performance.now() - started) / 1000 }
}

workInThread(work)
