import { z } from 'zod'
import { idSchema } from './common.ts'

export const labelTaskParams = z.object({ task: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/) })

export const labelTasksSchema = z.object({
  tasks: z.array(z.object({ task: z.string(), labels: z.array(z.object({ label: z.string(), texts: z.int() })) })),
})

export type LabelTasksView = z.infer<typeof labelTasksSchema>

export const labelSources = ['items', 'reviews', 'searches'] as const

export const proposalsQuery = z.object({
  count: z.coerce.number().int().min(1).max(100).default(10),
  from: z
    .enum(labelSources)
    .default('items')
    .describe('Texts of items, what people said (reviews, comments, questions, surveys), or what they searched for'),
})

/** `GET /v1/labels/:task/proposals`: the most telling first. */
export const proposalsSchema = z.object({
  task: z.string(),
  /** Texts that have a label. */
  labelled: z.int(),
  proposed: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      /** Absent while there are no two labels to learn from. */
      guess: z.object({ label: z.string(), probability: z.number() }).optional(),
    }),
  ),
})
export type LabelProposals = z.infer<typeof proposalsSchema>

export const givenLabelsSchema = z.object({
  labels: z
    .array(z.object({ textId: idSchema, label: z.string().trim().min(1).max(100) }))
    .min(1)
    .max(1000),
})

export const trainedLabelsSchema = z.object({
  task: z.string(),
  version: z.string(),
  texts: z.int(),
  labels: z.array(z.string()),
  /** By cross-validation, with a 95 % interval; null while a label has fewer than five texts. */
  judged: z
    .object({
      accuracy: z.number(),
      low: z.number(),
      high: z.number(),
      texts: z.int(),
      labels: z.array(z.object({ label: z.string(), texts: z.int(), found: z.int() })),
    })
    .nullable(),
})
export type TrainedLabelsView = z.infer<typeof trainedLabelsSchema>
