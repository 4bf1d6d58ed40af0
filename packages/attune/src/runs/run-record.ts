import { z } from 'zod'
import { noteSchema } from '../api/schemas/models.ts'

export const classScoresSchema = z.object({
  precision: z.number().nullable(),
  recall: z.number().nullable(),
  f1: z.number(),
  support: z.int(),
})

/** What a run says of its model, for the model card. */
export const cardSchema = z.object({
  /** What the model does. */
  task: noteSchema,
  /** What else is to be known of it, such as which encoder it has and under what licence. */
  facts: z.array(z.object({ name: noteSchema, value: noteSchema })),
  /** What it was given and what it made of it; of models that write. */
  examples: z.array(z.object({ given: z.string(), made: z.string() })),
  /** What it is meant for. */
  intended: noteSchema,
  /** What it is not meant for. */
  limits: noteSchema,
})
export type Card = z.infer<typeof cardSchema>

/** Scores of something that the model is to be compared with, such as `before` the training. */
export const baselineSchema = z.object({
  /** Of `runTexts.baselines`. */
  of: z.string(),
  /** By the names of the model's scores. */
  scores: z.record(z.string(), z.number()),
})
export type Baseline = z.infer<typeof baselineSchema>

const settingSchema = z.union([z.number(), z.string(), z.boolean(), z.null(), z.array(z.string()), z.array(z.number())])

export const runStates = ['running', 'finished', 'cancelled', 'failed'] as const

/** `run.json`: everything of a run but its curve and its numbers. */
export const runRecordSchema = z.object({
  format: z.literal('attune-run-1'),
  id: z.string(),
  workspace: z.string(),
  /** Of `runKinds`. */
  kind: z.string(),
  /** As its kind takes them; paths are absolute. */
  settings: z.record(z.string(), settingSchema),
  /** `running` too where its process died: then nobody holds its lock. */
  state: z.enum(runStates),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  /** Worked, over all times that it was taken up. */
  seconds: z.number(),
  /** Times that it was taken up again. */
  resumed: z.int(),
  /** Settings that were changed when it was taken up again, and after which step. */
  changes: z.array(z.object({ step: z.int(), settings: z.record(z.string(), settingSchema) })),
  /** At least so many seconds between states that are kept. */
  keepSeconds: z.number(),
  versions: z.object({ attune: z.string(), node: z.string(), onnxRuntime: z.string() }),
  device: z.object({ kind: z.enum(['cpu', 'webgpu', 'cuda']), name: z.string(), system: z.string() }),
  /** Null until the files were read. */
  data: z
    .object({
      files: z.array(z.object({ path: z.string(), bytes: z.int(), sha256: z.string() })),
      /** SHA-256 over those of the files, in hex. */
      hash: z.string(),
      /** Such as `trainTexts`. */
      counts: z.record(z.string(), z.int()),
      /** Rows that were left out and why, a sentence each. */
      leftOut: z.array(z.string()),
    })
    .nullable(),
  /** What a judgement of its curve is, such as `accuracy`; null where there is none. */
  judgedBy: z.string().nullable(),
  /** Texts or rows of a step. */
  samplesPerStep: z.int().nullable(),
  /** The first is the one that it is compared by. */
  scores: z.record(z.string(), z.number()).nullable(),
  baseline: baselineSchema.nullable(),
  /** What `--json` prints in place of the scores, where it is more than they are. */
  figures: z.record(z.string(), z.unknown()).nullable(),
  perClass: z.record(z.string(), classScoresSchema).nullable(),
  trainableParameters: z.int().nullable(),
  /** Folder of what was trained. */
  model: z.string().nullable(),
  card: cardSchema.nullable(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
})
export type RunRecord = z.infer<typeof runRecordSchema>
export type RunSettings = RunRecord['settings']

/** A run that nobody works on though it is not finished: its process died. */
export type RunState = RunRecord['state'] | 'interrupted'
