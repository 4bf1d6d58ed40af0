import { z } from 'zod'

const jsonObject = z.record(z.string(), z.json())
const share = z.number().min(0).max(1)
const rangeSchema = z.tuple([share, share])
const hashVersionSchema = z.literal([1, 2])
const namespaceSchema = z.tuple([z.string().min(1).max(200), share, share])
const metaSchema = z.object({
  key: z.string().max(200).optional(),
  name: z.string().max(200).optional(),
  passthrough: z.boolean().optional(),
})
const filterSchema = z.object({
  seed: z.string().max(200),
  ranges: z.array(rangeSchema).max(100),
  attribute: z.string().max(200).optional(),
  hashVersion: hashVersionSchema.optional(),
})

/** One rule of a flag, as GrowthBook's SDKs read it: it forces a value, or runs an experiment over several. */
const featureRuleSchema = z.object({
  id: z.string().max(200).optional(),
  condition: jsonObject.optional(),
  parentConditions: z
    .array(z.object({ id: z.string().max(200), condition: jsonObject.default({}), gate: z.boolean().optional() }))
    .max(20)
    .optional(),
  filters: z.array(filterSchema).max(20).optional(),
  /** The value where the rule holds; for a share of people where `coverage` or `range` says so. */
  force: z.json().optional(),
  variations: z.array(z.json()).min(2).max(20).optional(),
  weights: z.array(share).max(20).optional(),
  ranges: z.array(rangeSchema).max(20).optional(),
  range: rangeSchema.optional(),
  coverage: share.optional(),
  key: z.string().max(200).optional(),
  seed: z.string().max(200).optional(),
  name: z.string().max(200).optional(),
  phase: z.string().max(20).optional(),
  hashAttribute: z.string().max(200).optional(),
  /** Taken where there is no `hashAttribute`; SDKs do so only with sticky buckets. */
  fallbackAttribute: z.string().max(200).optional(),
  hashVersion: hashVersionSchema.optional(),
  namespace: namespaceSchema.optional(),
  meta: z.array(metaSchema).max(20).optional(),
})
export type FeatureRule = z.infer<typeof featureRuleSchema>

/** A flag as GrowthBook's SDKs read it. */
export const featureSchema = z.object({
  defaultValue: z.json().default(null),
  rules: z.array(featureRuleSchema).max(100).optional(),
})
export type Feature = z.infer<typeof featureSchema>
export type Features = Readonly<Record<string, Feature>>
