import { z } from 'zod'
import { estimateSchema } from './common.ts'

/** A sentence in both languages: it is stored when it happens and read by people of either. */
export const noteSchema = z.object({ en: z.string(), zh: z.string() })
export type Note = z.infer<typeof noteSchema>

export const modelVersionSchema = z.object({
  name: z.string(),
  version: z.int(),
  kind: z.string(),
  status: z.enum(['training', 'trained', 'failed', 'held']),
  live: z.boolean(),
  previous: z.boolean(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  seconds: z.number().nullable(),
  parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  data: z
    .object({
      hash: z.string(),
      persons: z.int(),
      items: z.int(),
      interactions: z.int(),
      from: z.string().nullable(),
      to: z.string().nullable(),
    })
    .nullable(),
  /**
   * Offline, on each person's held-out last interaction; the same for every version trained on the same data. Models that
   * learn from ratings also have `rmse` and `mae`, in stars.
   */
  metrics: z.record(z.string(), estimateSchema).nullable(),
  /** The version that was measured, where it is another: this one was made from it when people were erased, and not measured. */
  metricsFrom: z.int().nullable(),
  /** Why it was promoted, held or failed. */
  note: noteSchema.nullable(),
  progress: z.object({ done: z.number(), total: z.number(), stage: z.string() }).nullable(),
})
export type ModelVersion = z.infer<typeof modelVersionSchema>

/** `GET /v1/models` */
export const modelListSchema = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      placements: z.array(z.string()),
      live: z.int().nullable(),
      versions: z.array(modelVersionSchema),
    }),
  ),
  /** Newest first. */
  changes: z.array(
    z.object({
      at: z.string(),
      /** Id of a key; or `gate` (judged after training), `schedule`, `attune` (at a start). */
      actor: z.string(),
      action: z.enum(['trained', 'promoted', 'held', 'rolled-back', 'failed']),
      name: z.string(),
      version: z.int(),
      note: noteSchema.nullable(),
    }),
  ),
})
export type ModelList = z.infer<typeof modelListSchema>

/** `POST /v1/models/:name/train` (admin): 202 with the version that is being trained. */
export const trainRequestSchema = z.strictObject({
  /** Kind of recommender; default: that of the name's last version, or the name itself where it is a kind. */
  kind: z.string().max(64).optional(),
  parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).default({}),
  /** Promote when the gate lets it. */
  promote: z.boolean().default(true),
})
