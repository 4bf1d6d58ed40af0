import { z } from 'zod'
import { metricIdSchema } from './metrics.ts'
import { segmentIdSchema } from './segments.ts'

export const experimentIdSchema = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,63}$/u, 'letters, digits, _ . - (at most 64), a letter or digit first')
const share = z.number().min(0).max(1)

export const variationSchema = z.strictObject({
  id: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,63}$/u, 'letters, digits, _ . - (at most 64)'),
  title: z.string().max(200).default(''),
  weight: z.number().positive().max(1_000_000),
})

export const guardrailSchema = z.strictObject({
  metric: metricIdSchema,
  /** So much worse, relative to the control, is not bearable: .02 is 2 %. */
  margin: z.number().min(0).max(1).default(0.02),
})

/** What a team decides of an experiment. */
export const experimentInputSchema = z
  .strictObject({
    title: z.string().max(200).default(''),
    hypothesis: z.string().max(2000).default(''),
    /** `test` compares variations. `holdout` keeps its first variation out of every experiment that names it. */
    kind: z.enum(['test', 'holdout']).default('test'),
    /**
     * Who or what is put into a variation, and counted. Events keep one pseudonym of who sent them, that of the userId where
     * there is one: what is put into variations by another id cannot be counted by it, unless events carry that.
     */
    unit: z
      .enum(['person', 'attribute'], {
        error:
          'is "person" or "attribute": events keep no anonymousId or deviceId that a unit could be counted by. Take "person", whose id is the anonymousId where nobody is signed in, or an attribute that events carry in properties',
      })
      .default('person'),
    /** With unit `attribute`: its name, in attributes of flags and in properties of events. */
    attribute: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'a letter, then letters, digits, _')
      .optional(),
    /** What people are put into variations by, together with their id. Left out: the id of the experiment. */
    salt: z.string().min(1).max(100).optional(),
    /** The first is the control. */
    variations: z.array(variationSchema).min(2).max(10),
    /** Share of those targeted who take part. */
    traffic: share.default(1),
    /** Experiments of one layer share nobody as long as their parts do not overlap. */
    layer: z
      .strictObject({ id: experimentIdSchema, from: share, to: share })
      .refine(({ from, to }) => from < to, { message: 'must be above from', path: ['to'] })
      .nullable()
      .default(null),
    /** Only people of one of these segments; none: everybody. */
    segments: z.array(segmentIdSchema).max(20).default([]),
    /** Only those whose attributes satisfy this, in the language of GrowthBook's conditions. */
    condition: z.record(z.string(), z.json()).default({}),
    holdout: experimentIdSchema.nullable().default(null),
    /** Everybody gets the same variation within a block of time: for effects that spill over from one person to another. */
    switchback: z
      .strictObject({
        blockMinutes: z.number().int().min(5).max(43_200),
        /** The beginning of a block that is left out, because what came before still works. */
        burnInMinutes: z.number().int().min(0).max(43_199).default(0),
      })
      .refine(({ blockMinutes, burnInMinutes }) => burnInMinutes < blockMinutes, {
        message: 'must be shorter than the block',
        path: ['burnInMinutes'],
      })
      .nullable()
      .default(null),
    /** Weights are moved towards what does better, every so many hours. */
    bandit: z
      .strictObject({
        everyHours: z
          .number()
          .int()
          .min(1)
          .max(24 * 14)
          .default(24),
        /** No variation falls below this share. */
        least: z.number().min(0.01).max(0.3).default(0.05),
      })
      .nullable()
      .default(null),
    /** When it shall end; it goes on until somebody stops it, and says that it is over. */
    endsAt: z.iso.datetime({ offset: true }).nullable().default(null),
    /** The first is what the decision goes by. */
    metrics: z.array(metricIdSchema).min(1).max(20),
    guardrails: z.array(guardrailSchema).max(20).default([]),
    method: z.enum(['frequentist', 'sequential', 'msprt', 'bayesian']).default('sequential'),
    level: z.number().min(0.5).max(0.999).default(0.95),
    correction: z.enum(['none', 'holm', 'benjamini-hochberg']).default('holm'),
    cuped: z.boolean().default(true),
    /** Relative effects of the first metric that are smaller are of no interest: .01 is 1 %. */
    smallestEffect: z.number().min(0).max(1).default(0),
    /** Units that were planned an arm; null: none were. */
    plannedUnits: z.number().int().min(2).max(1_000_000_000).nullable().default(null),
  })
  .superRefine((experiment, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    const ids = experiment.variations.map(({ id }) => id)
    if (new Set(ids).size < ids.length) refuse('variations', 'every variation needs an id of its own')
    if ((experiment.unit === 'attribute') !== (experiment.attribute !== undefined))
      refuse('attribute', 'belongs to unit "attribute", which needs it')
    if (experiment.switchback && experiment.bandit)
      refuse('bandit', 'cannot go with switchback: a block of time is too few units to move weights by')
    if (experiment.kind === 'holdout' && (experiment.switchback || experiment.bandit || experiment.holdout))
      refuse('kind', 'a holdout is a plain experiment: without switchback, bandit and a holdout of its own')
    if (new Set(experiment.metrics).size < experiment.metrics.length) refuse('metrics', 'each metric once')
  })
export type ExperimentInput = z.infer<typeof experimentInputSchema>
export type GivenExperiment = z.input<typeof experimentInputSchema>

/** How people were divided from a moment on; a change in flight begins another. */
export const phaseSchema = z.object({
  /** Milliseconds since the epoch. */
  from: z.number(),
  weights: z.array(z.number()),
  traffic: z.number(),
  reason: z.enum(['start', 'changed', 'bandit']),
})
export type Phase = z.infer<typeof phaseSchema>

export const experimentStatuses = ['draft', 'running', 'stopped', 'archived'] as const
export type ExperimentStatus = (typeof experimentStatuses)[number]
