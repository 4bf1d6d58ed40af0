import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type FeatureRows, type FittedLearner, type UpliftParts, upliftMethod } from '@attune/measure'
import { z } from 'zod'
import { attuneError } from '../errors.ts'
import { asJson, writeFolder } from '../finetune/write-folder.ts'
import { openLearner } from './base-learners.ts'
import { type FeaturePlan, featurePlanSchema } from './feature-plan.ts'

const numbers = z.array(z.number())

/** Units that the model never saw: what they scored and what became of them. Numbers alone, nobody's name. */
const judgedSchema = z.strictObject({
  scores: numbers,
  treated: z.array(z.union([z.literal(0), z.literal(1)])),
  outcome: numbers,
  propensity: numbers,
  /** What models of the outcome expect of them, untreated and treated. */
  control: numbers,
  treatment: numbers,
})
export type JudgedUnits = z.infer<typeof judgedSchema>

const modelSchema = z.strictObject({
  format: z.literal('attune-uplift-1'),
  method: z.string(),
  base: z.string(),
  treatment: z.string(),
  treated: z.string(),
  control: z.string(),
  outcome: z.string(),
  /** Who was treated was chosen by what the features say: models written before this was noted come from experiments. */
  observed: z.boolean().default(false),
  trainedAt: z.string(),
  rows: z.int(),
  plan: featurePlanSchema,
  parts: z.record(z.string(), z.unknown()),
})
type SavedModel = z.infer<typeof modelSchema>

export interface UpliftModel extends Omit<SavedModel, 'format' | 'parts' | 'plan'> {
  readonly plan: FeaturePlan
  readonly parts: UpliftParts
  readonly judged: JudgedUnits
}

/** [rows]: expected outcome treated less untreated. */
export async function predictUplift({ method, parts }: Pick<UpliftModel, 'method' | 'parts'>, x: FeatureRows) {
  const forest = parts.forest
  return method === 'forest' && forest ? forest.predict(x) : upliftMethod(method).predict(parts, x)
}

/**
 * @param besides other files of the folder, by their names
 * @throws AttuneError `folder-exists`
 */
export function saveUpliftModel(
  folder: string,
  { parts, judged, ...facts }: UpliftModel,
  besides: Readonly<Record<string, string>> = {},
): void {
  const saved = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.saved]))
  const model: SavedModel = { format: 'attune-uplift-1', ...facts, parts: saved }
  writeFolder(folder, { 'uplift.json': JSON.stringify(model), 'judged.json': asJson(judged), ...besides })
}

/** @throws AttuneError `unknown-model` where there is none, `model-unreadable` where it is not as it was written */
export async function loadUpliftModel(folder: string): Promise<UpliftModel> {
  const read = async (file: string): Promise<unknown> => {
    try {
      return JSON.parse(await readFile(join(folder, file), 'utf8'))
    } catch (cause) {
      if (cause instanceof SyntaxError) throw unreadable(cause)
      throw attuneError(
        'unknown-model',
        'There is no uplift model in this folder; “attune uplift train --out” writes one.',
        {
          status: 404,
          details: { field: 'model' },
          cause,
        },
      )
    }
  }
  const [saved, judged] = [await read('uplift.json'), await read('judged.json')]
  try {
    const { format: _, parts, ...facts } = modelSchema.parse(saved)
    const opened = Object.entries(parts).map(([name, part]): [string, FittedLearner] => [name, openLearner(part)])
    return { ...facts, parts: Object.fromEntries(opened), judged: judgedSchema.parse(judged) }
  } catch (cause) {
    throw unreadable(cause)
  }
}

const unreadable = (cause: unknown) =>
  attuneError('model-unreadable', 'The uplift model cannot be read: it is not as it was written. Train it again.', {
    cause,
  })
