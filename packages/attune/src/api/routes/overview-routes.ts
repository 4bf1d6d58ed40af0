import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { cachedOverview } from '../../report/cached-overview.ts'
import { overview } from '../../report/overview.ts'
import { parseOffset } from '../../report/time-range.ts'
import type { App } from '../app.ts'
import { overviewSchema } from '../schemas/report.ts'

const overviewQuery = z.object({
  days: z.coerce.number().int().min(1).max(366).default(28),
  tz: z.string().max(6).optional().describe('Offset from UTC of the days, such as +08:00'),
})

/** What the first page of the console shows. */
export async function overviewRoutes(app: App, attune: Attune): Promise<void> {
  const answer = cachedOverview((key) => overview(attune, key), {
    clock: attune.clock,
    stopwatch: () => performance.now(),
  })
  app.get(
    '/v1/overview',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      schema: {
        tags: ['reports'],
        summary: 'What exists, how busy it is, and what personalisation changed; kept for two seconds',
        querystring: overviewQuery,
        response: { 200: overviewSchema },
      },
    },
    async ({ query, auth }) => {
      parseOffset(query.tz)
      return answer(auth.workspace, query.days, query.tz)
    },
  )
}
