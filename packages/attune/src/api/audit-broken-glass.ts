import type { FastifyInstance } from 'fastify'
import type { Attune } from '../attune.ts'
import { appendAudit } from '../protect/append-audit.ts'
import { subjectDigest } from '../protect/rights/subject-digest.ts'

/** Whoever sees personal data only for a reason leaves a line in the audit for each answer about persons. */
export function auditBrokenGlass(app: FastifyInstance, { state, vault, clock }: Attune): void {
  app.addHook('onResponse', async ({ auth, routeOptions, params }, reply) => {
    const session = auth?.session ?? null
    if (session === null || session.personalUntil === null || auth.permissions.includes('personal.see')) return
    if (routeOptions.config.can !== 'people.read' || reply.statusCode >= 300) return
    const { id } = (params ?? {}) as { id?: unknown }
    state.transaction(() =>
      appendAudit(state.raw, {
        workspace: session.workspace,
        at: Math.round(clock()),
        actor: session.userId,
        action: 'break-glass.read',
        subject: typeof id === 'string' ? subjectDigest(vault, session.workspace, id) : session.id,
        details: JSON.stringify({ route: routeOptions.url, session: session.id }),
      }),
    )
  })
}
