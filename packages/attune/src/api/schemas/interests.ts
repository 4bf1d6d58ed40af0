import { z } from 'zod'
import { interestParts } from '../../segments/count-interests.ts'
import { ruleSchema } from '../../segments/rules/rule.ts'
import { inBothSchema } from './common.ts'
import { segmentIdSchema } from './segments.ts'

export { interestParts } from '../../segments/count-interests.ts'

/** `GET /v1/interests` */
export const interestsQuery = z.object({
  part: z.enum(interestParts).default('category').describe('Interests in what'),
  segment: segmentIdSchema.optional().describe('Of the people of a segment; of everybody where it is left out'),
  limit: z.coerce.number().int().min(5).max(100).default(40).describe('How many are drawn, those of most people'),
})
export type InterestsQuery = z.infer<typeof interestsQuery>

export const interestNodeSchema = z.object({
  /** Of an item its id. */
  name: z.string(),
  /** As people read it. */
  title: z.string(),
  people: z.int(),
  /** Of those who were counted. */
  share: z.number(),
  /** Where it lies on the map, −1 to 1: near is shared by the same people. */
  x: z.number(),
  y: z.number(),
  /** What those people did something with, most of them first; empty where the map is of items. */
  items: z.array(z.object({ id: z.string(), title: z.string(), people: z.int() })),
  /** What else those people are interested in; lift: how many times as often as everybody who was counted. */
  near: z.array(z.object({ name: z.string(), shared: z.int(), lift: z.number() })),
  /** The rule that selects these people. */
  rule: ruleSchema,
  text: inBothSchema,
})
export type InterestNode = z.infer<typeof interestNodeSchema>

export const interestMapSchema = z.object({
  at: z.string(),
  part: z.enum(interestParts),
  segment: z.object({ id: z.string(), title: z.string() }).nullable(),
  /** People who were looked at: who allow a portrait, of the segment; and how many of them have an interest. */
  base: z.int(),
  people: z.int(),
  /** What fewer people share is left out everywhere: of names, of items, of what is shared. */
  fewest: z.int(),
  /** Names that are left out: of too few people, and beyond the limit. */
  leftOut: z.object({ tooFew: z.int(), beyond: z.int() }),
  /** How well the map says who shares people with whom (Kruskal’s stress-1): 0 exactly, below 0.1 well, above 0.2 roughly. */
  stress: z.number(),
  /** Those of most people first. */
  nodes: z.array(interestNodeSchema),
})
export type InterestMap = z.infer<typeof interestMapSchema>
