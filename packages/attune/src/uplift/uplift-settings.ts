import { z } from 'zod'
import { upliftOutcomes } from '../api/schemas/uplift.ts'
import { optional } from '../runs/run-kind.ts'
import { baseLearnerNames } from './learner-names.ts'
import { upliftMethodNames } from './method-names.ts'

/** Settings of a run of uplift. */
export const upliftSettingsSchema = z.strictObject({
  /** One of the two. */
  experiment: optional(z.string()),
  placement: optional(z.string()),
  treatment: z.string(),
  control: z.string(),
  /** ISO 8601. */
  from: z.string(),
  to: z.string(),
  days: z.number().positive(),
  outcome: z.enum(upliftOutcomes),
  metric: optional(z.string()),
  currency: optional(z.string()),
  method: z.enum(upliftMethodNames as [string, ...string[]]),
  base: z.enum(baseLearnerNames),
  /** Of how many divided people the rows were drawn. */
  people: z.int(),
  seed: z.int().min(0),
})
export type UpliftSettings = z.infer<typeof upliftSettingsSchema>

export const readUpliftSettings = (settings: unknown): UpliftSettings | undefined =>
  upliftSettingsSchema.safeParse(settings).data
