import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CrossValidation, type TextClassifier, type TextView, textClassifierOf } from '@attune/language'
import { decodeSafetensors, encodeSafetensors, type SavedArray } from '@attune/learn/safetensors'
import { z } from 'zod'
import { attuneError } from '../errors.ts'
import { asJson, writeFolder } from '../finetune/write-folder.ts'
import { checkTask } from './label-store.ts'

const viewSchema = z.object({ of: z.enum(['words', 'characters', 'word-characters']), from: z.int(), to: z.int() })
const cardSchema = z.object({
  kind: z.literal('text-classifier'),
  task: z.string(),
  labels: z.array(z.string()).min(2),
  views: z.array(viewSchema).min(1),
  calibrated: z.boolean(),
  texts: z.int(),
  createdAt: z.string(),
  accuracy: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
})

/** The `model.json` of a classifier on words. */
export type TextModelCard = z.infer<typeof cardSchema>

const taskFolder = (dataDir: string, workspace: string, task: string): string =>
  join(dataDir, 'texts', workspace, checkTask(task))

/** Versions of a task's classifier, the newest last. */
export function textModelVersions(dataDir: string, workspace: string, task: string): readonly string[] {
  const folder = taskFolder(dataDir, workspace, task)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .sort((a, b) => Number(a) - Number(b))
}

export interface SaveTextModel {
  readonly dataDir: string
  readonly workspace: string
  readonly task: string
  readonly now: number
  readonly texts: number
  readonly judged: CrossValidation | null
}

/** Writes a classifier as the next version of its task; hashes of terms and weights, no text. Returns the version. */
export function saveTextModel(
  { data }: TextClassifier,
  options: SaveTextModel,
): { version: string; card: TextModelCard } {
  const { dataDir, workspace, task, now, texts, judged } = options
  const version = String(Number(textModelVersions(dataDir, workspace, task).at(-1) ?? 0) + 1)
  const arrays = new Map<string, SavedArray>([
    ['weights', { shape: [data.weights.length], data: data.weights }],
    ['biases', { shape: [data.biases.length], data: data.biases }],
  ])
  for (const [i, { hashes, idf }] of data.views.entries()) {
    // The format knows no unsigned words of 32 bits: the same bits, signed.
    arrays.set(`hashes.${i}`, { shape: [hashes.length], data: new Int32Array(hashes) })
    arrays.set(`idf.${i}`, { shape: [idf.length], data: idf })
  }
  const card: TextModelCard = {
    kind: 'text-classifier',
    task,
    labels: [...data.labels],
    views: data.views.map(({ view }) => ({ ...view })),
    calibrated: data.calibrated,
    texts,
    createdAt: new Date(now).toISOString(),
    accuracy: judged && { value: judged.accuracy, low: judged.low, high: judged.high },
  }
  writeFolder(join(taskFolder(dataDir, workspace, task), version), {
    'model.json': asJson(card),
    'model.safetensors': encodeSafetensors(arrays),
  })
  return { version, card }
}

/**
 * The newest classifier of a task.
 *
 * @throws AttuneError `no-model` when none is trained, `bad-model` when its files are not those of one
 */
export function openTextModel(
  dataDir: string,
  workspace: string,
  task: string,
): { readonly classifier: TextClassifier; readonly card: TextModelCard; readonly version: string } {
  const version = textModelVersions(dataDir, workspace, task).at(-1)
  if (version === undefined)
    throw attuneError('no-model', 'This task has no classifier yet: label some texts, then “attune label train”.', {
      status: 404,
    })
  const folder = join(taskFolder(dataDir, workspace, task), version)
  try {
    const card = cardSchema.parse(JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')))
    const { arrays } = decodeSafetensors(readFileSync(join(folder, 'model.safetensors')))
    const floats = (name: string): Float32Array => {
      const data = arrays.get(name)?.data
      if (data instanceof Float32Array) return data
      throw new TypeError(`${name} is missing`)
    }
    const views = card.views.map((view: TextView, i) => {
      const hashes = arrays.get(`hashes.${i}`)?.data
      if (!(hashes instanceof Int32Array)) throw new TypeError(`hashes.${i} is missing`)
      return { view, hashes: new Uint32Array(hashes), idf: floats(`idf.${i}`) }
    })
    const classifier = textClassifierOf({
      labels: card.labels,
      views,
      dimensions: 0,
      weights: floats('weights'),
      biases: floats('biases'),
      calibrated: card.calibrated,
    })
    return { classifier, card, version }
  } catch (cause) {
    throw attuneError(
      'bad-model',
      'The files of this classifier are damaged: train it again with “attune label train”.',
      {
        cause,
      },
    )
  }
}
