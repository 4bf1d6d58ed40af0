import { z } from 'zod'
import { inBothSchema } from './common.ts'
import { experimentIdSchema, experimentInputSchema, experimentStatuses, phaseSchema } from './experiments.ts'

const number = z.number().nullable()
const when = z.string().nullable()

const phaseView = phaseSchema.extend({ from: z.string() })

/** An experiment as it stands. */
export const experimentViewSchema = z.intersection(
  experimentInputSchema,
  z.object({
    id: experimentIdSchema,
    status: z.enum(experimentStatuses),
    startedAt: when,
    stoppedAt: when,
    winner: z.string().nullable(),
    phases: z.array(phaseView),
    revision: z.int(),
    createdAt: z.string(),
    updatedAt: z.string(),
    /** Flags, placements and prompts that show its variations. */
    shownBy: z.object({ flags: z.array(z.string()), placements: z.array(z.string()), prompts: z.array(z.string()) }),
  }),
)
export type ExperimentView = z.infer<typeof experimentViewSchema>

export const experimentChangeSchema = z.object({
  experiment: experimentViewSchema,
  warnings: z.array(inBothSchema.extend({ code: z.string() })),
})
export type ExperimentChangeView = z.infer<typeof experimentChangeSchema>

const effect = z.object({ value: z.number(), low: number, high: number, standardError: number, p: number })
const arm = z.object({ variation: z.string(), units: z.number(), value: number, standardError: number })

export const treatmentSchema = arm.extend({
  absolute: effect.nullable(),
  relative: effect.nullable(),
  scale: z.enum(['absolute', 'relative']),
  chanceToWin: number,
  expectedLoss: z.object({ ofShipping: z.number(), ofStaying: z.number() }).nullable(),
  minimumDetectableEffect: number,
  usedCuped: z.boolean(),
  varianceReduction: number,
  verdict: z.enum(['better', 'worse', 'undecided', 'unknown']),
})

const analysisSchema = z.object({
  kind: z.enum(['proportion', 'mean', 'ratio', 'quantile']),
  method: z.string(),
  level: z.number(),
  better: z.enum(['up', 'down']),
  control: arm,
  treatments: z.array(treatmentSchema),
  warnings: z.array(z.object({ code: z.string(), variation: z.string() })),
})

const interval = z.object({ value: z.number(), low: z.number(), high: z.number() })
const noveltySchema = z.object({
  /** What effects are told in: the metric's unit, or shares of the control. */
  scale: z.enum(['absolute', 'relative']),
  /** Change of the effect a day. */
  slope: interval,
  p: z.number(),
  first: z.number(),
  last: interval,
  trend: z.enum(['fading', 'growing', 'steady']),
})

export const metricResultSchema = z.object({
  metric: z.string(),
  title: z.string(),
  kind: z.string(),
  role: z.enum(['goal', 'guardrail']),
  /** Relative harm that is accepted, of guardrails. */
  margin: number,
  analysis: analysisSchema,
  /** p adjusted for the number of comparisons, by variation. */
  adjustedP: z.record(z.string(), number),
  /** By the day of the first exposure, each with all days before it; in the unit of `scale`. */
  days: z.array(
    z.object({
      day: z.string(),
      treatments: z.array(
        z.object({ variation: z.string(), units: z.number(), value: number, low: number, high: number }),
      ),
    }),
  ),
  /** Whether the effect fades from those who came first to those who came last, of people whose window is over. */
  novelty: z.record(z.string(), noveltySchema.nullable()),
  /** Why that is not known, where it is not. */
  noveltyGap: z.object({ code: z.string(), en: z.string(), zh: z.string() }).nullable(),
})
export type MetricResultView = z.infer<typeof metricResultSchema>

const reason = z.looseObject({ code: z.string() })
const decided = z.object({
  action: z.enum(['ship', 'stop', 'go-on']),
  variation: z.string().nullable(),
  reasons: z.array(reason),
})

export const experimentResultsSchema = z.object({
  experiment: z.string(),
  status: z.enum(experimentStatuses),
  from: z.string(),
  to: z.string(),
  phases: z.array(phaseView.extend({ units: z.number(), counted: z.boolean() })),
  units: z.number(),
  arms: z.array(z.object({ variation: z.string(), units: z.number(), expectedShare: z.number() })),
  /** Share of units that saw two variations. */
  mixedShare: z.number(),
  sampleRatioP: number,
  metrics: z.array(metricResultSchema),
  /** By segment, where it was asked for; people in none of them are the segment “”. */
  segments: z.array(
    z.object({
      metric: z.string(),
      variation: z.string(),
      scale: z.enum(['absolute', 'relative']),
      effects: z
        .object({
          segments: z.array(
            z.object({
              segment: z.string(),
              value: z.number(),
              standardError: z.number(),
              /** Drawn towards the common effect by how unsure the segment is. */
              shrunk: interval,
              shrinkage: z.number(),
            }),
          ),
          mean: z.number(),
          standardError: z.number(),
          betweenVariance: z.number(),
          interaction: z.object({ q: z.number(), degreesOfFreedom: z.number(), p: z.number() }).nullable(),
        })
        .nullable(),
    }),
  ),
  decision: decided.extend({
    cautions: z.array(reason),
    variations: z.array(decided.extend({ variation: z.string() })),
    words: inBothSchema,
  }),
  warnings: z.array(
    inBothSchema.extend({
      code: z.string(),
      share: z.number().optional(),
      metric: z.string().optional(),
      segment: z.string().optional(),
    }),
  ),
})
export type ExperimentResultsView = z.infer<typeof experimentResultsSchema>
