import { z } from 'zod'

export const generateInputSchema = z.strictObject({
  instruction: z
    .string()
    .trim()
    .min(1)
    .max(20_000)
    .describe('What to write; personal data in it is taken out before it leaves'),
  language: z.enum(['en', 'zh']).default('en').describe('Of the words around the instruction'),
  schema: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('JSON Schema: the answer is a value that fits it, instead of a text'),
  maxTokens: z.int().min(1).max(100_000).optional().describe('Of the answer at most; default: what the purpose says'),
  temperature: z.number().min(0).max(2).optional(),
  cache: z.boolean().default(true).describe('Whether an equal question within the last hour may answer'),
})

export const generatedSchema = z.object({
  text: z.string().nullable().describe('Null where a schema was given'),
  value: z.unknown().describe('Null where no schema was given'),
  cut: z.boolean().describe('Ended because maxTokens were written'),
  repaired: z.boolean().describe('The first answer did not fit the schema; this is the second'),
  model: z.string(),
  prompt: z.object({ id: z.string(), version: z.int() }),
  tokensIn: z.int(),
  tokensOut: z.int(),
  cost: z.number(),
  currency: z.string(),
  cached: z.boolean(),
})
export type GeneratedView = z.infer<typeof generatedSchema>

const limitSchema = z.number().nullable()
const spentSchema = z.object({ tokens: z.number(), cost: z.number() })

export const languageModelSchema = z.object({
  currency: z.string(),
  models: z.array(
    z.object({
      name: z.string(),
      provider: z.enum(['openai-compatible', 'anthropic', 'google', 'gguf', 'decoder']),
      model: z.string(),
      host: z.string().nullable().describe('The machine that is asked; null: none, it runs in this process'),
      keyVariable: z.string().nullable().describe('Name of the variable with its key'),
      state: z
        .enum(['closed', 'open', 'half-open'])
        .describe('Of the circuit breaker: open while it rests after failures'),
      opensAgainAt: z.string().nullable().describe('When a resting one is tried again'),
      problem: z.enum(['key-missing', 'address-refused']).nullable(),
      advice: z.string().nullable(),
      price: z.object({ input: z.number(), output: z.number() }).describe('For a million tokens'),
    }),
  ),
  purposes: z.array(
    z.object({
      purpose: z.string(),
      model: z.string().nullable(),
      maxTokens: z.int(),
      budget: z.object({
        tokensPerDay: limitSchema,
        tokensPerMonth: limitSchema,
        costPerDay: limitSchema,
        costPerMonth: limitSchema,
      }),
      spent: z.object({ day: spentSchema, month: spentSchema }),
    }),
  ),
})
export type LanguageModelView = z.infer<typeof languageModelSchema>

export const languageModelLedgerSchema = z.object({
  currency: z.string(),
  days: z.int(),
  totals: z.array(
    z.object({
      purpose: z.string(),
      model: z.string(),
      prompt: z.string(),
      promptVersion: z.int(),
      calls: z.int(),
      cached: z.int(),
      failed: z.int(),
      tokensIn: z.int(),
      tokensOut: z.int(),
      cost: z.number(),
    }),
  ),
  daily: z.array(z.object({ day: z.string(), calls: z.int(), tokens: z.int(), cost: z.number() })),
  calls: z.array(
    z.object({
      at: z.string(),
      purpose: z.string(),
      model: z.string(),
      prompt: z.string(),
      promptVersion: z.int(),
      language: z.enum(['en', 'zh']),
      tokensIn: z.int(),
      tokensOut: z.int(),
      cost: z.number(),
      ms: z.number(),
      outcome: z.string().describe('ok, or the code of the failure'),
      cached: z.boolean(),
    }),
  ),
})
export type LanguageModelLedgerView = z.infer<typeof languageModelLedgerSchema>
