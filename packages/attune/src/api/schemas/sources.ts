import { z } from 'zod'
import { fieldTypes, sourceDeclarationSchema, sourceNameSchema } from '../../collect/sources/declaration.ts'
import { traitKeeps } from '../../collect/trait-rules.ts'
import { regimeSettings } from '../../protect/consent/purposes.ts'

export const sourceParams = z.object({ name: sourceNameSchema })

/** `GET /v1/sources`: declared, named by a key, or with events. */
export const sourceSummarySchema = z.object({
  name: z.string(),
  title: z.string(),
  /** Where its declaration stands; null where there is none and everything known stays. */
  from: z.enum(['config', 'api']).nullable(),
  regime: z.enum(regimeSettings).nullable(),
  /** Ids of keys that send as this source. */
  keys: z.array(z.string()),
  events: z.int(),
  lastEventAt: z.string().nullable(),
  /** Fields of stored events that were left out, all together; those known and not wanted are not counted. */
  dropped: z.int(),
})
export type SourceSummary = z.infer<typeof sourceSummarySchema>

/** What holds for all sources: how people are joined, and which word about a trait is kept. From the configuration. */
export const sourceRulesSchema = z.object({
  /** Identifiers that join people besides the ids of their events, compared by digests. */
  join: z.array(z.string()),
  /** An identifier that more people have joins nobody any more. */
  atMost: z.int(),
  traits: z.array(z.object({ trait: z.string(), keep: z.enum(traitKeeps), trust: z.array(z.string()) })),
})
export const sourceListSchema = z.object({ sources: z.array(sourceSummarySchema), rules: sourceRulesSchema })
export type SourceList = z.infer<typeof sourceListSchema>

/** `GET /v1/sources/:name` */
export const sourceSchema = z.object({
  name: z.string(),
  from: z.enum(['config', 'api']).nullable(),
  updatedAt: z.string().nullable(),
  declaration: sourceDeclarationSchema.nullable(),
  keys: z.array(z.string()),
  /** Names only, most often first. */
  dropped: z.array(
    z.object({
      /** Null for traits and context. */
      event: z.string().nullable(),
      field: z.string(),
      reason: z.enum(['undeclared', 'wrong-type', 'declared']),
      count: z.int(),
      lastAt: z.string(),
    }),
  ),
})
export type SourceView = z.infer<typeof sourceSchema>

/** `GET /v1/sources/:name/suggestion` */
export const suggestionSchema = z.object({
  declaration: sourceDeclarationSchema,
  fields: z.array(
    z.object({
      event: z.string().nullable(),
      field: z.string(),
      type: z.enum(fieldTypes),
      share: z.number(),
      standard: z.boolean(),
    }),
  ),
  events: z.int(),
})
export type SuggestionView = z.infer<typeof suggestionSchema>
