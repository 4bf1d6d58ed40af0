import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { ownVersionView, promptView } from '../../prompts/prompt-view.ts'
import type { App } from '../app.ts'
import {
  promptIdSchema,
  promptSchema,
  promptUseSchema,
  promptVersionInputSchema,
  promptVersionSchema,
} from '../schemas/prompts.ts'

/** `/v1/prompts`: what language models are asked with, versions of one's own, and which are used. */
export async function promptsRoutes(app: App, attune: Attune): Promise<void> {
  const { prompts } = attune
  const tags = ['language model']
  const params = z.object({ id: promptIdSchema })
  const reads = { scopes: ['read'], can: 'reports.read' } as const
  // What is written here leaves the house with every question.
  const writes = { scopes: ['admin'], can: 'languageModel.use' } as const

  app.get(
    '/v1/prompts',
    {
      config: reads,
      schema: {
        tags,
        summary: 'What language models are asked with: the shipped words and your own, and which are used',
        response: { 200: z.object({ prompts: z.array(promptSchema) }) },
      },
    },
    async ({ auth }) => ({ prompts: prompts.list(auth.workspace).map(promptView) }),
  )
  app.get(
    '/v1/prompts/:id',
    { config: reads, schema: { tags, summary: 'One prompt', params, response: { 200: promptSchema } } },
    async ({ auth, params: { id } }) => promptView(prompts.mustGet(auth.workspace, id)),
  )
  app.post(
    '/v1/prompts/:id/versions',
    {
      config: writes,
      schema: {
        tags,
        summary: 'Keep a version of your own, in both languages; it is used once it is named by PUT …/use',
        params,
        body: promptVersionInputSchema,
        response: { 201: promptVersionSchema },
      },
    },
    async ({ auth, params: { id }, body }, reply) =>
      reply.code(201).send(ownVersionView(await prompts.add(auth.workspace, id, body, auth.keyId))),
  )
  app.delete(
    '/v1/prompts/:id/versions/:version',
    {
      config: writes,
      schema: {
        tags,
        summary: 'Remove a version of your own that is not used; its number is not given again',
        params: params.extend({ version: z.coerce.number().int().min(1) }),
        response: { 204: z.undefined() },
      },
    },
    async ({ auth, params: { id, version } }, reply) => {
      await prompts.remove(auth.workspace, id, version, auth.keyId)
      return reply.code(204).send(undefined)
    },
  )
  app.put(
    '/v1/prompts/:id/use',
    {
      config: { scopes: ['admin'], can: 'experiments.change' },
      schema: {
        tags,
        summary: 'Which version is used, or the experiment that decides on it',
        params,
        body: promptUseSchema,
        response: { 200: promptSchema },
      },
    },
    async ({ auth, params: { id }, body }) => promptView(await prompts.use(auth.workspace, id, body, auth.keyId)),
  )
}
