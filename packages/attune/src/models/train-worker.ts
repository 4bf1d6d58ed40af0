import { parentPort, workerData } from 'node:worker_threads'
import { createKernels } from '@attune/kernels'
import { trainingNeeds } from '@attune/recommend'
import type { Estimate } from '../api/schemas/common.ts'
import type { ModelVersion } from '../api/schemas/models.ts'
import type { Comparison } from './compare-versions.ts'
import { readItemTexts } from './item-texts.ts'
import { type LoadedModel, readModelFolder, writeModelFolder } from './model-folder.ts'
import { readTrainingData } from './read-training-data.ts'
import { trainVersion } from './train-version.ts'

/** What the training thread is told. */
export interface TrainingOrder {
  readonly dataFile: string
  /** Of `exportItemTexts`, where the kind or that of the live version reads texts. */
  readonly textsFile: string | undefined
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
}

/** What it says. */
export type TrainingMessage =
  | { readonly type: 'progress'; readonly done: number; readonly total: number; readonly stage: string }
  | { readonly type: 'done'; readonly result: TrainingResult }
  | { readonly type: 'failed'; readonly code: string; readonly message: string }

export interface TrainingResult {
  readonly parameters: ModelVersion['parameters']
  readonly data: NonNullable<ModelVersion['data']>
  readonly metrics: Readonly<Record<string, Estimate>> | null
  readonly comparison: Comparison | 'unlike' | null
  readonly seconds: number
}

const reportMs = 100

async function work(order: TrainingOrder, say: (message: TrainingMessage) => void): Promise<void> {
  let last = 0
  let lastStage = ''
  const onProgress = (progress: { done: number; total: number; stage: string }): void => {
    const now = performance.now()
    if (progress.stage === lastStage && now - last < reportMs) return
    last = now
    lastStage = progress.stage
    say({ type: 'progress', ...progress })
  }
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
  writeModelFolder(order.folder, { name, version, trainedTo, recommender, itemIds: interactions.items.ids })
  say({
    type: 'done',
    result: { parameters: recommender.save().parameters, data, metrics, comparison, seconds },
  })
}

if (parentPort) {
  const port = parentPort
  const say = (message: TrainingMessage): void => port.postMessage(message)
  work(workerData as TrainingOrder, say).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'training-failed'
    say({ type: 'failed', code, message: error instanceof Error ? error.message : String(error) })
  })
}
