import type { Attune } from '../../attune.ts'
import type { App } from '../app.ts'
import { clustersInputSchema, clustersSchema, lastClustersSchema } from '../schemas/clusters.ts'

/** `/v1/clusters`: groups of people who are alike. */
export async function clustersRoutes(app: App, { clusters }: Attune): Promise<void> {
  const tags = ['segments']
  app.get(
    '/v1/clusters',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      schema: {
        tags,
        summary:
          'The groups found last: sizes, what is special about each, names, a map; null where none were found yet',
        response: { 200: lastClustersSchema },
      },
    },
    async ({ auth }) => ({ result: clusters.last(auth.workspace) ?? null }),
  )
  app.post(
    '/v1/clusters',
    {
      config: { scopes: ['admin'], can: 'segments.change' },
      schema: {
        tags,
        summary: 'Find groups among people who allow a portrait; waits until they are found, and keeps them',
        body: clustersInputSchema,
        response: { 200: clustersSchema },
      },
    },
    async ({ auth, body }) => clusters.find(auth.workspace, body),
  )
}
