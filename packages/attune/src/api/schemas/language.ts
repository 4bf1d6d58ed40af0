import { z } from 'zod'

export const mostTexts = 1_000
export const longestText = 20_000
/** Characters of all texts of one request together. */
export const mostCharacters = 1_000_000

/** `POST /v1/language/analyse` */
export const analyseRequestSchema = z.strictObject({
  texts: z.array(z.string().max(longestText)).min(1).max(mostTexts),
  today: z.iso.date().optional().describe('What 明天 and “next Friday” are counted from; default: today in UTC'),
  keywords: z.int().min(1).max(50).default(10).describe('At most so many keywords a text'),
  subwords: z.boolean().default(false).describe('Also the pieces of words that an encoder reads'),
})
export type AnalyseRequestBody = z.input<typeof analyseRequestSchema>

const span = {
  text: z.string(),
  start: z.int().describe('UTF-16 offset in the normalised text'),
  end: z.int(),
  source: z.enum(['catalogue', 'rule', 'model']).describe('`model`: what was chosen with PUT /v1/language/tagger'),
  confidence: z.number().optional().describe('How sure a model is: in [0, 1]'),
}
const nameSchema = z.object({ name: z.string(), id: z.string().optional() })

export const entitySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('brand'), ...span, value: nameSchema }),
  z.object({ kind: z.literal('product'), ...span, value: nameSchema }),
  z.object({
    kind: z.literal('money'),
    ...span,
    value: z.object({ amount: z.number(), upTo: z.number().optional(), currency: z.string() }),
  }),
  z.object({
    kind: z.literal('date'),
    ...span,
    value: z.object({ date: z.string().describe('2026-11-27, or --11-27 without a year') }),
  }),
  z.object({
    kind: z.literal('place'),
    ...span,
    value: z.object({ name: z.string(), level: z.enum(['country', 'province', 'city']), country: z.string() }),
  }),
  z.object({ kind: z.literal('percent'), ...span, value: z.object({ ratio: z.number(), discount: z.boolean() }) }),
  z.object({ kind: z.literal('quantity'), ...span, value: z.object({ amount: z.number(), unit: z.string() }) }),
  z.object({
    kind: z.literal('named'),
    ...span,
    value: z.object({ label: z.string().describe('As the model was taught'), name: z.string() }),
  }),
])

const feeling = z.enum(['positive', 'negative', 'neutral', 'mixed'])
export const sentimentSchema = z.object({
  label: feeling,
  confidence: z.number(),
  source: z.enum(['model', 'lexicon']).describe('A trained classifier, or a list of words'),
  aspects: z
    .array(z.object({ aspect: z.string(), label: feeling, confidence: z.number(), start: z.int(), end: z.int() }))
    .readonly(),
})

export const analysedTextSchema = z.object({
  text: z.string().describe('Normalised: half width, without HTML; all offsets are in it'),
  language: z.object({
    language: z.string().describe('ISO 639-1, or und'),
    confidence: z.number(),
    script: z.string().describe('ISO 15924'),
  }),
  terms: z.array(z.string()).readonly(),
  keywords: z
    .array(z.object({ keyword: z.string(), terms: z.array(z.string()).readonly(), score: z.number(), count: z.int() }))
    .readonly(),
  keywordsBy: z.enum(['tf-idf', 'text-rank']).describe('TF-IDF over the catalogue; TextRank while it is empty'),
  entities: z.array(entitySchema).readonly(),
  duplicateOf: z.int().nullable().describe('Index of the first text of the request that says nearly the same'),
  sentiment: sentimentSchema.nullable().describe('Null where no classifier reads it'),
  subwords: z
    .array(
      z.object({
        text: z.string(),
        start: z.int(),
        end: z.int(),
        goesOn: z.boolean().describe('Whether its word has begun before it'),
      }),
    )
    .readonly()
    .nullable()
    .describe('Null where they were not asked for, or nothing cuts them'),
})
/** `GET` and `PUT /v1/language/tagger` */
export const taggerSchema = z.object({
  model: z.string().nullable().describe('A run, or a model of the data folder; null: rules and the catalogue alone'),
  labels: z.array(z.string()).readonly(),
  problem: z.string().nullable().describe('Why it does not answer now'),
})
export type TaggerView = z.infer<typeof taggerSchema>
export const taggerInputSchema = z.strictObject({
  model: z
    .string()
    .regex(/^[A-Za-z0-9][\w.-]{0,127}$/, 'the id of a run, or the name of a model of the data folder')
    .nullable(),
})
export const analyseResponseSchema = z.object({
  texts: z.array(analysedTextSchema).readonly(),
  subwordsBy: z
    .object({ from: z.enum(['encoder', 'catalogue']), name: z.string() })
    .nullable()
    .describe(
      'The tokeniser of the workspace’s encoder, else one learnt from its catalogue; null where not asked for, or without either',
    ),
  tagger: taggerSchema.describe('The model that found entities beside rules and catalogue, or why it did not'),
})
export type AnalyseResponse = z.infer<typeof analyseResponseSchema>
export type AnalysedTextView = AnalyseResponse['texts'][number]

export const mostEmbedded = 256

/** `POST /v1/language/embed` */
export const embedRequestSchema = z.strictObject({
  texts: z.array(z.string().max(longestText)).min(1).max(mostEmbedded),
})
export const embedResponseSchema = z.object({
  encoder: z.string().describe('Name and version: vectors of two encoders cannot be compared'),
  dimensions: z.int(),
  vectors: z.array(z.array(z.number()).readonly()).readonly().describe('1 long each: a scalar product is the cosine'),
})
export type EmbedResponse = z.infer<typeof embedResponseSchema>

/** `GET /v1/language/encoder` */
export const encoderStatusSchema = z.object({
  from: z.enum(['own', 'none', 'folder', 'endpoint']),
  encoder: z.string().nullable().describe('Name and version; null where there is none'),
  items: z.int(),
  ready: z.int().describe('Items whose vector is made'),
  working: z.boolean(),
  problem: z.string().nullable(),
})

export type EncoderStatus = z.infer<typeof encoderStatusSchema>

/** `POST /v1/language/encoder/corpus` */
export const corpusSchema = z.object({
  folder: z.string().describe('On the machine of the server'),
  texts: z.int(),
  pairs: z.int(),
  version: z.int().describe('The number of the next encoder of this workspace'),
})
export type CorpusResponse = z.infer<typeof corpusSchema>
