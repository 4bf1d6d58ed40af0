import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  encodeSafetensors,
  type Interactions,
  loadRecommender,
  type Recommender,
  type SavedRecommender,
} from '@attune/recommend'
import { z } from 'zod'
import { attuneError } from '../errors.ts'
import { syncFolder, writeDurably } from '../store/durable-files.ts'
import { arraysOf, decodeLearnt, encodeLearnt } from './learnt.ts'

const format = 'attune-model-1'

const manifestSchema = z.object({
  format: z.literal(format),
  name: z.string(),
  version: z.int(),
  kind: z.string(),
  parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  /** Newest interaction it was trained on; milliseconds since the epoch. */
  trainedTo: z.number(),
  /** Whose vectors of texts it was trained with; none where it read none. */
  encoder: z.string().optional(),
  files: z.object({ weights: z.string(), items: z.string(), learnt: z.string().optional() }),
})

export interface ModelToWrite {
  readonly name: string
  readonly version: number
  readonly trainedTo: number
  readonly recommender: Recommender
  readonly itemIds: readonly string[]
  /** Whose vectors of texts it was trained with: those of another cannot be compared with them. */
  readonly encoder?: string | undefined
  /** What it learnt from, where it can forget people: persons by their digests, items as in `itemIds`. */
  readonly learnt?: Interactions | undefined
}

/** A model as it lies on disk. */
export interface SavedModel extends Omit<ModelToWrite, 'recommender' | 'learnt'> {
  readonly saved: SavedRecommender
  readonly files: z.output<typeof manifestSchema>['files']
}

export interface LoadedModel extends Omit<ModelToWrite, 'learnt'> {
  readonly kind: string
}

/**
 * Writes `model.json`, `weights.safetensors`, `items.json` and, where people can be forgotten, `learnt.safetensors` under a temporary name, makes them durable, and gives the
 * folder its name: a folder of that name is always whole.
 *
 * @param folder must not exist
 */
export function writeModelFolder(folder: string, model: ModelToWrite): void {
  const { kind, parameters, arrays } = model.recommender.save()
  const weights = encodeSafetensors(arrays)
  const items = Buffer.from(JSON.stringify(model.itemIds))
  const learnt = model.learnt && encodeLearnt(model.learnt)
  const manifest: z.input<typeof manifestSchema> = {
    format,
    name: model.name,
    version: model.version,
    kind,
    parameters: { ...parameters },
    trainedTo: model.trainedTo,
    ...(model.encoder === undefined ? {} : { encoder: model.encoder }),
    files: { weights: digest(weights), items: digest(items), ...(learnt && { learnt: digest(learnt) }) },
  }
  const temporary = `${folder}.tmp`
  rmSync(temporary, { recursive: true, force: true })
  mkdirSync(temporary, { recursive: true })
  writeDurably(join(temporary, 'weights.safetensors'), weights)
  writeDurably(join(temporary, 'items.json'), items)
  if (learnt) writeDurably(join(temporary, learntFile), learnt)
  writeDurably(join(temporary, 'model.json'), Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`))
  syncFolder(temporary)
  renameSync(temporary, folder)
  syncFolder(dirname(folder))
}

/** @throws AttuneError `model-unreadable` as `readSavedModel` */
export async function readModelFolder(folder: string): Promise<LoadedModel> {
  const { saved, files: _, ...model } = await readSavedModel(folder)
  return readable(folder, () => {
    const recommender = loadRecommender(saved)
    if (model.itemIds.length !== recommender.itemCount) throw new Error('items.json does not fit the weights')
    return { ...model, kind: saved.kind, recommender }
  })
}

/**
 * @throws AttuneError `model-unreadable` when a file is missing, cut short, changed since it was written, or of a kind that
 * this version does not know
 */
export async function readSavedModel(folder: string): Promise<SavedModel> {
  return readable(folder, async () => {
    const manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')))
    const { name, version, kind, parameters, trainedTo, encoder, files } = manifest
    const weights = await readWhole(folder, 'weights.safetensors', files.weights)
    const items = await readWhole(folder, 'items.json', files.items)
    const itemIds = z.array(z.string()).parse(JSON.parse(items.toString('utf8')))
    return { name, version, trainedTo, encoder, itemIds, files, saved: { kind, parameters, arrays: arraysOf(weights) } }
  })
}

/**
 * What the model learnt from; undefined where that was never kept, or kept no longer.
 *
 * @throws AttuneError `model-unreadable` when the file is not as it was written
 */
export async function readLearnt(folder: string, { files, itemIds }: SavedModel): Promise<Interactions | undefined> {
  const expected = files.learnt
  if (expected === undefined || !keepsLearnt(folder)) return undefined
  return readable(folder, async () => decodeLearnt(await readWhole(folder, learntFile, expected), itemIds))
}

/** Whether what the model learnt from lies beside it. */
export const keepsLearnt = (folder: string): boolean => existsSync(join(folder, learntFile))

/** Removes what the model learnt from; it cannot forget anybody any more. */
export function removeLearnt(folder: string): void {
  rmSync(join(folder, learntFile), { force: true })
}

const learntFile = 'learnt.safetensors'

async function readable<Value>(folder: string, read: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await read()
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw attuneError('model-unreadable', `The model in ${folder} cannot be read: ${why}.`, { status: 500, cause })
  }
}

async function readWhole(folder: string, file: string, expected: string): Promise<Buffer> {
  const bytes = await readFile(join(folder, file))
  if (digest(bytes) !== expected) throw new Error(`${file} is not as it was written`)
  return bytes
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
