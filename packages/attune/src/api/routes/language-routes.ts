import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import type { App } from '../app.ts'
import { analyseRequestSchema, analyseResponseSchema, mostCharacters, mostTexts } from '../schemas/language.ts'

/** `/v1/language`: what texts say that are sent along. Nothing of them is kept. */
export async function languageRoutes(app: App, attune: Attune): Promise<void> {
  app.post(
    '/v1/language/analyse',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      bodyLimit: 8 * 1024 * 1024,
      schema: {
        tags: ['language'],
        summary: `Language, terms, keywords, entities and near-duplicates of up to ${mostTexts} texts; nothing is kept`,
        body: analyseRequestSchema,
        response: { 200: analyseResponseSchema },
      },
    },
    async ({ auth, body }) => {
      const characters = body.texts.reduce((sum, text) => sum + text.length, 0)
      if (characters > mostCharacters)
        throw attuneError(
          'too-much-text',
          `Send at most ${mostCharacters} characters at a time; these are ${characters}.`,
          {
            status: 413,
            details: { field: 'texts', limit: mostCharacters },
          },
        )
      return { texts: await attune.textAnalysis.analyse(auth.workspace, body) }
    },
  )
}
