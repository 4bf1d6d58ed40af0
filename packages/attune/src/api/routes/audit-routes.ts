import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { listAudit } from '../../protect/list-audit.ts'
import { namesOf } from '../../protect/names-of.ts'
import { verifyAudit } from '../../protect/verify-audit.ts'
import type { App } from '../app.ts'
import { auditHashSchema, auditPageSchema, auditVerdictSchema } from '../schemas/audit.ts'
import { pageQuerySchema, rangeQuerySchema } from '../schemas/common.ts'

const timeOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text))

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
          from: rangeQuerySchema.shape.from.describe('At or after this'),
          to: rangeQuerySchema.shape.to.describe('Before this'),
        }),
        response: { 200: auditPageSchema },
      },
    },
    async ({ auth: { workspace }, query }) => {
      const { entries, next } = listAudit(raw, workspace, {
        ...query,
        from: timeOf(query.from),
        to: timeOf(query.to),
      })
      const ids = entries.flatMap(({ actor, subject }) => [actor, subject])
      return { entries: [...entries], next, names: namesOf(attune, workspace, ids) }
    },
  )
  app.get(
    '/v1/audit/verify',
    {
      config,
      schema: {
        tags,
        summary: 'Whether the audit is as it was written',
        querystring: z.object({ expect: auditHashSchema.optional().describe('A hash that must be in the chain') }),
        response: { 200: auditVerdictSchema },
      },
    },
    async ({ auth, query }) => verifyAudit(raw, auth.workspace, query.expect),
  )
}
