import { z } from 'zod'

const nameSchema = z.string().regex(/^[a-z][a-zA-Z0-9-]{0,62}$/, 'letters, digits and dashes, from a lower-case letter')
const variableSchema = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]*$/,
    'the name of a variable of the environment such as OPENAI_API_KEY, not the key itself',
  )
const baseUrlSchema = z.url({ protocol: /^https?$/ }).refine((text) => {
  const { username, password, search } = new URL(text)
  return username === '' && password === '' && search === ''
}, 'an address without a name, password or question mark: the key comes from apiKeyVariable')

const common = {
  /** For a million tokens, in `currency`. */
  price: z.strictObject({ input: z.number().min(0).default(0), output: z.number().min(0).default(0) }).prefault({}),
  /** For one exchange: waiting for a turn, tries, the whole answer. */
  timeoutMs: z.int().min(100).max(600_000).default(60_000),
  /** Tries in all while the server says 429 or 5xx. */
  attempts: z.int().min(1).max(10).default(3),
  /** Calls at the same time. */
  concurrency: z.int().min(1).max(100).default(4),
  /** Estimated tokens of a question at most. */
  maxInputTokens: z.int().min(100).max(2_000_000).default(32_000),
}

const modelSchema = z.discriminatedUnion('provider', [
  z.strictObject({
    provider: z.literal('openai-compatible'),
    /** Such as `https://api.deepseek.com/v1`; a server of one's own has to be in `protect.outgoing` too. */
    baseUrl: baseUrlSchema,
    model: z.string().min(1).max(200),
    apiKeyVariable: variableSchema.nullable().default(null),
    /** Whether the server binds answers to a JSON Schema (`response_format`); otherwise the schema stands in the prompt. */
    supportsStructuredOutputs: z.boolean().default(false),
    ...common,
  }),
  z.strictObject({
    provider: z.enum(['anthropic', 'google']),
    model: z.string().min(1).max(200),
    apiKeyVariable: variableSchema,
    /** Null: the provider's own address. */
    baseUrl: baseUrlSchema.nullable().default(null),
    ...common,
  }),
  /** A GGUF file through node-llama-cpp, where that is installed. */
  z.strictObject({ provider: z.literal('gguf'), path: z.string().min(1), ...common }),
  /** A folder of “attune pretrain” or “attune finetune write”. */
  z.strictObject({ provider: z.literal('decoder'), folder: z.string().min(1), ...common }),
])

const limit = z.number().min(0).nullable().default(null)
const purposeSchema = z.strictObject({
  /** Name of a model; null: none for this purpose. */
  model: nameSchema.nullable(),
  /** Limits of a day and a month (UTC) for each workspace; null: none. */
  budget: z
    .strictObject({ tokensPerDay: limit, tokensPerMonth: limit, costPerDay: limit, costPerMonth: limit })
    .prefault({}),
  /** Of an answer at most. */
  maxTokens: z.int().min(1).max(100_000).default(1024),
  temperature: z.number().min(0).max(2).nullable().default(null),
})

/** Generative language models: none unless some are named here. Keys are never in the configuration, only names of variables. */
export const languageModelSchema = z
  .strictObject({
    /** Of prices and budgets. */
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'three letters such as USD or CNY')
      .default('USD'),
    models: z.record(nameSchema, modelSchema).default({}),
    /** `portrait`, `segment`, `cluster`, `admin`, …; `*` for those that are not named. */
    purposes: z.record(z.union([nameSchema, z.literal('*')]), purposeSchema).default({}),
  })
  .superRefine(({ models, purposes }, { addIssue }) => {
    for (const [purpose, { model }] of Object.entries(purposes))
      if (model !== null && !Object.hasOwn(models, model))
        addIssue({
          code: 'custom',
          path: ['purposes', purpose, 'model'],
          message: 'is no name of languageModel.models',
        })
  })

export type LanguageModelSettings = z.infer<typeof languageModelSchema>
export type ModelSettings = LanguageModelSettings['models'][string]
export type PurposeSettings = LanguageModelSettings['purposes'][string]
