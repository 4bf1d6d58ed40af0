import { z } from 'zod'
import { aggregates, calendarPeriods, frequentParts, lifecycleStages, numberOps } from './rule-words.ts'

/** Lists in a rule hold at most this many entries. */
const listLimit = 200
const text = z.string().min(1).max(256)
const texts = z.array(text).min(1).max(listLimit)
const scalar = z.union([z.string().max(256), z.number(), z.boolean()])
const numberOp = z.enum(numberOps)

const range = z
  .strictObject({ from: z.number().optional(), to: z.number().optional() })
  .refine(({ from, to }) => from !== undefined || to !== undefined, 'at least one of from and to')
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, 'from at most to')
/** Both ends belong to it. */
export type Range = z.infer<typeof range>

const itemFilter = z
  .strictObject({
    ids: texts.optional(),
    categories: texts.optional(),
    brands: texts.optional(),
    tags: texts.optional(),
    price: range.optional(),
    title: text.optional().describe('A part of the title, in any case'),
  })
  .refine((filter) => Object.values(filter).some((one) => one !== undefined), 'at least one condition')
/** All conditions must hold; of a list one entry is enough. Names are compared without regard to case and width. */
export type ItemFilter = z.infer<typeof itemFilter>

/** Something that a person does. */
const doing = z.strictObject({
  did: z.union([z.literal('anything'), z.strictObject({ kind: text }), z.strictObject({ event: text })]),
  item: itemFilter.optional(),
  value: range.optional().describe('Money of the item in the event'),
  amount: range.optional().describe('Stars, quantity'),
})
export type Doing = z.infer<typeof doing>

const date = z.union([z.iso.date(), z.iso.datetime({ offset: true })])
const window = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('last'), days: z.number().positive().max(36_500) }),
  z.strictObject({ type: z.literal('between'), from: date, to: date }),
  z.strictObject({ type: z.literal('calendar'), period: z.enum(calendarPeriods) }),
])
/**
 * `last`: after now − days, up to now. `between`: days are whole and both belong to it; of moments the second does not.
 * Calendar days are those of the time zone of the installation; weeks begin on Monday. Without a window: ever.
 */
export type Window = z.infer<typeof window>

const comparison = z.discriminatedUnion('op', [
  z.strictObject({ op: z.enum(['=', '!=']), value: scalar }),
  z.strictObject({ op: z.enum(['<', '<=', '>', '>=']), value: z.union([z.number(), z.string().max(256)]) }),
  z.strictObject({ op: z.literal('in'), values: z.array(scalar).min(1).max(listLimit) }),
  z.strictObject({ op: z.enum(['contains', 'startsWith']), value: text }),
  z.strictObject({ op: z.literal('exists') }),
])
/**
 * Of a list one entry is enough. What is not known is equal to nothing: every comparison is false, and `!=`, which is the
 * opposite of `=`, is true.
 */
export type Comparison = z.infer<typeof comparison>

const trait = z.strictObject({ type: z.literal('trait'), name: text, is: comparison })
const computed = z.strictObject({ type: z.literal('computed'), name: text, is: comparison })
const events = z.strictObject({
  type: z.literal('events'),
  doing,
  window: window.optional(),
  aggregate: z.enum(aggregates),
  op: numberOp,
  number: z.number(),
})
const mostFrequent = z.strictObject({
  type: z.literal('mostFrequent'),
  part: z.enum(frequentParts),
  doing: doing.optional(),
  window: window.optional(),
  in: texts.describe('Hours are 0 to 23'),
})
const sequence = z.strictObject({
  type: z.literal('sequence'),
  first: doing,
  next: doing,
  withinDays: z.number().positive().max(36_500),
  without: doing.optional().describe('Not done in between'),
  window: window.optional().describe('Of the second step'),
})
const interest = z.strictObject({
  type: z.literal('interest'),
  part: z.enum(['category', 'brand']),
  name: text,
  op: numberOp,
  share: z.number().min(0).max(1),
})
const similar = z.strictObject({
  type: z.literal('similar'),
  to: z
    .array(z.strictObject({ category: text, weight: z.number().min(-1e6).max(1e6) }))
    .min(1)
    .max(listLimit),
  atLeast: z.number().min(-1).max(1),
})
/** “Like these people”: on saving it becomes `similar`, so that no rule holds who they were. */
const likePeople = z.strictObject({
  type: z.literal('likePeople'),
  people: texts,
  by: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('atLeast'), similarity: z.number().min(-1).max(1) }),
    z.strictObject({ type: z.literal('top'), count: z.int().min(1).max(10_000_000) }),
  ]),
})
const lifecycle = z.strictObject({
  type: z.literal('lifecycle'),
  in: z
    .array(z.enum(lifecycleStages))
    .min(1)
    .max(lifecycleStages.length)
    .describe('Against their own pauses, else those of everybody: portraits say the same'),
})
const score = z.strictObject({ type: z.literal('score'), name: text, op: numberOp, number: z.number() })
const segment = z.strictObject({ type: z.literal('segment'), id: text })

export type LeafRule =
  | z.infer<typeof trait>
  | z.infer<typeof computed>
  | z.infer<typeof events>
  | z.infer<typeof mostFrequent>
  | z.infer<typeof sequence>
  | z.infer<typeof interest>
  | z.infer<typeof similar>
  | z.infer<typeof likePeople>
  | z.infer<typeof lifecycle>
  | z.infer<typeof score>
  | z.infer<typeof segment>
export type Rule = { type: 'all'; of: Rule[] } | { type: 'any'; of: Rule[] } | { type: 'not'; rule: Rule } | LeafRule
export type RuleOf<Type extends Rule['type']> = Extract<Rule, { type: Type }>

/** The parts that a rule is read from piece by piece (text). */
export const rulePartSchemas = { doing, window, comparison, itemFilter } as const

/** Who belongs to a segment. Depth and size are looked at by `checkRule`. */
export const ruleSchema: z.ZodType<Rule> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('all'), of: z.array(ruleSchema).min(1).max(100) }),
    z.strictObject({ type: z.literal('any'), of: z.array(ruleSchema).min(1).max(100) }),
    z.strictObject({ type: z.literal('not'), rule: ruleSchema }),
    trait,
    computed,
    events,
    mostFrequent,
    sequence,
    interest,
    similar,
    likePeople,
    lifecycle,
    score,
    segment,
  ]),
)
