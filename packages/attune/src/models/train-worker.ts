import { createKernels } from '@attune/kernels'
import { exactnessOf, trainingNeeds } from '@attune/recommend'
import type { Estimate } from '../api/schemas/common.ts'
import type { ModelVersion } from '../api/schemas/models.ts'
import type { Comparison } from './compare-versions.ts'
import { readItemTexts } from './item-texts.ts'
import { withDigests } from './learnt.ts'
import { type LoadedModel, readModelFolder, writeModelFolder } from './model-folder.ts'
import { readTrainingData } from './read-training-data.ts'
import { trainVersion } from './train-version.ts'
import { type OnProgress, workInThread } from './work-in-thread.ts'

/** What the training thread is told. */
export interface TrainingOrder {
  readonly workspace: string
  readonly dataFile: string
  /** Of `exportItemTexts`, where the kind or that of the live version reads texts. */
  readonly textsFile: string | undefined
  /** Whose vectors are in it. */
  readonly encoder: string | undefined
  /** The finished folder; must not exist. */
  readonly folder: string
  readonly name: string
  readonly version: number
  readonly kind: string
  readonly parameters: ModelVersion['parameters']
  readonly now: number
  /** The folder of the live version, to compare with. */
  readonly liveFolder: string | undefined
  readonly maxPersons: number
  readonly seed: number
  /** Of persons' digests, under which the model keeps what it learnt from. */
  readonly digestKey: Uint8Array
}

export interface TrainingResult {
  readonly parameters: ModelVersion['parameters']
  readonly data: NonNullable<ModelVersion['data']>
  readonly metrics: Readonly<Record<string, Estimate>> | null
  readonly comparison: Comparison | 'unlike' | null
  readonly seconds: number
}

async function work(order: TrainingOrder, onProgress: OnProgress): Promise<TrainingResult> {
  onProgress({ done: 0, total: 1, stage: 'read' })
  const texts = order.textsFile === undefined ? undefined : await readItemTexts(order.textsFile)
  // Who reads texts can recommend what nobody took yet; for the others such items would be numbers without a meaning.
  const wholeCatalogue = trainingNeeds(order.kind, order.parameters).texts
  const interactions = await readTrainingData(order.dataFile, wholeCatalogue ? texts?.keys() : undefined)
  const live: LoadedModel | undefined =
    order.liveFolder === undefined ? undefined : await readModelFolder(order.liveFolder)
  const { kind, parameters, now, maxPersons, seed, name, version } = order
  await using kernels = await createKernels()
  const trained = await trainVersion({
    interactions,
    itemText: texts && texts.size > 0 ? (item) => texts.get(interactions.items.ids[item] as string) : undefined,
    kind,
    parameters,
    now,
    live,
    maxPersons,
    seed,
    kernels,
    onProgress,
  })
  const { recommender, trainedTo, data, metrics, comparison, seconds } = trained
  onProgress({ done: 0, total: 1, stage: 'write' })
  const forgets = exactnessOf(kind, parameters) !== 'retrain'
  const learnt = forgets ? withDigests(interactions, order.digestKey, order.workspace) : undefined
  writeModelFolder(order.folder, {
    name,
    version,
    trainedTo,
    recommender,
    itemIds: interactions.items.ids,
    encoder: order.encoder,
    learnt,
  })
  return { parameters: recommender.save().parameters, data, metrics, comparison, seconds }
}

workInThread(work)
