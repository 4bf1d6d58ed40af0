import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { decodeSafetensors, encodeSafetensors, loadRecommender, type Recommender } from '@attune/recommend'
import { z } from 'zod'
import { attuneError } from '../errors.ts'

const format = 'attune-model-1'

const manifestSchema = z.object({
  format: z.literal(format),
  name: z.string(),
  version: z.int(),
  kind: z.string(),
  parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  /** Newest interaction it was trained on; milliseconds since the epoch. */
  trainedTo: z.number(),
  files: z.object({ weights: z.string(), items: z.string() }),
})

export interface ModelToWrite {
  readonly name: string
  readonly version: number
  readonly trainedTo: number
  readonly recommender: Recommender
  readonly itemIds: readonly string[]
}

export interface LoadedModel extends ModelToWrite {
  readonly kind: string
}

/**
 * Writes `model.json`, `weights.safetensors` and `items.json` under a temporary name, makes them durable, and gives the
 * folder its name: a folder of that name is always whole.
 *
 * @param folder must not exist
 */
export function writeModelFolder(folder: string, model: ModelToWrite): void {
  const { kind, parameters, arrays } = model.recommender.save()
  const weights = encodeSafetensors(arrays)
  const items = Buffer.from(JSON.stringify(model.itemIds))
  const manifest: z.input<typeof manifestSchema> = {
    format,
    name: model.name,
    version: model.version,
    kind,
    parameters: { ...parameters },
    trainedTo: model.trainedTo,
    files: { weights: digest(weights), items: digest(items) },
  }
  const temporary = `${folder}.tmp`
  rmSync(temporary, { recursive: true, force: true })
  mkdirSync(temporary, { recursive: true })
  writeDurably(join(temporary, 'weights.safetensors'), weights)
  writeDurably(join(temporary, 'items.json'), items)
  writeDurably(join(temporary, 'model.json'), Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`))
  syncFolder(temporary)
  renameSync(temporary, folder)
  syncFolder(dirname(folder))
}

/**
 * @throws AttuneError `model-unreadable` when a file is missing, cut short, changed since it was written, or of a kind that
 * this version does not know
 */
export async function readModelFolder(folder: string): Promise<LoadedModel> {
  try {
    const manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')))
    const weights = await readFile(join(folder, 'weights.safetensors'))
    const items = await readFile(join(folder, 'items.json'))
    for (const [file, bytes, expected] of [
      ['weights.safetensors', weights, manifest.files.weights],
      ['items.json', items, manifest.files.items],
    ] as const)
      if (digest(bytes) !== expected) throw new Error(`${file} is not as it was written`)
    const { name, version, kind, parameters, trainedTo } = manifest
    // A plain Uint8Array: the `slice` of a Buffer is no copy.
    const { arrays } = decodeSafetensors(new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength))
    const recommender = loadRecommender({ kind, parameters, arrays })
    const itemIds = z.array(z.string()).parse(JSON.parse(items.toString('utf8')))
    if (itemIds.length !== recommender.itemCount) throw new Error('items.json does not fit the weights')
    return { name, version, kind, trainedTo, recommender, itemIds }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw attuneError('model-unreadable', `The model in ${folder} cannot be read: ${why}.`, { status: 500, cause })
  }
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

function writeDurably(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'wx', 0o600)
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
