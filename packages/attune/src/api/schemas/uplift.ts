import { z } from 'zod'
import { baseLearnerNames } from '../../uplift/learner-names.ts'
import { upliftMethodNames } from '../../uplift/method-names.ts'
import { estimateSchema, idSchema, inBothSchema, momentSchema } from './common.ts'
import { experimentIdSchema } from './experiments.ts'
import { metricIdSchema } from './metrics.ts'
import { runStateSchema } from './runs.ts'
import { segmentIdSchema } from './segments.ts'

const variation = z.string().min(1).max(64)

export const upliftOutcomes = ['ordered', 'revenue', 'metric'] as const

/** `POST /v1/uplift` */
export const upliftInputSchema = z
  .strictObject({
    experiment: experimentIdSchema.optional().describe('An experiment by person, from its start to its end'),
    placement: idSchema.optional().describe('Or the arms of a placement'),
    treatment: variation.optional().describe('The arm that treats; default the largest beside the control'),
    control: variation.optional().describe('Default: the control of the experiment or placement'),
    from: momentSchema.optional().describe('Of a placement: first exposures from here on; default 90 days ago'),
    to: momentSchema.optional().describe('Of a placement: and before there; default now'),
    days: z
      .number()
      .min(0.1)
      .max(365)
      .default(14)
      .describe('The outcome is what comes so many days after the first exposure'),
    outcome: z
      .enum(['ordered', 'revenue'])
      .default('ordered')
      .describe('Whether they ordered, or for how much, less what went back'),
    metric: metricIdSchema.optional().describe('In place of that a metric that is a number of each person'),
    method: z
      .enum(upliftMethodNames as [string, ...string[]])
      .default('t')
      .describe('How effects are learnt'),
    base: z.enum(baseLearnerNames).default('linear').describe('What the method is built on; the forest has no base'),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31)
      .default(1)
      .describe('Equal seeds give equal models'),
  })
  .superRefine(({ experiment, placement, from, to }, context) => {
    if ((experiment === undefined) === (placement === undefined))
      context.addIssue({ code: 'custom', path: ['experiment'], message: 'give either an experiment or a placement' })
    if (experiment !== undefined && (from ?? to) !== undefined)
      context.addIssue({ code: 'custom', path: ['from'], message: 'an experiment has its own time' })
  })
export type UpliftInput = z.infer<typeof upliftInputSchema>

const warningsSchema = z.array(z.object({ code: z.string(), text: inBothSchema }))

/** A model of uplift in short. */
export const upliftSummarySchema = z.object({
  id: z.string(),
  state: runStateSchema,
  createdAt: z.string(),
  seconds: z.number(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** What people were divided by. */
  of: z.object({ by: z.enum(['experiment', 'placement']), id: z.string() }),
  treatment: z.string(),
  control: z.string(),
  /** First exposures from here on, and what was known before there. */
  from: z.string(),
  to: z.string(),
  outcome: z.enum(upliftOutcomes),
  metric: z.string().nullable(),
  /** Of revenue. */
  currency: z.string().nullable(),
  days: z.number(),
  method: z.string(),
  /** Null: the forest has none. */
  base: z.string().nullable(),
  /** Null until it is trained. */
  people: z.int().nullable(),
  effect: estimateSchema.nullable(),
  /** Of scikit-uplift. */
  qini: estimateSchema.nullable(),
})
export type UpliftSummary = z.infer<typeof upliftSummarySchema>

/** `GET /v1/uplift`, newest first. */
export const upliftListSchema = z.object({ models: z.array(upliftSummarySchema) })
export type UpliftList = z.infer<typeof upliftListSchema>

/** Areas of the order: qini and auuc by one definition; null where there is none. */
const areasSchema = z.object({ qini: estimateSchema.nullable(), auuc: estimateSchema.nullable() })

/** What was found when it was trained. Everything but the balance is judged on people that the model did not learn from. */
export const upliftReportSchema = z.object({
  people: z.object({
    treated: z.int(),
    control: z.int(),
    /** Divided people of whom these were drawn. */
    of: z.int(),
    learntFrom: z.int(),
    judgedOn: z.int(),
  }),
  /** Average effect of the treatment on everybody, by doubly robust scores. */
  effect: estimateSchema,
  /** Shares of the best order there could be (scikit-uplift), and mean height over chance in shares of the whole effect (causalml). */
  scikitUplift: areasSchema,
  causalml: areasSchema,
  /** The Qini curve: outcomes won a person of everybody where the best share is treated, and where as many are drawn by lot. */
  curve: z.array(z.object({ share: z.number(), gain: estimateSchema, random: z.number() })),
  /** Tenths by predicted uplift, the highest first; of few people fewer. */
  groups: z.array(z.object({ group: z.int(), people: z.int(), predicted: z.number(), uplift: estimateSchema })),
  upliftAt: z.array(z.object({ share: z.number(), uplift: estimateSchema.nullable() })),
  /** Treating the best 30 %: outcomes won a person over nobody, over everybody, and over as many drawn by lot. */
  best30: z.object({ overNobody: estimateSchema, overEverybody: estimateSchema, overRandom: estimateSchema }),
  /** Whether both arms are alike: differences of means in standard deviations. */
  balance: z.object({
    features: z.array(
      z.object({
        feature: z.string(),
        text: inBothSchema,
        treated: z.number(),
        control: z.number(),
        difference: z.number().nullable(),
      }),
    ),
    /** Chances of being treated. */
    overlap: z
      .object({ treated: rangeOf(), control: rangeOf(), outside: z.number(), effectiveShare: z.number() })
      .nullable(),
  }),
  refutation: z.array(
    z.object({
      name: z.enum(['placebo-treatment', 'random-common-cause', 'data-subset']),
      text: inBothSchema,
      effect: z.number(),
      spread: z.number(),
      passed: z.boolean(),
      p: z.number().nullable(),
    }),
  ),
  /** What the order rests on: mean change of the predicted uplift when a feature is shuffled, and its mean among low and high values. */
  drivers: z.array(
    z.object({
      feature: z.string(),
      text: inBothSchema,
      change: z.number(),
      low: z.number().nullable(),
      high: z.number().nullable(),
    }),
  ),
  warnings: warningsSchema,
})
export type UpliftReport = z.infer<typeof upliftReportSchema>

function rangeOf() {
  return z.object({ low: z.number(), high: z.number() })
}

/** `GET /v1/uplift/:id`; the report is null until it is trained. */
export const upliftModelSchema = upliftSummarySchema.extend({ report: upliftReportSchema.nullable() })
export type UpliftDetail = z.infer<typeof upliftModelSchema>

const economics = {
  value: z.number().min(0).max(1e9).describe('What one outcome is worth, such as the margin of an order'),
  cost: z.number().min(0).max(1e9).describe('What it costs to treat one person, whatever comes of it'),
  costOfOutcome: z
    .number()
    .min(0)
    .max(1e9)
    .default(0)
    .describe('What one outcome costs where it was treated, such as the discount of a coupon that is used'),
  seenWithinDays: z.int().min(1).max(730).default(90).describe('Among people who did something so lately'),
  purpose: z
    .enum(['advertising', 'personalisation'])
    .default('advertising')
    .describe('What the treatment is, to which people must have agreed beside a portrait'),
}

/** `POST /v1/uplift/:id/targets` */
export const upliftTargetsInputSchema = z.strictObject(economics)
export type UpliftTargetsInput = z.infer<typeof upliftTargetsInputSchema>

export const upliftTargetsSchema = z.object({
  /** Share of people that it pays most to treat, and the score from which on; null where it pays to treat nobody. */
  share: estimateSchema,
  threshold: z.number().nullable(),
  /** A person of everybody, over treating nobody; judged by cuts that others chose. */
  profit: estimateSchema,
  profitOfEverybody: estimateSchema,
  profitOfRandom: estimateSchema,
  overEverybody: estimateSchema,
  overRandom: estimateSchema,
  /** Profit a person by the share that is treated, the best first. */
  curve: z.array(z.object({ share: z.number(), profit: z.number() })),
  /** People there are now who agreed, and those of them whom it pays to treat. */
  people: z.int(),
  chosen: z.int(),
  /** Expected of them altogether, over treating nobody: of the chosen, of as many drawn by lot, and of everybody. */
  expected: z.object({ chosen: estimateSchema, random: estimateSchema, everybody: estimateSchema }),
  warnings: warningsSchema,
})
export type UpliftTargets = z.infer<typeof upliftTargetsSchema>

/** `POST /v1/uplift/:id/segment` */
export const upliftSegmentInputSchema = z.strictObject({
  ...economics,
  segment: segmentIdSchema.describe('Of the segment that is made, or takes the place of the one before'),
  title: z.string().min(1).max(200),
})
export type UpliftSegmentInput = z.infer<typeof upliftSegmentInputSchema>

export const upliftSegmentSchema = z.object({
  segment: z.string(),
  /** The score that its rule compares, as of now. */
  score: z.string(),
  threshold: z.number(),
  members: z.int(),
  scored: z.int(),
})
export type UpliftSegment = z.infer<typeof upliftSegmentSchema>
