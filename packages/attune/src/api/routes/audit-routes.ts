import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { listAudit } from '../../protect/list-audit.ts'
import { verifyAudit } from '../../protect/verify-audit.ts'
import type { App } from '../app.ts'
import { pageQuerySchema } from '../schemas/common.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'a hash of 64 hexadecimal digits, as verifying printed it')
const entrySchema = z.object({
  id: z.int(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  details: z.record(z.string(), z.unknown()),
  hash,
})
const verdictSchema = z.object({
  intact: z.boolean(),
  entries: z.int(),
  head: z.string(),
  broken: z.object({ id: z.int(), at: z.int(), action: z.string() }).nullable(),
  expectedFound: z.boolean().nullable(),
})

/** `GET /v1/audit`, `GET /v1/audit/verify`: who did what, and whether the record of it is whole. */
export async function auditRoutes(app: App, attune: Attune): Promise<void> {
  const config = { scopes: ['admin'], can: 'audit.read' } as const
  const tags = ['protect']
  const { raw } = attune.state
  app.get(
    '/v1/audit',
    {
      config,
      schema: {
        tags,
        summary: 'Who did what, newest first',
        querystring: pageQuerySchema.extend({
          action: z.string().max(100).optional().describe('Only actions that begin with this'),
          actor: z.string().max(256).optional(),
          subject: z.string().max(256).optional(),
        }),
        response: { 200: z.object({ entries: z.array(entrySchema), next: z.string().nullable() }) },
      },
    },
    async ({ auth, query }) => {
      const { entries, next } = listAudit(raw, auth.workspace, query)
      return { entries: [...entries], next }
    },
  )
  app.get(
    '/v1/audit/verify',
    {
      config,
      schema: {
        tags,
        summary: 'Whether the audit is as it was written',
        querystring: z.object({ expect: hash.optional().describe('A hash that must be in the chain') }),
        response: { 200: verdictSchema },
      },
    },
    async ({ auth, query }) => verifyAudit(raw, auth.workspace, query.expect),
  )
}
