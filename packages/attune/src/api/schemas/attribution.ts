import { attributionMethods } from '@attune/measure'
import { z } from 'zod'
import { estimateSchema } from './common.ts'

/** What a touch is called after. */
export const touchedBy = ['channel', 'campaign', 'placement'] as const

const creditSchema = z.object({ conversions: z.number(), value: z.number() })
const creditsSchema = z.object(
  Object.fromEntries(attributionMethods.map((method) => [method, creditSchema])) as Record<
    (typeof attributionMethods)[number],
    typeof creditSchema
  >,
)

/** What an experiment says that a placement's treatment added to what its control would have brought. */
export const incrementSchema = z.object({
  channel: z.string(),
  treatment: z.string(),
  control: z.string(),
  /** Persons in the treatment. */
  persons: z.int(),
  conversions: estimateSchema.nullable(),
  value: estimateSchema.nullable(),
})

const besideTruthSchema = z.object({
  channel: z.string(),
  credited: z.number(),
  incremental: estimateSchema,
  /** Credit over the increment; null where that is 0 or less. */
  ratio: z.number().nullable(),
  verdict: z.enum(['fits', 'too-much', 'too-little']),
})

/** `GET /v1/attribution?by=channel&touch=click&from&to&lookbackDays` */
export const attributionSchema = z.object({
  from: z.string(),
  to: z.string(),
  by: z.enum(touchedBy),
  touch: z.enum(['click', 'exposure']),
  lookbackDays: z.number(),
  currency: z.string().nullable(),
  /** Orders of the time, less what was given back. */
  total: creditSchema,
  /** Those that no touch came before. */
  unattributed: creditSchema,
  /** Persons' ways that ended without an order. */
  losses: z.int(),
  channels: z.array(
    z.object({
      channel: z.string().nullable().describe('Null: those with the fewest orders, put together'),
      credits: creditsSchema,
      /** Share of the conversions that would be lost without it, in a Markov chain. */
      removalEffect: z.number().nullable(),
    }),
  ),
  together: z.int().describe('How many are put together, where there are more than can be told apart'),
  /** What experiments measured; only placements have any. */
  increments: z.array(incrementSchema),
  /** Credit of conversions beside them, the method that fits best first. */
  comparison: z.array(
    z.object({
      method: z.enum(attributionMethods),
      error: z.number().nullable(),
      channels: z.array(besideTruthSchema),
    }),
  ),
  /** The method that fits best; null where nothing was measured, or all of them say the same. */
  closest: z.enum(attributionMethods).nullable(),
  warnings: z.array(z.object({ code: z.string(), en: z.string(), zh: z.string() })),
})
export type AttributionView = z.infer<typeof attributionSchema>
export type IncrementView = z.infer<typeof incrementSchema>
