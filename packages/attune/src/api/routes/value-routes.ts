import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import type { App } from '../app.ts'
import {
  lastValueSchema,
  nextActionsInputSchema,
  nextActionsSchema,
  valueInputSchema,
  valuePeopleSchema,
  valueSchema,
} from '../schemas/value.ts'

/** `/v1/value`: what customers are worth, who leaves, and what pays for whom. */
export async function valueRoutes(app: App, { value }: Attune): Promise<void> {
  const tags = ['value']
  app.get(
    '/v1/value',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      schema: {
        tags,
        summary:
          'The values worked out last: total, tenths, concentration, groups, churn and its drivers; null where none were',
        response: { 200: lastValueSchema },
      },
    },
    async ({ auth }) => ({ result: value.last(auth.workspace) ?? null }),
  )
  app.post(
    '/v1/value',
    {
      config: { scopes: ['admin'], can: 'segments.change' },
      schema: {
        tags,
        summary:
          'Work values out of everybody who allows a portrait; waits until it is done, and is renewed each day from then on',
        body: valueInputSchema,
        response: { 200: valueSchema },
      },
    },
    async ({ auth, body }) => value.fit(auth.workspace, body),
  )
  app.get(
    '/v1/value/people',
    {
      config: { scopes: ['read'], can: 'people.read' },
      schema: {
        tags,
        summary: 'Figures of every buyer who allows a portrait, some a page',
        querystring: z.object({
          from: z.coerce.number().int().min(0).default(0).describe('0, or `next` of the page before'),
        }),
        response: { 200: valuePeopleSchema },
      },
    },
    async ({ auth, query: { from } }) => value.people(auth.workspace, from),
  )
  app.post(
    '/v1/value/actions',
    {
      config: { scopes: ['admin'], can: 'segments.change' },
      schema: {
        tags,
        summary:
          'The action of the highest expected gain for each buyer (uplift × worth − cost), or none where nothing pays',
        body: nextActionsInputSchema,
        response: { 200: nextActionsSchema },
      },
    },
    async ({ auth, body }) => value.nextActions(auth.workspace, body),
  )
}
