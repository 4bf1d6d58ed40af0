import { z } from 'zod'
import { computedTraitSchema, measureSchema } from '../../segments/rules/computed-trait.ts'
import { ruleSchema } from '../../segments/rules/rule.ts'
import { idSchema, inBothSchema } from './common.ts'

export type { ComputedTrait } from '../../segments/rules/computed-trait.ts'
export type { Rule } from '../../segments/rules/rule.ts'

export const segmentIdSchema = z
  .string()
  .regex(/^[\p{L}\p{N}_][\p{L}\p{N}_.-]{0,63}$/u, 'letters, digits, _ . - (at most 64), a letter or digit first')
const warningSchema = z.object({ code: z.string(), en: z.string(), zh: z.string() })

/** A rule as data (`rule`) or as text (`text`, English or Chinese), one of them. */
const given = { rule: ruleSchema.optional(), text: z.string().max(20_000).optional() }
const ruleView = { rule: ruleSchema, text: inBothSchema, description: inBothSchema }

export const segmentSchema = z.object({
  id: z.string(),
  title: z.string(),
  ...ruleView,
  members: z.int(),
  share: z.number().nullable().describe('Of the people who allow profiling'),
  warnings: z.array(warningSchema),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type SegmentView = z.infer<typeof segmentSchema>

export const segmentInputSchema = z.strictObject({
  title: z.string().max(200).default(''),
  ...given,
  announce: z
    .boolean()
    .default(false)
    .describe('Tell webhooks, the stream and the count of changes whom this brings in or puts out: of a new one all'),
})
export const segmentPreviewInputSchema = z.strictObject({
  ...given,
  id: segmentIdSchema.optional().describe('The segment that it will be: it must not lead back to itself'),
})
export const segmentPreviewSchema = z.object({
  ...ruleView,
  count: z.int(),
  base: z.int().describe('People who allow profiling'),
  share: z.number().nullable(),
  examples: z.array(z.string()).describe('Person ids'),
  warnings: z.array(warningSchema),
})
export type SegmentPreview = z.infer<typeof segmentPreviewSchema>

export const segmentMembersSchema = z.object({
  personIds: z.array(z.string()),
  total: z.int(),
  next: z.string().nullable(),
})
export type SegmentMembers = z.infer<typeof segmentMembersSchema>
export const segmentChangesSchema = z.object({
  days: z.array(z.object({ day: z.string(), entered: z.int(), left: z.int() })),
})
export type SegmentChanges = z.infer<typeof segmentChangesSchema>

export const proposalSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('proposed'),
    title: z.string(),
    ...ruleView,
    warnings: z.array(warningSchema),
    /** What of the sentence the rule does not say, in the model's words. */
    unclear: z.array(z.string()),
  }),
  z.object({
    status: z.enum(['no-model', 'model-failed', 'not-understood']),
    reason: inBothSchema,
  }),
])
export type SegmentProposalView = z.infer<typeof proposalSchema>

export const vocabularySchema = z.object({
  kinds: z.array(z.string()),
  events: z.array(z.string()),
  traits: z.array(z.string()),
  categories: z.array(z.string()),
  brands: z.array(z.string()),
  devices: z.array(z.string()),
  channels: z.array(z.string()),
  computedTraits: z.array(z.string()),
  scores: z.array(z.string()),
  segments: z.array(z.string()),
})
export type SegmentVocabulary = z.infer<typeof vocabularySchema>

export { computedTraitSchema, measureSchema }
export const computedTraitInputSchema = computedTraitSchema.omit({ name: true })

export const scoreNameSchema = computedTraitSchema.shape.name
export const scoresInputSchema = z.strictObject({
  scores: z
    .array(
      z
        .strictObject({
          personId: idSchema.optional(),
          userId: idSchema.optional(),
          anonymousId: idSchema.optional(),
          value: z.number(),
        })
        .refine(
          ({ personId, userId, anonymousId }) =>
            [personId, userId, anonymousId].filter((id) => id !== undefined).length === 1,
          'exactly one of personId, userId, anonymousId',
        ),
    )
    .max(10_000),
  replace: z.boolean().default(false).describe('Scores of this name that are not given are removed'),
})
export const scoreSummarySchema = z.object({ name: z.string(), persons: z.int(), updatedAt: z.string() })
export type ScoreSummaryView = z.infer<typeof scoreSummarySchema>
