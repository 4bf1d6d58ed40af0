import { z } from 'zod'
import { featureSchema } from '../../flags/feature-definition.ts'
import { experimentIdSchema } from './experiments.ts'
import { segmentIdSchema } from './segments.ts'

export const flagIdSchema = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,63}$/u, 'letters, digits, _ . - (at most 64), a letter or digit first')
  .refine((id) => id !== 'features' && id !== 'evaluate', 'is an address of its own; take another name')

const target = {
  id: z.string().max(64).optional(),
  segments: z.array(segmentIdSchema).max(20).default([]),
  condition: z.record(z.string(), z.json()).default({}),
}

/** One rule of a flag; the first that holds decides. */
export const flagRuleSchema = z.union([
  z.strictObject({
    ...target,
    value: z.json(),
    /** Share of people that get the value. */
    share: z.number().min(0).max(1).default(1),
    unit: z.enum(['person', 'anonymous', 'device']).default('person'),
  }),
  z.strictObject({
    id: z.string().max(64).optional(),
    experiment: experimentIdSchema,
    /** Variation → value of the flag. */
    values: z.record(z.string(), z.json()),
  }),
])
export type FlagRule = z.infer<typeof flagRuleSchema>

export const flagInputSchema = z.strictObject({
  title: z.string().max(200).default(''),
  /** Off: everybody gets the default value. */
  on: z.boolean().default(true),
  defaultValue: z.json().default(false),
  rules: z.array(flagRuleSchema).max(50).default([]),
})
export type FlagInput = z.infer<typeof flagInputSchema>

export const flagSchema = flagInputSchema.extend({ id: z.string(), updatedAt: z.string() })
export type FlagView = z.infer<typeof flagSchema>

/** What GrowthBook's SDKs ask for: `GET /api/features/:clientKey`. */
export const featuresSchema = z.object({
  status: z.literal(200),
  features: z.record(z.string(), featureSchema),
  dateUpdated: z.string(),
})

export const flagEvaluationSchema = z.object({
  flags: z.record(z.string(), z.object({ value: z.json(), source: z.string(), ruleId: z.string().nullable() })),
  /** Events to send once what they tell was really seen. */
  exposures: z.array(z.object({ event: z.string(), properties: z.record(z.string(), z.string()) })),
})
export type FlagEvaluation = z.infer<typeof flagEvaluationSchema>
