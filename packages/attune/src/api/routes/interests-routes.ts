import type { Attune } from '../../attune.ts'
import type { App } from '../app.ts'
import { interestMapSchema, interestsQuery } from '../schemas/interests.ts'

/** `GET /v1/interests`: what people are interested in, as a map. */
export async function interestsRoutes(app: App, { interests }: Attune): Promise<void> {
  app.get(
    '/v1/interests',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      schema: {
        tags: ['segments'],
        summary:
          'A map of the categories, brands, tags or items that people who allow a portrait are interested in: how many, near what, made of what; what fewer than five people share is left out; kept for a minute',
        querystring: interestsQuery,
        response: { 200: interestMapSchema },
      },
    },
    async ({ auth, query }) => interests.map(auth.workspace, query),
  )
}
