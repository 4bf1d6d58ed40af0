import { z } from 'zod'

export const metricIdSchema = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,63}$/u, 'letters, digits, _ . - (at most 64), a letter or digit first')

const propertySchema = z
  .string()
  .regex(/^[\p{L}\p{N}_.$-]{1,100}$/u, 'a property’s name: letters, digits, _ . $ - (at most 100)')

/** A condition on one property of an event; texts that may be about somebody are sealed and equal nothing. */
export const propertyFilterSchema = z.strictObject({
  property: propertySchema,
  is: z.enum(['eq', 'ne', 'in', 'gt', 'gte', 'lt', 'lte', 'exists']),
  value: z.union([z.string().max(500), z.number(), z.boolean(), z.array(z.string().max(500)).max(100)]).optional(),
})
export type PropertyFilter = z.infer<typeof propertyFilterSchema>

/** Which events count: by name as they are sent, or by what they mean in whatever language (`order`, `view`, …). */
export const selectionSchema = z
  .strictObject({
    events: z.array(z.string().min(1).max(200)).max(20).default([]),
    kinds: z.array(z.string().min(1).max(40)).max(10).default([]),
    where: z.array(propertyFilterSchema).max(10).default([]),
  })
  .refine(({ events, kinds }) => events.length + kinds.length > 0, 'name at least one event or kind')
export type Selection = z.infer<typeof selectionSchema>

/** A number of one unit, made from its events: how many, a sum or the largest of a property; without one, of the money. */
export const measureSchema = z.strictObject({
  of: selectionSchema,
  value: z.enum(['count', 'sum', 'max', 'any']).default('count'),
  property: propertySchema.optional(),
})
export type UnitMeasure = z.infer<typeof measureSchema>

const common = {
  id: metricIdSchema,
  title: z.string().max(200).default(''),
  better: z.enum(['up', 'down']).default('up'),
  /** Events count from so many hours after the first exposure, … */
  delayHours: z.number().min(0).max(8760).default(0),
  /** … for so many hours; null: to the end of the experiment. */
  windowHours: z.number().positive().max(8760).nullable().default(null),
  /** Days before the exposure that CUPED compares with; 0: none. */
  preDays: z.number().int().min(0).max(90).default(14),
  /** Values of units above this percentile of all count as it (winsorisation); null: no limit. */
  cap: z.number().gt(0.5).lt(1).nullable().default(null),
}

/** A number for each arm, defined once from events. */
export const metricSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('proportion'), of: selectionSchema, ...common }),
  z.strictObject({ kind: z.literal('mean'), measure: measureSchema, ...common }),
  z.strictObject({ kind: z.literal('ratio'), numerator: measureSchema, denominator: measureSchema, ...common }),
  z.strictObject({
    kind: z.literal('quantile'),
    measure: measureSchema,
    quantile: z.number().gt(0).lt(1).default(0.5),
    ...common,
  }),
  z.strictObject({ kind: z.literal('funnel'), steps: z.array(selectionSchema).min(2).max(8), ...common }),
  z
    .strictObject({
      kind: z.literal('retention'),
      /** What counts as being back; left out: any event but the exposure itself. */
      of: selectionSchema.optional(),
      fromDay: z.number().int().min(0).max(364),
      toDay: z.number().int().min(1).max(365),
      ...common,
    })
    .refine(({ fromDay, toDay }) => fromDay < toDay, { message: 'must lie after fromDay', path: ['toDay'] }),
  z.strictObject({ kind: z.literal('revenue'), ...common, cap: common.cap.default(0.999) }),
])
export type Metric = z.infer<typeof metricSchema>
export type MetricInput = z.input<typeof metricSchema>
/** As the API lists it. */
export const metricViewSchema = z.intersection(
  metricSchema,
  z.object({ origin: z.enum(['built-in', 'own']).describe('An own one may stand in for a built-in one of its name') }),
)
export type MetricView = z.infer<typeof metricViewSchema>
export const metricPreviewSchema = z.object({
  value: z.number().nullable().describe('Of everybody; null where it cannot be told'),
  people: z.int(),
  days: z.int(),
})
export type MetricPreviewView = z.infer<typeof metricPreviewSchema>
type WithoutId<Given> = Given extends unknown ? Omit<Given, 'id'> : never
/** A metric as a team writes it under its id. */
export type MetricDefinition = WithoutId<MetricInput>
