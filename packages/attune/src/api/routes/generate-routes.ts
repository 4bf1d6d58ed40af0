import { adminPrompt } from '@attune/language'
import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { tellingAttune } from '../../generate/as-attune-error.ts'
import { readAnswerSchema } from '../../generate/read-answer-schema.ts'
import type { App } from '../app.ts'
import {
  generatedSchema,
  generateInputSchema,
  languageModelLedgerSchema,
  languageModelSchema,
} from '../schemas/generate.ts'

const dayMs = 86_400_000
const iso = (ms: number): string => new Date(ms).toISOString()

/** `/v1/generate` and `/v1/language-model`: writing by hand, and what goes to language models at what cost. */
export async function generateRoutes(app: App, attune: Attune): Promise<void> {
  const { languageModel } = attune
  const tags = ['language model']
  const reads = { scopes: ['admin'], can: 'system.read' } as const

  app.post(
    '/v1/generate',
    {
      config: { scopes: ['admin'], can: 'languageModel.use', rateLimit: { max: 120 } },
      schema: {
        tags,
        summary: 'Write a text, or a value by a JSON Schema, with the model for the purpose “admin”',
        body: generateInputSchema,
        response: { 200: generatedSchema },
      },
    },
    async ({ auth, body }) => {
      const { instruction, language, schema, maxTokens, temperature, cache } = body
      const wanted = schema === undefined ? undefined : readAnswerSchema(schema)
      const request = {
        purpose: 'admin',
        prompt: adminPrompt,
        language,
        variables: { instruction },
        workspace: auth.workspace,
        cache,
        ...(maxTokens === undefined ? {} : { maxTokens }),
        ...(temperature === undefined ? {} : { temperature }),
      }
      const made = await tellingAttune(async () => {
        if (wanted === undefined) {
          const { text, ...rest } = await languageModel.generateText(request)
          return { ...rest, text, value: null, repaired: false }
        }
        const { value, ...rest } = await languageModel.generateObject({ ...request, schema: wanted })
        return { ...rest, text: null, value, cut: false }
      })
      const { prompt, ...rest } = made
      return { ...rest, prompt: { id: prompt.id, version: prompt.version }, currency: languageModel.currency }
    },
  )

  app.get(
    '/v1/language-model',
    {
      config: reads,
      schema: {
        tags,
        summary: 'Configured models and whether they can be used, purposes and what they used of their budgets',
        response: { 200: languageModelSchema },
      },
    },
    async ({ auth }) => ({
      currency: languageModel.currency,
      models: languageModel.models().map(({ opensAgainAt, provider, ...model }) => ({
        ...model,
        provider: provider as z.infer<typeof languageModelSchema>['models'][number]['provider'],
        opensAgainAt: opensAgainAt === null ? null : iso(opensAgainAt),
      })),
      purposes: languageModel.purposes(auth.workspace).map(({ purpose, settings, spent }) => ({
        purpose,
        model: settings.model,
        maxTokens: settings.maxTokens,
        budget: settings.budget,
        spent,
      })),
    }),
  )

  app.get(
    '/v1/language-model/ledger',
    {
      config: reads,
      schema: {
        tags,
        summary: 'What was asked of language models: totals, days, the last calls; figures, never a text',
        querystring: z.object({
          days: z.coerce.number().int().min(1).max(400).default(30),
          limit: z.coerce.number().int().min(1).max(500).default(50),
        }),
        response: { 200: languageModelLedgerSchema },
      },
    },
    async ({ auth, query: { days, limit } }) => {
      const { ledger, currency } = languageModel
      // Whole days: the first one too.
      const since = Math.floor(attune.clock() / dayMs) * dayMs - (days - 1) * dayMs
      return {
        currency,
        days,
        totals: [...ledger.totals(auth.workspace, since)],
        daily: [...ledger.days(auth.workspace, since)],
        calls: ledger.last(auth.workspace, limit).map(({ at, workspace: _, ...call }) => ({ ...call, at: iso(at) })),
      }
    },
  )
}
