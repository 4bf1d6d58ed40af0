import { z } from 'zod'
import { estimateSchema } from './common.ts'

const languages = z.enum(['zh', 'en'])
const judge = z
  .enum(['model', 'lexicon'])
  .describe('A model of the workspace’s own reviews, or the built-in list of words')

const state = {
  language: languages,
  source: judge,
  positive: z
    .int()
    .describe('Reviews of four stars and more, of people who allow training; at most 3,000 are learnt from'),
  negative: z.int().describe('Reviews of two stars and less'),
  needed: z.int().describe('So many of either are needed to teach a model'),
  model: z
    .object({
      version: z.string(),
      texts: z.int(),
      createdAt: z.string(),
      accuracy: estimateSchema.describe('By cross-validation, with a 95 % interval'),
      lexicon: estimateSchema.describe('What the word list gets right of the same texts'),
    })
    .nullable(),
}

/** `GET /v1/language/sentiment` */
export const sentimentStatusSchema = z.object({ languages: z.array(z.object(state)).readonly() })
export type SentimentStatusView = z.infer<typeof sentimentStatusSchema>

/** `POST /v1/language/sentiment/train` */
export const sentimentTrainedSchema = z.object({
  languages: z
    .array(
      z.object({
        ...state,
        outcome: z
          .enum(['trained', 'too-few', 'lexicon-better'])
          .describe('too-few: the word list is used; lexicon-better: what was learnt told less than the word list'),
      }),
    )
    .readonly(),
})
export type SentimentTrainedView = z.infer<typeof sentimentTrainedSchema>

/** `GET /v1/language/opinions` */
export const opinionsQuery = z.object({
  days: z.coerce.number().int().min(1).max(365).default(90),
  language: languages.optional(),
  topic: z
    .string()
    .trim()
    .min(1)
    .max(50)
    .optional()
    .describe(
      'Only texts in which this word stands: no personal data; nothing is counted where fewer than three people use it',
    ),
})

const leanings = { positive: z.int(), neutral: z.int(), negative: z.int() }
const examples = z
  .array(z.string())
  .readonly()
  .describe('Up to three redacted sentences of different people; none where fewer than three people spoke')

export const opinionsSchema = z.object({
  madeAt: z.string(),
  cut: z.boolean().describe('Whether only the newest 10,000 texts of a period were looked at'),
  source: z.object({ zh: judge, en: judge }),
  texts: z.int(),
  people: z.int(),
  textsBefore: z.int().describe('Of as many days before'),
  ...leanings,
  share: estimateSchema.nullable().describe('Praise among texts that lean to a side, with Wilson’s 95 % interval'),
  shareBefore: estimateSchema.nullable(),
  daily: z
    .array(z.object({ day: z.iso.date(), ...leanings }))
    .readonly()
    .describe('Days of UTC on which somebody said something'),
  aspects: z
    .array(z.object({ aspect: z.string(), texts: z.int(), ...leanings, share: estimateSchema.nullable(), examples }))
    .readonly(),
  topics: z
    .array(
      z.object({
        language: languages,
        words: z.array(z.string()).readonly(),
        texts: z.int(),
        ...leanings,
        change: estimateSchema.nullable().describe('Share of the texts less that of the period before'),
        examples,
      }),
    )
    .readonly(),
})
export type OpinionsView = z.infer<typeof opinionsSchema>
export type SentimentStateView = SentimentStatusView['languages'][number]
