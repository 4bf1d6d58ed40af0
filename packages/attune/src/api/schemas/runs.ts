import { z } from 'zod'
import { noteSchema } from './models.ts'

export const runStateSchema = z.enum(['running', 'finished', 'cancelled', 'failed', 'interrupted'])

export const runSummarySchema = z.object({
  id: z.string(),
  kind: z.string(),
  state: runStateSchema,
  /** Asked to end, and in its last step. */
  cancelling: z.boolean(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  /** Worked until now, over all times that it was taken up. */
  seconds: z.number(),
  /** The first is the one that runs are compared by. */
  scores: z.record(z.string(), z.number()).nullable(),
  /** Where it stands; null before its first step. */
  progress: z
    .object({
      step: z.int(),
      steps: z.int(),
      loss: z.number(),
      learningRate: z.number(),
      stepsPerSecond: z.number(),
      /** Texts or rows. */
      samplesPerSecond: z.number().nullable(),
      secondsLeft: z.number(),
    })
    .nullable(),
  /** At most 40 losses over the whole run. */
  losses: z.array(z.number()),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
})
export type RunSummary = z.infer<typeof runSummarySchema>

/** `GET /v1/runs`, newest first. */
export const runListSchema = z.object({ runs: z.array(runSummarySchema), total: z.int() })
export type RunList = z.infer<typeof runListSchema>

/** `GET /v1/runs/:id` */
export const runSchema = runSummarySchema.extend({
  /** Of paths only the last part. */
  settings: z.record(z.string(), z.string()),
  data: z
    .object({
      files: z.array(z.object({ name: z.string(), bytes: z.int(), sha256: z.string() })),
      hash: z.string(),
      /** Such as `trainTexts`. */
      counts: z.record(z.string(), z.int()),
      leftOut: z.array(z.string()),
    })
    .nullable(),
  resumed: z.int(),
  /** Settings that were changed when it was taken up again, and after which step. */
  changes: z.array(z.object({ step: z.int(), settings: z.record(z.string(), z.string()) })),
  versions: z.object({ attune: z.string(), node: z.string(), onnxRuntime: z.string() }),
  device: z.object({ kind: z.string(), name: z.string(), system: z.string() }),
  trainableParameters: z.int().nullable(),
  perClass: z
    .record(
      z.string(),
      z.object({
        precision: z.number().nullable(),
        recall: z.number().nullable(),
        f1: z.number(),
        support: z.int(),
      }),
    )
    .nullable(),
  /** Scores of something that the model is to be compared with, such as `before` the training. */
  baseline: z.object({ of: z.string(), scores: z.record(z.string(), z.number()) }).nullable(),
  /** What it is and what it is for, in both languages; null before it is finished. */
  card: z
    .object({
      task: noteSchema,
      facts: z.array(z.object({ name: noteSchema, value: noteSchema })),
      /** Of models that write: what they were given and what they made of it. */
      examples: z.array(z.object({ given: z.string(), made: z.string() })),
      intended: noteSchema,
      limits: noteSchema,
    })
    .nullable(),
})
export type Run = z.infer<typeof runSchema>

/** `GET /v1/runs/:id/progress`: the curve, thinned to what can be drawn. */
export const runProgressSchema = z.object({
  /** Each the mean over the steps since the one before. */
  points: z.array(
    z.object({
      step: z.int(),
      loss: z.number(),
      learningRate: z.number(),
      stepsPerSecond: z.number(),
      seconds: z.number(),
    }),
  ),
  judgements: z.array(z.object({ step: z.int(), judgement: z.number() })),
  /** What a judgement is, such as `accuracy`; null where it has no name. */
  judgedBy: z.string().nullable(),
})
export type RunProgress = z.infer<typeof runProgressSchema>
