import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { recordReview, reviewAccess } from '../../protect/access/review-access.ts'
import { reviewAsCsv } from '../../protect/access/review-as-csv.ts'
import type { App } from '../app.ts'
import { accessReviewSchema, recordReviewSchema } from '../schemas/access-review.ts'

/** `/v1/access/review`: who, and which keys, may do what; and that somebody looked it through. */
export async function accessReviewRoutes(app: App, attune: Attune): Promise<void> {
  const config = { scopes: ['admin'], can: 'access.review' } as const
  const tags = ['access']
  app.get(
    '/v1/access/review',
    {
      config,
      schema: {
        tags,
        summary: 'Who, and which keys, may do what, and what of it deserves a second look; as JSON or CSV',
        querystring: z.object({
          format: z.enum(['json', 'csv']).default('json'),
          language: z.enum(['en', 'zh']).default('en').describe('Of the CSV'),
        }),
      },
    },
    async ({ auth, query: { format, language } }, reply) => {
      const review = reviewAccess(attune, auth.workspace)
      if (format === 'json') return reply.send(review)
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="access-review.csv"')
        .send(reviewAsCsv(review, language))
    },
  )
  app.post(
    '/v1/access/review',
    {
      config,
      schema: {
        tags,
        summary: 'Say that access was looked through; stands in the audit',
        body: recordReviewSchema,
        response: { 201: accessReviewSchema },
      },
    },
    async ({ auth, body }, reply) =>
      reply.code(201).send(recordReview(attune, auth.workspace, { ...body, actor: auth.keyId })),
  )
}
