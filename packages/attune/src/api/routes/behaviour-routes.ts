import type { Attune } from '../../attune.ts'
import { createBehaviour } from '../../behaviour/behaviour.ts'
import type { App } from '../app.ts'
import {
  funnelInputSchema,
  funnelSchema,
  pathsInputSchema,
  pathsSchema,
  retentionInputSchema,
  retentionSchema,
} from '../schemas/behaviour.ts'

/** `/v1/behaviour`: how far people get, whether they come back, and which ways they go. */
export async function behaviourRoutes(app: App, attune: Attune): Promise<void> {
  const behaviour = createBehaviour(attune, () => performance.now())
  const config = { scopes: ['read'], can: 'reports.read' } as const
  const tags = ['reports']
  const description =
    'Counts people who allow analytics; counts of one to four people are null. An answer is kept for a minute.'
  app.post(
    '/v1/behaviour/funnel',
    {
      config,
      schema: {
        tags,
        summary: 'How many people get from step to step, where they are lost, and how long they take',
        description,
        body: funnelInputSchema,
        response: { 200: funnelSchema },
      },
    },
    async ({ auth, body }) => behaviour.funnel(auth.workspace, body),
  )
  app.post(
    '/v1/behaviour/retention',
    {
      config,
      schema: {
        tags,
        summary: 'How many people come back, by day, week or month after their first time',
        description,
        body: retentionInputSchema,
        response: { 200: retentionSchema },
      },
    },
    async ({ auth, body }) => behaviour.retention(auth.workspace, body),
  )
  app.post(
    '/v1/behaviour/paths',
    {
      config,
      schema: {
        tags,
        summary: 'What people do after something, or did before it, as a Sankey diagram',
        description,
        body: pathsInputSchema,
        response: { 200: pathsSchema },
      },
    },
    async ({ auth, body }) => behaviour.paths(auth.workspace, body),
  )
}
