import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import { aaChecks } from '../../experiments/check-aa.ts'
import { experimentPower, powerWords } from '../../experiments/experiment-power.ts'
import type { App } from '../app.ts'
import { aaChecksSchema, powerQuerySchema, powerSchema } from '../schemas/power.ts'

/** What is known before an experiment: how many people it takes, and whether people who are treated alike look alike. */
export async function powerRoutes(app: App, attune: Attune): Promise<void> {
  const tags = ['experiments']
  const config = { scopes: ['read'], can: 'reports.read' } as const

  app.get(
    '/v1/experiment-power',
    {
      config,
      schema: {
        tags,
        summary: 'How many people, and days, it takes to find an effect, from what people did lately',
        querystring: powerQuerySchema,
        response: { 200: powerSchema },
      },
    },
    async ({ auth: { workspace }, query }) => {
      const metric = attune.metrics.get(workspace, query.metric)
      if (metric === undefined)
        throw attuneError('unknown-metric', 'There is no metric of that name. GET /v1/metrics lists all.', {
          status: 404,
          details: { field: 'metric' },
        })
      const asked = { ...query, metric }
      const answer = await experimentPower(attune, workspace, asked)
      return { ...answer, words: powerWords(answer, asked) }
    },
  )
  app.get(
    '/v1/aa-checks',
    {
      config,
      schema: {
        tags,
        summary: 'How often people who were treated alike looked different: one in twenty is right',
        response: { 200: aaChecksSchema },
      },
    },
    async ({ auth: { workspace } }) => ({ checks: [...aaChecks(attune.state, workspace)] }),
  )
}
