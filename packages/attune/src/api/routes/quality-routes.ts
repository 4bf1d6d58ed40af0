import type { Attune } from '../../attune.ts'
import { keptReport } from '../../quality/kept-report.ts'
import { qualityReport } from '../../quality/quality-report.ts'
import type { App } from '../app.ts'
import { qualityReportSchema } from '../schemas/quality.ts'

/** `GET /v1/quality`: how complete, fresh, free of duplicates and steady the data is. */
export async function qualityRoutes(app: App, attune: Attune): Promise<void> {
  const answer = keptReport((workspace) => qualityReport(attune, workspace), attune.clock)
  app.get(
    '/v1/quality',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      schema: {
        tags: ['reports'],
        summary: 'Completeness, freshness, duplicates and drift of the data, each with what to do; kept for a minute',
        response: { 200: qualityReportSchema },
      },
    },
    async ({ auth }) => answer(auth.workspace),
  )
}
