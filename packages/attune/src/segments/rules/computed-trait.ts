import { z } from 'zod'
import { rulePartSchemas } from './rule.ts'
import { aggregates, frequentParts } from './rule-words.ts'

const cuts = z
  .array(z.number())
  .min(1)
  .max(20)
  .refine((values) => values.every((value, at) => at === 0 || value > (values[at - 1] as number)), 'rising numbers')

/**
 * How a computed trait is worked out: a number (in bands 1, 2, … where cut points are given; `quintiles` are taken from the
 * base when the trait is saved), or the most frequent of something.
 */
export const measureSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('aggregate'),
    doing: rulePartSchemas.doing,
    window: rulePartSchemas.window.optional(),
    aggregate: z.enum(aggregates),
    bands: z
      .strictObject({
        cuts: z.union([cuts, z.literal('quintiles')]),
        reverse: z.boolean().default(false).describe('The highest band for the lowest values'),
      })
      .optional(),
  }),
  z.strictObject({
    type: z.literal('mostFrequent'),
    part: z.enum(frequentParts),
    doing: rulePartSchemas.doing.optional(),
    window: rulePartSchemas.window.optional(),
  }),
])
export type TraitMeasure = z.infer<typeof measureSchema>

/** A trait that is worked out from what people did. Ages (`sinceFirst`, `sinceLast`) are whole days. */
export const computedTraitSchema = z.strictObject({
  name: z.string().regex(/^[\p{L}_][\p{L}\p{N}_.-]{0,63}$/u, 'letters, digits, _ . - (at most 64), a letter first'),
  title: z.string().max(200).default(''),
  measure: measureSchema,
})
export type ComputedTrait = z.infer<typeof computedTraitSchema>
