import type { Attune } from '../../attune.ts'
import { measureFairness } from '../../fairness/measure-fairness.ts'
import { timeRange } from '../../report/time-range.ts'
import type { App } from '../app.ts'
import { keptAnswers } from '../kept-answers.ts'
import { type Fairness, fairnessQuery, fairnessSchema } from '../schemas/fairness.ts'

/** `/v1/fairness`: whether what is shown is shared fairly, among what can be shown and among people. */
export async function fairnessRoutes(app: App, attune: Attune): Promise<void> {
  const kept = keptAnswers<Fairness>(attune)
  app.get(
    '/v1/fairness',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      schema: {
        tags: ['reports'],
        summary: 'Exposure of brands, categories or suppliers against their merit, and parity between groups of people',
        description:
          'Groups of people are those of a trait that they gave; nothing is guessed, and sensitive traits are refused. An answer is kept for a minute.',
        querystring: fairnessQuery,
        response: { 200: fairnessSchema },
      },
    },
    async ({ auth, query }) => {
      const range = timeRange(query, attune.clock())
      const { by, merit, trait, placement } = query
      return kept(JSON.stringify([auth.workspace, query]), () =>
        measureFairness(attune, { workspace: auth.workspace, range, by, merit, trait, placement }),
      )
    },
  )
}
