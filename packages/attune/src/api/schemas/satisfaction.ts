import { satisfactionParts } from '@attune/measure'
import { z } from 'zod'
import { estimateSchema, rangeQuerySchema } from './common.ts'

/** `GET /v1/satisfaction?by=placement|item|segment&from&to&limit` */
export const satisfactionQuery = rangeQuerySchema.extend({
  by: z.enum(['placement', 'item', 'segment']).default('placement'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Groups, those with most people first'),
})

const part = z.enum(satisfactionParts)
const groupSchema = z.object({
  key: z.string(),
  title: z.object({ en: z.string(), zh: z.string() }).nullable(),
  people: z.int().describe('Who told or did anything that counts'),
  index: estimateSchema.nullable().describe('0 to 1: the weighted mean of the parts that are known'),
  coverage: z.number().describe('Weight of the parts that are known, of all'),
  parts: z.array(
    z.object({
      part,
      n: z.int().describe('People; each counts once'),
      estimate: estimateSchema.nullable(),
      weight: z.number(),
      share: z.number().describe('Of the index, after missing parts were left out'),
    }),
  ),
  warnings: z.array(
    z.object({
      code: z.enum(['nothing-known', 'missing-part', 'few-persons', 'suppressed']),
      part: part.nullable(),
      en: z.string(),
      zh: z.string(),
    }),
  ),
})
export type SatisfactionGroup = z.infer<typeof groupSchema>

export const satisfactionSchema = z.object({
  from: z.string(),
  to: z.string(),
  by: z.enum(['placement', 'item', 'segment']),
  /** Whether only the newest 3,000 texts were judged. */
  cut: z.boolean(),
  all: groupSchema,
  groups: z.array(groupSchema),
})
export type Satisfaction = z.infer<typeof satisfactionSchema>
