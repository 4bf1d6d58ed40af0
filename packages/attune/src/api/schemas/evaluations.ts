import { z } from 'zod'
import { estimateSchema } from './common.ts'

const parametersSchema = z.record(z.string().max(64), z.union([z.number(), z.string().max(256), z.boolean()]))
const measure = z.string().regex(/^[a-z]{2,16}(@\d{1,9})?$/, 'a measure such as ndcg@10')
const count = z.int().nonnegative()

/** What an evaluation measured of one model. */
export const evaluatedModelSchema = z.strictObject({
  /** Different for each model of one evaluation. */
  name: z.string().min(1).max(128),
  kind: z.string().min(1).max(64),
  /** What was given; the rest are defaults. */
  parameters: parametersSchema,
  metrics: z.record(measure, z.number()),
  /** 95 % over persons. */
  intervals: z.record(measure, z.tuple([z.number(), z.number()])),
  /** This model less the first, on the same persons; empty for the first. */
  differences: z.record(measure, estimateSchema),
  /** Asked; for ratings the persons whose ratings were predicted. */
  persons: count,
  /** Not asked: they had all that was to be found. */
  skipped: count,
  fitSeconds: z.number().nonnegative(),
  evaluateSeconds: z.number().nonnegative(),
})
export type EvaluatedModel = z.infer<typeof evaluatedModelSchema>

/** Several models measured on the same persons. */
export const comparisonSchema = z.strictObject({
  /** Name of the data set or file. */
  data: z.string().min(1).max(256),
  protocol: z.enum(['ncf', 'leave-one-out', 'time', 'kfold', 'ratings']),
  matrix: z.enum(['all-but-two', 'all-but-one']).optional(),
  folds: z.int().min(1).optional(),
  ties: z.enum(['mid-rank', 'smaller-id', 'target-first']).optional(),
  order: z.enum(['times', 'sequence', 'none']),
  seed: z.int(),
  persons: count,
  items: count,
  /** Persons, or for ratings the ratings, that were asked for. */
  cases: count,
  /** The measure that models are compared by. */
  metric: measure,
  better: z.enum(['higher', 'lower']),
  models: z.array(evaluatedModelSchema).min(1).max(32),
})
export type Comparison = z.infer<typeof comparisonSchema>

/** Name of a saved evaluation. */
export const evaluationNameSchema = z
  .string()
  .min(1)
  .max(64)
  .refine((name) => !/\p{Cc}/u.test(name), 'no control characters')

/** `GET /v1/evaluations`: newest first. */
export const evaluationListSchema = z.object({
  evaluations: z.array(z.object({ name: z.string(), at: z.string(), comparison: comparisonSchema })),
})
export type EvaluationList = z.infer<typeof evaluationListSchema>
