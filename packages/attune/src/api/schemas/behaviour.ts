import { z } from 'zod'
import { rulePartSchemas } from '../../segments/rules/rule.ts'
import { estimateSchema, inBothSchema, rangeQuerySchema } from './common.ts'
import { segmentIdSchema } from './segments.ts'

const propertySchema = z.strictObject({
  name: z.string().regex(/^[\p{L}\p{N}_$][\p{L}\p{N}_$.-]{0,63}$/u, 'letters, digits, _ $ . - (at most 64)'),
  op: z.enum(['=', '!=', '<', '<=', '>', '>=']),
  value: z.union([z.string().max(256), z.number(), z.boolean()]),
})
export type PropertyCondition = z.infer<typeof propertySchema>

/** Something that people do: as data (`doing`), or as a condition of a segment rule in English or Chinese (`text`). */
export const stepSchema = z.strictObject({
  label: z.string().min(1).max(80).optional(),
  doing: rulePartSchemas.doing.optional(),
  text: z.string().max(2000).optional().describe('Such as: carted category "tea", or: did event "Plan Chosen"'),
  properties: z
    .array(propertySchema)
    .max(8)
    .default([])
    .describe('Of a named event, all of them; only properties that are kept in clear can be asked for'),
})
export type StepInput = z.input<typeof stepSchema>
export type Step = z.infer<typeof stepSchema>

const range = rangeQuerySchema.shape
const filter = { segment: segmentIdSchema.optional().describe('Only members of this segment, as it is now') }

/** By a trait that people gave, by segments, or by what the first step came with. */
export const breakdownSchema = z.union([
  z.strictObject({ trait: z.string().min(1).max(64) }),
  z.strictObject({ segments: z.array(segmentIdSchema).min(1).max(10) }),
  z.strictObject({ part: z.enum(['device', 'channel']) }),
])
export type Breakdown = z.infer<typeof breakdownSchema>

export const funnelInputSchema = z.strictObject({
  steps: z.array(stepSchema).min(2).max(10),
  ...range,
  ...filter,
  windowHours: z
    .number()
    .positive()
    .max(24 * 366)
    .default(168)
    .describe('From the first step to the last'),
  order: z
    .enum(['loose', 'strict'])
    .default('loose')
    .describe('loose: other things may be done in between; strict: nothing else is'),
  by: breakdownSchema.optional(),
})
export type FunnelInput = z.infer<typeof funnelInputSchema>

const waitSchema = z
  .object({ quarterMs: z.number(), medianMs: z.number(), threeQuartersMs: z.number() })
  .nullable()
  .describe('Null for the first step, and where fewer than five people got there')

const funnelStepSchema = z.object({
  label: inBothSchema,
  people: z
    .int()
    .nullable()
    .describe('Null where it, or its difference to a count told before it, is of 1 to 4 people'),
  ofFirst: estimateSchema.nullable().describe('Share of those who began, with Wilson’s 95 % interval'),
  ofPrevious: estimateSchema.nullable(),
  lost: z.int().nullable().describe('Got to the step before and no further; null where either is not told'),
  fromFirst: waitSchema,
  fromPrevious: waitSchema,
})
export type FunnelStep = z.infer<typeof funnelStepSchema>

const warningSchema = z.object({
  code: z.enum(['window-open', 'small-groups', 'groups-cut', 'nobody', 'too-few']),
  ...inBothSchema.shape,
})
export type BehaviourWarning = z.infer<typeof warningSchema>

const head = { from: z.string(), to: z.string(), warnings: z.array(warningSchema) }

export const funnelSchema = z.object({
  ...head,
  people: z.int().nullable(),
  steps: z.array(funnelStepSchema),
  groups: z
    .array(
      z.object({
        name: z.string().nullable().describe('Null: not known, or too small to be told apart'),
        steps: z.array(funnelStepSchema),
      }),
    )
    .nullable(),
})
export type Funnel = z.infer<typeof funnelSchema>

export const retentionInputSchema = z.strictObject({
  first: stepSchema,
  again: stepSchema.optional().describe('Default: the same as `first`'),
  ...range,
  ...filter,
  period: z.enum(['day', 'week', 'month']).default('day'),
  periods: z.int().min(1).max(60).default(14),
  mode: z
    .enum(['on', 'from'])
    .default('on')
    .describe('on: came back in that very period (n-day); from: in that period or any later one (unbounded)'),
  cohorts: z
    .union([z.literal('time'), breakdownSchema])
    .default('time')
    .describe('By the period of the first time, or by a trait, segments or what the first time came with'),
})
export type RetentionInput = z.infer<typeof retentionInputSchema>

const cellSchema = z
  .object({ people: z.int(), share: estimateSchema })
  .nullable()
  .describe('Null: not over yet, or a cohort of fewer than five people, or 1 to 4 of them came back or did not')

export const retentionSchema = z.object({
  ...head,
  period: z.enum(['day', 'week', 'month']),
  cohorts: z.array(
    z.object({
      name: z.string().nullable(),
      people: z.int().nullable(),
      cells: z.array(cellSchema).describe('Period 0 is that of the first time'),
    }),
  ),
  all: z.array(
    z
      .object({ people: z.int(), share: estimateSchema })
      .nullable()
      .describe('Over everybody for whom the period is over'),
  ),
})
export type Retention = z.infer<typeof retentionSchema>

export const pathsInputSchema = z.strictObject({
  anchor: stepSchema.optional().describe('Default: the first thing that a person did'),
  direction: z.enum(['from', 'to']).default('from').describe('What people do after it, or did before it'),
  ...range,
  ...filter,
  steps: z.int().min(1).max(8).default(4),
  breadth: z.int().min(1).max(12).default(6).describe('Names told apart at each step; the others are one'),
  pauseHours: z
    .number()
    .positive()
    .max(24 * 366)
    .default(24)
    .describe('After so long without anything a path is over'),
  repeats: z.boolean().default(false).describe('Whether the same thing twice in a row is two steps'),
})
export type PathsInput = z.infer<typeof pathsInputSchema>

const nodeKind = z.enum(['event', 'other', 'end'])
export const pathsSchema = z.object({
  ...head,
  direction: z.enum(['from', 'to']),
  people: z.int().nullable(),
  nodes: z.array(
    z.object({
      step: z.int().describe('0 is the anchor; 1 the next, or the one before'),
      kind: nodeKind,
      name: z.string().nullable(),
      people: z.int(),
      share: estimateSchema.describe('Of everybody who is asked about, with Wilson’s 95 % interval'),
    }),
  ),
  links: z
    .array(
      z.object({
        from: z.int(),
        to: z.int(),
        people: z.int(),
        share: estimateSchema.describe('Of those at `from`, with Wilson’s 95 % interval'),
      }),
    )
    .describe('Places in `nodes`; of fewer than five people none'),
})
export type Paths = z.infer<typeof pathsSchema>
