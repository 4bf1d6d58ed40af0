import { z } from 'zod'
import { attributionReport } from '../../attribution/attribution-report.ts'
import type { Attune } from '../../attune.ts'
import { timeRange } from '../../report/time-range.ts'
import type { App } from '../app.ts'
import { keptAnswers } from '../kept-answers.ts'
import { type AttributionView, attributionSchema, touchedBy } from '../schemas/attribution.ts'
import { rangeQuerySchema } from '../schemas/common.ts'

const query = rangeQuerySchema.extend({
  tz: z.string().max(6).optional().describe('Offset from UTC of the days, such as +08:00'),
  by: z.enum(touchedBy).default('channel').describe('What a touch is called after'),
  touch: z.enum(['click', 'exposure']).default('click').describe('Of placements: what counts as a touch'),
  lookbackDays: z.coerce.number().positive().max(365).default(30),
  halfLifeDays: z.coerce.number().positive().max(365).default(7).describe('Of the time decay'),
  order: z.coerce.number().int().min(1).max(4).default(1).describe('Touches that the Markov chain remembers'),
})

/** Which channels, campaigns and placements orders came through. */
export async function attributionRoutes(app: App, attune: Attune): Promise<void> {
  const kept = keptAnswers<AttributionView>(attune)
  const closing = new AbortController()
  app.addHook('preClose', async () => closing.abort())
  app.get(
    '/v1/attribution',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      schema: {
        tags: ['reports'],
        summary:
          'Credit of channels, campaigns or placements for orders, by seven methods, beside what experiments measured',
        description:
          'Names are told apart up to a hundred, those with the most orders; the others are put together. An answer is kept for a minute.',
        querystring: query,
        response: { 200: attributionSchema },
      },
    },
    async ({ auth, query: asked }) => {
      const { by, touch, lookbackDays, halfLifeDays, order, ...range } = asked
      const options = {
        workspace: auth.workspace,
        range: timeRange(range, attune.clock()),
        ...{ by, touch, lookbackDays, halfLifeDays, order },
        signal: closing.signal,
      }
      return kept(JSON.stringify([auth.workspace, asked]), () => attributionReport(attune, options))
    },
  )
}
