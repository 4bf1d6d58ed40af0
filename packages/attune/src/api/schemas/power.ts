import { z } from 'zod'
import { metricIdSchema } from './metrics.ts'

export const powerQuerySchema = z.object({
  metric: metricIdSchema,
  effect: z.coerce.number().gt(0).lt(10).default(0.05).describe('Smallest relative effect worth finding: .05 is 5 %'),
  arms: z.coerce.number().int().min(2).max(10).default(2).describe('Variations, the control included'),
  traffic: z.coerce.number().gt(0).max(1).default(1).describe('Share of people who take part'),
  power: z.coerce.number().gt(0.5).lt(1).default(0.8).describe('Chance to find it'),
  method: z.enum(['frequentist', 'sequential']).default('sequential'),
  level: z.coerce.number().min(0.5).max(0.999).default(0.95),
  days: z.coerce.number().int().min(2).max(90).default(28).describe('Days of recent traffic to go by'),
})

export const powerSchema = z.object({
  baseline: z.number(),
  peopleSeen: z.number(),
  /** Share of the variance that CUPED takes away. */
  varianceReduction: z.number(),
  unitsPerArm: z.number(),
  units: z.number(),
  /** At the rate of recent people; null where that is more than ten years. */
  days: z.number().nullable(),
  words: z.object({ en: z.string(), zh: z.string() }),
})
export type PowerView = z.infer<typeof powerSchema>

export const aaChecksSchema = z.object({
  checks: z.array(
    z.object({
      metric: z.string(),
      /** Days on which people were compared with their like. */
      days: z.number(),
      /** Days on which that looked like an effect at 95 %. */
      falseAlarms: z.number(),
      /** Chance of so many or more where all is right. */
      p: z.number(),
      alarm: z.boolean(),
      lastP: z.number(),
      lastDay: z.string(),
    }),
  ),
})
export type AaChecksView = z.infer<typeof aaChecksSchema>
