import { z } from 'zod'
import { idSchema } from './common.ts'
import { itemSchema } from './items.ts'
import { explanationSchema, rerankReportSchema, rerankSchema } from './rerank.ts'
import { segmentIdSchema } from './segments.ts'

export const filterSchema = z.strictObject({
  /** Only items in one of these categories. */
  categories: z.array(z.string()).max(64).optional(),
  excludeCategories: z.array(z.string()).max(64).optional(),
  excludeItems: z.array(idSchema).max(1000).optional(),
  kinds: z.array(z.string()).max(16).optional(),
  tags: z.array(z.string()).max(64).optional(),
  brands: z.array(z.string()).max(64).optional(),
  minPrice: z.number().nonnegative().optional(),
  maxPrice: z.number().nonnegative().optional(),
  language: z.string().max(35).optional(),
  /** Offer again what the person already interacted with. Default: what the placement says. */
  includeSeen: z.boolean().optional(),
})
export type Filter = z.infer<typeof filterSchema>

/** `POST /v1/recommendations` */
export const recommendationRequestSchema = z
  .strictObject({
    placement: z.string().min(1).max(64).default('home'),
    userId: idSchema.optional(),
    anonymousId: idSchema.optional(),
    /** With `preview`: the person whom a report or the console names. */
    personId: idSchema.optional(),
    /** Free facts about the moment; `itemId` (the item being looked at) joins the history, `language` picks the language of reasons and of the sentence of `fallback` (`en…` or `zh…`). */
    context: z.record(z.string(), z.json()).default({}),
    n: z.int().min(1).max(100).default(10),
    filter: filterSchema.default({}),
    /** Show what would be decided, without logging a decision. Needs a read or admin key. */
    preview: z.boolean().default(false),
    /** With `preview`: the arm of the placement's split to show. */
    variation: z.string().max(64).optional(),
    /** Say of every item what brought it there and what re-ranking did with it. Needs a read or admin key. */
    explain: z.boolean().default(false),
  })
  .refine((r) => r.userId !== undefined || r.anonymousId !== undefined || r.personId !== undefined, {
    message: 'give userId or anonymousId',
    path: ['userId'],
  })
  .refine((r) => r.personId === undefined || r.preview, {
    message: 'a decision that is logged asks by userId or anonymousId; personId goes with preview: true',
    path: ['personId'],
  })
export type RecommendationRequest = z.input<typeof recommendationRequestSchema>

export const recommendationSchema = z.object({
  itemId: z.string(),
  score: z.number(),
  propensity: z.number(),
  explored: z.boolean(),
  /** A sentence, for example: because you viewed “Spring Tieguanyin”. Null when there is nothing true to say. */
  reason: z.string().nullable(),
  /** Ids of the history items behind it, largest share first. */
  because: z.array(z.string()),
  item: itemSchema
    .pick({
      id: true,
      kind: true,
      title: true,
      categories: true,
      brand: true,
      price: true,
      currency: true,
      image: true,
      url: true,
    })
    .nullable(),
  /** With `explain: true`. */
  explanation: explanationSchema.optional(),
})
export type Recommendation = z.infer<typeof recommendationSchema>

export const recommendationResponseSchema = z.object({
  /** Null for a preview. */
  decisionId: z.string().nullable(),
  placement: z.string(),
  personId: z.string(),
  variation: z.string(),
  model: z.object({ name: z.string(), kind: z.string(), version: z.int() }),
  /** Null when the placement's model answered; else what happened, in a code and a sentence. */
  fallback: z.object({ code: z.string(), message: z.string() }).nullable(),
  items: z.array(recommendationSchema),
  /** With `explain: true`. */
  rerank: rerankReportSchema.optional(),
})
export type RecommendationResponse = z.infer<typeof recommendationResponseSchema>

/** `GET /v1/items/:id/similar` */
export const similarResponseSchema = z.object({
  itemId: z.string(),
  model: z.object({ name: z.string(), kind: z.string(), version: z.int() }).nullable(),
  fallback: z.object({ code: z.string(), message: z.string() }).nullable(),
  items: z.array(recommendationSchema.pick({ itemId: true, score: true, item: true })),
})
export type SimilarResponse = z.infer<typeof similarResponseSchema>

/** `POST /v1/exposures`: the decision was really seen. Stored as events, so limits and de-duplication are those of collect. */
export const exposureRequestSchema = z.strictObject({
  decisionId: idSchema,
  /** Default: all items of the decision. */
  itemIds: z.array(idSchema).max(100).optional(),
  messageId: idSchema.optional(),
  timestamp: z.iso.datetime({ offset: true }).optional(),
  /** The sender's clock when sending; corrects `timestamp`, as with events. */
  sentAt: z.iso.datetime({ offset: true }).optional(),
})

/** Places that new items are given, so that they become known: see `placementSchema.newItems`. */
export const newItemsSchema = z.strictObject({
  /** Share of places that are given to a new item, drawn at random. */
  share: z.number().min(0).max(0.5).default(0.1),
  /** An item is new so many days after its `publishedAt`, … */
  days: z.int().min(1).max(365).default(14),
  /** … as long as it was really shown (exposures) fewer times than this. */
  below: z.int().min(1).max(1_000_000).default(100),
})
export type NewItems = z.infer<typeof newItemsSchema>

/** Whom a placement is for: only people who agree to be shown what fits are looked up in segments. */
export const audienceSchema = z
  .strictObject({
    any: z.array(segmentIdSchema).min(1).max(50).optional().describe('In at least one of these segments'),
    not: z.array(segmentIdSchema).min(1).max(50).optional().describe('And in none of these'),
    otherwise: z
      .string()
      .min(1)
      .max(64)
      .default('popular')
      .describe('The model of everybody else, or `popular`, `newest`; they are in no arm and in no comparison'),
  })
  .refine(({ any, not }) => any !== undefined || not !== undefined, 'name segments in any, not, or both')
export type Audience = z.infer<typeof audienceSchema>

/** A named slot where decisions appear (`GET/PUT /v1/placements/:id`). */
export const placementSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'lower-case letters, digits, dashes'),
  title: z.strictObject({ en: z.string().max(200), zh: z.string().max(200) }),
  /** Each person is put into one arm by a hash, in proportion to the weights. `model` is a model name; `popular` and `newest` need no training. */
  split: z
    .array(
      z.strictObject({
        variation: z.string().min(1).max(64),
        model: z.string().min(1).max(64),
        weight: z.number().positive(),
        /** Instead of the placement's, for this arm; null: none. */
        rerank: rerankSchema.nullable().optional(),
      }),
    )
    .min(1)
    .max(10),
  /** Left out: everybody is in an arm. */
  segments: audienceSchema.optional(),
  /** Of whom the arms are compared with in reports: a variation of the split. */
  control: z.string().max(64).nullable().default(null),
  /** An experiment whose variations are those of the split: while it runs, it says who gets which. */
  experiment: z.string().max(64).optional(),
  includeSeen: z.boolean().default(false),
  filter: filterSchema.default({}),
  /** Share of places given to a random eligible item, to learn from; 0 switches exploration off. */
  exploration: z.number().min(0).max(0.5).default(0),
  /** A fair chance for new items: `{}` stands for a tenth of the places, 14 days, 100 exposures. Left out: none. */
  newItems: newItemsSchema.optional(),
  /** What happens to the model's list before it is shown: business rules, variety, caps. Exploration comes after it. */
  rerank: rerankSchema.optional(),
})
export type Placement = z.infer<typeof placementSchema>

/** `POST /v1/placements/preview`: what a placement that is not saved yet would show. */
export const placementPreviewSchema = z.strictObject({
  placement: placementSchema.partial({ id: true }),
  userId: idSchema.optional(),
  anonymousId: idSchema.optional(),
  /** Without any of the three a stranger is taken. */
  personId: idSchema.optional(),
  context: z.record(z.string(), z.json()).default({}),
  n: z.int().min(1).max(100).default(10),
  variation: z.string().max(64).optional(),
})
export type PlacementPreview = z.input<typeof placementPreviewSchema>
