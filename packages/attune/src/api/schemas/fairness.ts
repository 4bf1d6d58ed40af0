import { z } from 'zod'
import { estimateSchema, rangeQuerySchema } from './common.ts'

export const fairnessColumns = ['brand', 'category', 'supplier'] as const
export const fairnessMerits = ['orders', 'views', 'items'] as const

/** `GET /v1/fairness?by=brand|category|supplier&merit=orders|views|items&trait&placement&from&to` */
export const fairnessQuery = rangeQuerySchema.extend({
  by: z.enum(fairnessColumns).default('brand').describe('Supplier: the attribute `supplier` or `vendor` of an item'),
  merit: z
    .enum(fairnessMerits)
    .default('orders')
    .describe(
      'What exposure should follow: order lines, views that came from nothing Attune showed, or one an item on offer',
    ),
  trait: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe('Also compare groups of people by this trait; sensitive ones are refused'),
  placement: z.string().max(64).optional(),
})

const inBoth = { en: z.string(), zh: z.string() }
const warningSchema = z.object({ code: z.string(), group: z.string().nullable(), ...inBoth })

const peopleMeasureSchema = z.object({
  measure: z
    .enum(['personalised', 'clicked'])
    .describe('Got something personalised; clicked, of those who saw something'),
  groups: z.array(
    z.object({ group: z.string(), people: z.int(), rate: estimateSchema.nullable(), small: z.boolean() }),
  ),
  difference: estimateSchema.nullable(),
  ratio: estimateSchema.nullable(),
  highest: z.string().nullable(),
  lowest: z.string().nullable(),
})

export const fairnessSchema = z.object({
  from: z.string(),
  to: z.string(),
  by: z.enum(fairnessColumns),
  merit: z.enum(fairnessMerits),
  exposure: z
    .object({
      groups: z.array(
        z.object({
          group: z.string().nullable().describe('Null: those that merit least, put together'),
          items: z.int(),
          places: z.int(),
          exposureShare: estimateSchema,
          meritShare: z.number(),
          itemShare: z.number(),
          ratio: estimateSchema.nullable().describe('Share of exposure over share of merit; 1 is what it merits'),
          small: z.boolean(),
        }),
      ),
      together: z.int().describe('How many are put together, where there are more than a hundred'),
      treatmentRatio: estimateSchema.nullable().describe('Smallest ratio over the largest; 1 is parity'),
      inequality: z.number().nullable().describe("Theil's index of exposure per item between groups; 0 is equal"),
    })
    .nullable()
    .describe('Null where nothing was seen'),
  people: z
    .object({ trait: z.string(), unknown: z.int().nullable(), measures: z.array(peopleMeasureSchema) })
    .nullable(),
  alarms: z.array(
    z.object({
      measure: z.enum(['exposure', 'personalised', 'clicked']),
      certainty: z.enum(['certain', 'likely']),
      value: estimateSchema,
      limit: z.number(),
      ...inBoth,
    }),
  ),
  warnings: z.array(warningSchema),
})
export type Fairness = z.infer<typeof fairnessSchema>
