import type { Attune } from '../../attune.ts'
import { timeRange } from '../../report/time-range.ts'
import { measureSatisfaction } from '../../satisfaction/measure-satisfaction.ts'
import type { App } from '../app.ts'
import { keptAnswers } from '../kept-answers.ts'
import { type Satisfaction, satisfactionQuery, satisfactionSchema } from '../schemas/satisfaction.ts'

/** `/v1/satisfaction`: how satisfied people are, and what tells it. */
export async function satisfactionRoutes(app: App, attune: Attune): Promise<void> {
  const kept = keptAnswers<Satisfaction>(attune)
  app.get(
    '/v1/satisfaction',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      schema: {
        tags: ['reports'],
        summary:
          'Satisfaction by placement, item or segment: ratings, CSAT, NPS, sentiment, returns and complaints, with intervals',
        description:
          'Counts people who allow analytics, each once; parts of fewer than five people are not shown. An answer is kept for a minute.',
        querystring: satisfactionQuery,
        response: { 200: satisfactionSchema },
      },
    },
    async ({ auth, query }) => {
      const range = timeRange(query, attune.clock())
      const { by, limit } = query
      return kept(JSON.stringify([auth.workspace, query]), () =>
        measureSatisfaction(attune, { workspace: auth.workspace, range, by, limit }),
      )
    },
  )
}
