import type { Attune } from '../../attune.ts'
import type { App } from '../app.ts'
import { opinionsQuery, opinionsSchema, sentimentStatusSchema, sentimentTrainedSchema } from '../schemas/opinions.ts'

/** `/v1/language/sentiment` and `/v1/language/opinions`: how people feel about what, and who judges that. */
export async function opinionsRoutes(app: App, attune: Attune): Promise<void> {
  const tags = ['language']
  const reading = { scopes: ['read'], can: 'reports.read' } as const

  app.get(
    '/v1/language/opinions',
    {
      config: reading,
      schema: {
        tags,
        summary:
          'What people say in reviews, comments, questions and surveys: by day, aspect and topic, kept for five minutes',
        querystring: opinionsQuery,
        response: { 200: opinionsSchema },
      },
    },
    async ({ auth, query }) => attune.opinions.of(auth.workspace, query),
  )

  app.get(
    '/v1/language/sentiment',
    {
      config: reading,
      schema: {
        tags,
        summary: 'What judges sentiment in each language, and how many reviews there are to learn from',
        response: { 200: sentimentStatusSchema },
      },
    },
    async ({ auth }) => ({ languages: await attune.sentiment.status(auth.workspace) }),
  )

  app.post(
    '/v1/language/sentiment/train',
    {
      config: { scopes: ['admin'], can: 'models.change' },
      schema: {
        tags,
        summary: 'Teach sentiment with the workspace’s own reviews, and say how well it does; waits until it is done',
        response: { 200: sentimentTrainedSchema },
      },
    },
    async ({ auth }) => ({ languages: await attune.sentiment.train(auth.workspace) }),
  )
}
