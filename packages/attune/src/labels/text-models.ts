import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type CrossValidation, type TextClassifier, textClassifierOf } from '@attune/language'
import { z } from 'zod'
import { attuneError } from '../errors.ts'
import { asJson, writeFolder } from '../finetune/write-folder.ts'
import { decodeClassifier, encodeClassifier, viewSchema } from './classifier-arrays.ts'
import { checkTask } from './label-store.ts'

const cardSchema = z.object({
  kind: z.literal('text-classifier'),
  task: z.string(),
  labels: z.array(z.string()).min(2),
  views: z.array(viewSchema).min(1),
  calibrated: z.boolean(),
  texts: z.int(),
  /** How many of them people said: it is taught anew when somebody is erased. */
  said: z.int().default(0),
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
  readonly said: number
  readonly judged: CrossValidation | null
}

/** Writes a classifier as the next version of its task; hashes of terms and weights, no text. Returns the version. */
export function saveTextModel(
  { data }: TextClassifier,
  options: SaveTextModel,
): { version: string; card: TextModelCard } {
  const { dataDir, workspace, task, now, texts, said, judged } = options
  const version = String(Number(textModelVersions(dataDir, workspace, task).at(-1) ?? 0) + 1)
  const card: TextModelCard = {
    kind: 'text-classifier',
    task,
    labels: [...data.labels],
    views: data.views.map(({ view }) => ({ ...view })),
    calibrated: data.calibrated,
    texts,
    said,
    createdAt: new Date(now).toISOString(),
    accuracy: judged && { value: judged.accuracy, low: judged.low, high: judged.high },
  }
  writeFolder(join(taskFolder(dataDir, workspace, task), version), {
    'model.json': asJson(card),
    'model.safetensors': encodeClassifier(data),
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
    const classifier = textClassifierOf(
      decodeClassifier(readFileSync(join(folder, 'model.safetensors')), { ...card, dimensions: 0 }),
    )
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

/** Whether the classifier in a folder learnt from what people said; one whose card cannot be read is taken for such. */
export function learntFromSaid(folder: string): boolean {
  try {
    return cardSchema.parse(JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'))).said > 0
  } catch {
    return true
  }
}

/** Versions that learnt from what people said, the newest last. */
export const versionsOfSaid = (dataDir: string, workspace: string, task: string): readonly string[] =>
  textModelVersions(dataDir, workspace, task).filter((version) =>
    learntFromSaid(join(taskFolder(dataDir, workspace, task), version)),
  )

export function removeTextModel(dataDir: string, workspace: string, task: string, version: string): void {
  rmSync(join(taskFolder(dataDir, workspace, task), version), { recursive: true, force: true })
}
