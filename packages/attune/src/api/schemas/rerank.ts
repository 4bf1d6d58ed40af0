import { z } from 'zod'

/** What groups items: a field of the catalogue, or an attribute that is a text or a list of texts. */
const groupingSchema = z
  .string()
  .regex(
    /^(?:categories|tags|brand|kind|language|attributes\.[^\s.]{1,64})$/,
    'categories, tags, brand, kind, language or attributes.<name>',
  )
export type Grouping = z.infer<typeof groupingSchema>

/** A condition in the rule language, such as `price < 50 and "vegan" in tags`. */
const conditionSchema = z.string().min(1).max(4000)
const nameSchema = z.string().min(1).max(64)

const ruleActionSchema = z.discriminatedUnion('kind', [
  /** Only items that match may be offered at all. */
  z.strictObject({ kind: z.literal('filter') }),
  /** Multiplies the score. */
  z.strictObject({ kind: z.literal('boost'), factor: z.number().min(1e-6).max(1e6) }),
  /** Puts items that match last. */
  z.strictObject({ kind: z.literal('bury') }),
  /** Puts the best item that matches at a place, from 1. */
  z.strictObject({ kind: z.literal('pin'), position: z.int().min(1).max(100) }),
])

const ruleSchema = z.strictObject({ name: nameSchema, when: conditionSchema, action: ruleActionSchema })
export type PlacementRule = z.infer<typeof ruleSchema>

/** How alike two items are: by the model's own vectors (where it has none, by categories and tags), or by shared groups. */
const similaritySchema = z.enum(['model', 'categories', 'tags', 'brand']).default('model')
export type SimilarityKind = z.infer<typeof similaritySchema>

const capSchema = z
  .strictObject({
    by: groupingSchema,
    /** Most items of one group in a window. */
    most: z.int().min(1).max(100).optional(),
    /** Largest share of a window. */
    share: z.number().gt(0).max(1).optional(),
    /** Places that follow each other. Default: the whole list. */
    window: z.int().min(1).max(100).optional(),
  })
  .refine(({ most, share }) => (most === undefined) !== (share === undefined), {
    message: 'give either most or share',
    path: ['most'],
  })

/** What explanations call the stage; default: its kind. */
const name = nameSchema.optional()

const stageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('rules'), name, rules: z.array(ruleSchema).min(1).max(50) }),
  z.strictObject({
    kind: z.literal('mmr'),
    name,
    /** How much the score counts beside variety. */
    relevance: z.number().min(0).max(1).default(0.7),
    similarity: similaritySchema,
  }),
  z.strictObject({
    kind: z.literal('dpp'),
    name,
    relevance: z.number().min(0).max(0.99).default(0.7),
    similarity: similaritySchema,
  }),
  z.strictObject({
    kind: z.literal('calibrate'),
    name,
    by: groupingSchema.default('categories'),
    /** How much the person's proportions count beside the scores. */
    calibration: z.number().min(0).max(1).default(0.5),
  }),
  z.strictObject({
    kind: z.literal('caps'),
    name,
    caps: z.array(capSchema).min(1).max(10),
    /** When nothing left fits: end the list (`stop`), or fill it all the same (`relax`). */
    whenStuck: z.enum(['stop', 'relax']).default('stop'),
  }),
  z.strictObject({
    kind: z.literal('fairExposure'),
    name,
    /** The share of every beginning of the list that would be fair. */
    share: z.number().gt(0).lt(1),
    protected: z.union([
      z.strictObject({ when: conditionSchema }),
      z.strictObject({ by: groupingSchema, values: z.array(z.string().min(1).max(256)).min(1).max(1000) }),
    ]),
  }),
  z.strictObject({
    kind: z.literal('novelty'),
    name,
    /** How much being little known counts beside the score. */
    novelty: z.number().min(0).max(1).default(0.2),
  }),
])
export type RerankStage = z.infer<typeof stageSchema>

/** What happens to a model's list before it is shown: stages in order. */
export const rerankSchema = z.strictObject({
  /** How many candidates the stages choose from. Default: the larger of 50 and five times what is asked for. */
  depth: z.int().min(1).max(1000).optional(),
  stages: z.array(stageSchema).max(10),
})
export type Rerank = z.infer<typeof rerankSchema>

/** Why an item stands where it stands; in answers to `explain: true`. */
export const explanationSchema = z.object({
  /** What of the history brought the item, with shares; null when no model says. */
  sentence: z.string().nullable(),
  contributions: z.array(z.object({ itemId: z.string(), title: z.string(), share: z.number() })),
  /** What every stage of re-ranking did with it; places from 1. */
  moves: z.array(z.object({ stage: z.string(), from: z.int(), to: z.int().nullable(), text: z.string() })),
})
export type Explanation = z.infer<typeof explanationSchema>

/** What re-ranking did with the list; in answers to `explain: true`. */
export const rerankReportSchema = z.object({
  stages: z.array(z.string()),
  /** Items that the model alone would have shown, and why they are not there. */
  leftOut: z.array(z.object({ itemId: z.string(), title: z.string(), stage: z.string(), text: z.string() })),
})
export type RerankReport = z.infer<typeof rerankReportSchema>
