import { z } from 'zod'
import { idSchema, inBothSchema } from './common.ts'
import { personValueSchema } from './value.ts'

/** `given`: the person or the team said so; `observed`: counted from what they did; `inferred`: concluded from it. */
export const statementSourceSchema = z.enum(['given', 'observed', 'inferred'])

const statement = {
  source: statementSourceSchema,
  /** How many things that they did it rests on; null for what was given. */
  observations: z.number().nullable(),
  /** The newest of them, or when it was given. */
  asOf: z.string().nullable(),
}

/** Where a share lies with 95 % certainty: Wilson's interval; the wider, the less is known. */
const certain = { share: z.number(), low: z.number(), high: z.number() }

/** One item that carries a statement. */
export const evidenceSchema = z.object({
  itemId: z.string(),
  title: z.string().nullable(),
  /** What the person did with it that counted most. */
  kind: z.string(),
  /** How often they did something with it. */
  times: z.int(),
  at: z.string(),
  /** Part of the statement that rests on it. */
  share: z.number(),
})
export type Evidence = z.infer<typeof evidenceSchema>

export const interestSchema = z.object({
  name: z.string(),
  ...certain,
  ...statement,
  /** Lately (a quarter of the half-life) against all along; steady where the difference may be chance. */
  trend: z.enum(['rising', 'steady', 'fading']),
  /** What they looked at and bought of it cost: quartiles, and the band of most of it within its category. */
  prices: z
    .object({
      low: z.number(),
      middle: z.number(),
      high: z.number(),
      currency: z.string().nullable(),
      band: z.enum(['low', 'middle', 'high']).nullable(),
    })
    .nullable(),
  evidence: z.array(evidenceSchema),
  /** Whether the person, or an operator for them, said that it is so. */
  confirmed: z.object({ at: z.string(), by: z.enum(['person', 'operator']) }).nullable(),
})
export type Interest = z.infer<typeof interestSchema>

export const priceBandSchema = z.object({
  band: z.enum(['low', 'middle', 'high']),
  ...certain,
  ...statement,
  evidence: z.array(evidenceSchema),
})

export const habitSchema = z.object({
  value: z.string(),
  ...certain,
  ...statement,
  others: z.array(z.object({ value: z.string(), share: z.number(), observations: z.int() })),
})
export type Habit = z.infer<typeof habitSchema>

export const hoursSchema = z.object({
  /** The three hours in a row in which they are seen most: the first and the last of them, 0 to 23. */
  from: z.int(),
  to: z.int(),
  ...certain,
  ...statement,
  /** Events in each hour of the day. */
  counts: z.array(z.int()),
  timeZone: z.string(),
  /** Whether the person's own time zone was told; else it is that of the installation. */
  timeZoneGiven: z.boolean(),
})

export const reckonedTraitSchema = z.object({
  name: z.string(),
  /** Over so many days back; null: ever. */
  days: z.int().nullable(),
  value: z.union([z.number(), z.string()]),
  /** Currency of money, `day` for rates and ages; null for counts and names. */
  unit: z.string().nullable(),
  ...statement,
})
export type ReckonedTrait = z.infer<typeof reckonedTraitSchema>

/** A segment that the person is in right now. */
export const personMembershipSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** Its rule in words: what the membership follows from. */
  description: inBothSchema,
  /** When they were seen to enter; null where it was so when the rule was saved, or longer ago than changes are kept. */
  since: z.string().nullable(),
  /** Since when the rule is as it is. */
  ruleSince: z.string(),
  /** Whether the rule asks what people gave of themselves: it tells a trait, and is left out for who may not see those. */
  readsTraits: z.boolean(),
})
export type PersonMembership = z.infer<typeof personMembershipSchema>

/** A trait that the team has worked out (`/v1/computed-traits`). */
export const teamTraitSchema = z.object({
  name: z.string(),
  title: z.string(),
  value: z.union([z.number(), z.string()]),
  /** What it is worked out of, in words. */
  description: inBothSchema,
})
export type TeamTrait = z.infer<typeof teamTraitSchema>

const scoreSchema = z.object({ score: z.int().min(1).max(5), value: z.number() })

export const rfmSchema = z.object({
  /** Days since the last order. */
  recency: scoreSchema,
  /** Orders of the last 365 days. */
  frequency: scoreSchema,
  /** Their money. */
  monetary: scoreSchema,
  currency: z.string().nullable(),
  /** Buyers whose quintiles the scores are cut at, and when that was. */
  among: z.int(),
  ...statement,
})

export const stages = ['new', 'active', 'atRisk', 'lapsed'] as const

export const lifecycleSchema = z.object({
  stage: z.enum(stages),
  /** Of what the rhythm is: orders for those who bought on two days and more, visits for the others. */
  rhythmOf: z.enum(['orders', 'visits']),
  /** `own`: the person's own pauses; `base`: those of everybody; `assumed`: too little is known of anybody. */
  rhythmFrom: z.enum(['own', 'base', 'assumed']),
  daysSince: z.number(),
  /** Beyond this many days the person is at risk, beyond the other lapsed. */
  atRiskAfter: z.number(),
  lapsedAfter: z.number(),
  /** Share of pauses at least as long as this one: how usual it is; null where it is assumed. */
  usual: z.object({ ...certain, observations: z.int() }).nullable(),
  ...statement,
})

export const aspectSchema = z.object({
  aspect: z.string(),
  /** −1 all against to 1 all for. */
  value: z.number(),
  low: z.number(),
  high: z.number(),
  ...statement,
  /** Their own words, newest first. */
  quotes: z.array(z.object({ text: z.string(), at: z.string(), sentiment: z.number() })),
})

export const portraitCorrectionSchema = z.object({
  what: z.enum(['trait', 'category', 'brand']),
  name: z.string(),
  is: z.enum(['hide', 'confirm', 'set', 'removed']),
  at: z.string(),
  by: z.enum(['person', 'operator']),
})
export type PortraitCorrection = z.infer<typeof portraitCorrectionSchema>

const givenSchema = z.object({ value: z.string(), trait: z.string(), ...statement })

export const omissionCodes = [
  'no-profiling',
  'nothing-known',
  'no-reviews',
  'no-sentiment-model',
  'no-item-vectors',
  'too-few-people',
  'no-language-model',
  'summary-not-asked',
  'summary-failed',
  'summary-refused',
] as const

/** `GET /v1/profiles/:id?language=en|zh&summary=true`: everything understood of a person; each statement says where it comes from. */
export const profileSchema = z.object({
  personId: z.string(),
  at: z.string(),
  /** Whether the person allows that a portrait is drawn of them; if not, only what they gave is here. */
  profiling: z.boolean(),
  traits: z.array(
    z.object({
      name: z.string(),
      value: z.unknown(),
      ...statement,
      /** Where it was put right here and still stands so. */
      corrected: z.object({ at: z.string(), by: z.enum(['person', 'operator']) }).nullable(),
    }),
  ),
  /** Only as given, never concluded. */
  basics: z.object({ ageBand: givenSchema.nullable(), gender: givenSchema.nullable(), region: givenSchema.nullable() }),
  computed: z.array(reckonedTraitSchema),
  /** Computed traits of the team, as rules read them. */
  teamTraits: z.array(teamTraitSchema),
  segments: z.array(personMembershipSchema),
  rfm: rfmSchema.nullable(),
  interests: z.object({
    categories: z.array(interestSchema),
    brands: z.array(interestSchema),
    /** Topics of the texts of items; empty where nothing reads topics. */
    topics: z.array(interestSchema),
    priceBands: z.array(priceBandSchema),
    /** After how many days something they did counts half. */
    halfLifeDays: z.number(),
  }),
  keywords: z.array(z.object({ word: z.string(), weight: z.number(), items: z.array(z.string()), ...statement })),
  sentiment: z.object({ reviews: z.int(), aspects: z.array(aspectSchema) }).nullable(),
  habits: z.object({
    language: habitSchema.nullable(),
    hour: hoursSchema.nullable(),
    device: habitSchema.nullable(),
    channel: habitSchema.nullable(),
  }),
  lifecycle: lifecycleSchema.nullable(),
  /** Null where values were not worked out (`attune value fit`), or they never bought. */
  value: personValueSchema.nullable(),
  /** How far what they did lately points from what they did all along: 0 the same, 1 unrelated, 2 opposite. */
  vectors: z.object({ dimensions: z.int(), drift: z.number().nullable(), ...statement }).nullable(),
  similar: z
    .object({
      by: z.enum(['vectors', 'interests']),
      /** Of how many people the likest were looked for. */
      among: z.int(),
      people: z.array(z.object({ personId: z.string(), likeness: z.number(), shared: z.array(z.string()) })),
      ...statement,
    })
    .nullable(),
  summary: z
    .object({
      text: z.string(),
      /** A language model wrote it; its name in the configuration. */
      model: z.string(),
      /** Each with the ids of the statements that it rests on. */
      sentences: z.array(z.object({ text: z.string(), evidence: z.array(z.string()).min(1) })),
      statements: z.array(z.object({ id: z.string(), text: z.string() })),
      ...statement,
    })
    .nullable(),
  corrections: z.array(portraitCorrectionSchema),
  /** Sections that are not here, and why. */
  omitted: z.array(z.object({ section: z.string(), code: z.enum(omissionCodes), reason: z.string() })),
})
export type Profile = z.infer<typeof profileSchema>

const said = z.record(z.string().min(1).max(256), z.enum(['hide', 'confirm']).nullable())

/** `PATCH /v1/profiles/:id`: null takes a correction back. */
export const profilePatchSchema = z
  .strictObject({
    traits: z
      .record(
        idSchema,
        z.union([z.string().max(1000), z.number(), z.boolean(), z.null(), z.strictObject({ undo: z.literal(true) })]),
      )
      .optional()
      .describe('What is right; null: not so at all; {"undo": true}: as it was before'),
    interests: said.optional().describe('Category → hide, confirm, or null to take that back'),
    brands: said.optional().describe('Brand → hide, confirm, or null to take that back'),
    by: z.enum(['person', 'operator']).default('operator').describe('Who says so: the person, or somebody of the team'),
  })
  .refine(
    ({ traits, interests, brands }) =>
      [traits, interests, brands].some((part) => part !== undefined && Object.keys(part).length > 0),
    'Say what to correct: traits, interests or brands.',
  )
export type ProfilePatch = z.input<typeof profilePatchSchema>
