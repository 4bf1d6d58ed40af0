import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import { findPerson } from '../../profile/find-person.ts'
import { appendAudit } from '../../protect/append-audit.ts'
import { type PrivacyRequest, privacyRequests, requestKinds } from '../../protect/rights/privacy-requests.ts'
import type { App } from '../app.ts'
import { auditPerson } from '../audit-person.ts'
import { pageQuerySchema } from '../schemas/common.ts'
import { dueRequestsSchema, privacyRequestSchema, requestNoteSchema } from '../schemas/privacy.ts'

/** What people asked for: a copy, erasure, correction, objection, explanation; each with its deadline. */
export async function privacyRequestsRoutes(app: App, attune: Attune): Promise<void> {
  const config = { scopes: ['admin'], can: 'privacy.act' } as const
  const tags = ['protect']
  const params = z.object({ id: z.string().max(64) })
  const requests = privacyRequests(attune.state)

  function requestOf(workspace: string, id: string): PrivacyRequest {
    const request = requests.find(workspace, id)
    if (request) return request
    throw attuneError('unknown-request', 'There is no such request.', { status: 404 })
  }

  app.get(
    '/v1/privacy/requests',
    {
      config,
      schema: {
        tags,
        summary: 'What people asked for, with deadlines: what is open first',
        querystring: pageQuerySchema.extend({
          limit: z.coerce.number().int().min(1).max(500).default(200),
          state: z.enum(['open', 'closed']).optional(),
        }),
        response: { 200: z.object({ requests: z.array(privacyRequestSchema), next: z.string().nullable() }) },
      },
    },
    async ({ auth, query }) => {
      const page = requests.list(auth.workspace, query)
      return { ...page, requests: [...page.requests] }
    },
  )
  app.get(
    '/v1/privacy/due',
    {
      config,
      schema: { tags, summary: 'How many requests wait, and how long they may', response: { 200: dueRequestsSchema } },
    },
    async ({ auth }) => requests.due(auth.workspace, attune.clock()),
  )
  app.get(
    '/v1/privacy/requests/:id',
    { config, schema: { tags, summary: 'One request', params, response: { 200: privacyRequestSchema } } },
    async ({ auth, params: { id } }) => requestOf(auth.workspace, id),
  )
  app.post(
    '/v1/privacy/requests',
    {
      config,
      schema: {
        tags,
        summary: 'Write down what a person asked for; its deadline is a month later',
        description:
          'An objection takes effect at once. An erasure is only written down: POST /v1/people/:id/erase carries it out.',
        body: z.strictObject({
          kind: z.enum(requestKinds),
          person: z.string().min(1).max(256),
          note: requestNoteSchema,
        }),
        response: { 201: privacyRequestSchema },
      },
    },
    async ({ auth, body: { kind, person, note } }, reply) => {
      const { workspace, keyId } = auth
      const { personId } = await findPerson(attune, workspace, person)
      const at = attune.clock()
      // First, so that an objection that is written down has always taken effect.
      if (kind === 'objection')
        attune.consent.state({
          workspace,
          personId,
          purposes: { profiling: false, personalisation: false, advertising: false },
          at,
          source: 'objection',
        })
      const request = attune.state.transaction(() => {
        const id = requests.open(workspace, { kind, personId, actor: keyId, note, at })
        auditPerson(attune, auth, 'privacy.requested', personId, { request: id, kind })
        const opened = requestOf(workspace, id)
        attune.webhooks.announce(
          workspace,
          { type: 'privacyRequest.opened', data: { requestId: id, kind, personId, dueAt: opened.dueAt } },
          { about: personId },
        )
        return opened
      })
      return reply.code(201).send(request)
    },
  )
  app.post(
    '/v1/privacy/requests/:id/close',
    {
      config,
      schema: {
        tags,
        summary: 'A request was answered or refused',
        params,
        body: z.strictObject({
          status: z.enum(['done', 'refused']),
          reason: z
            .string()
            .trim()
            .max(500)
            .optional()
            .describe('Stands in the audit for good, as told to the person; name nobody in it'),
        }),
        response: { 200: privacyRequestSchema },
      },
    },
    async ({ auth, params: { id }, body: { status, reason } }) => {
      const { workspace, keyId } = auth
      const { kind, doneAt, personId, status: before } = requestOf(workspace, id)
      if (doneAt !== null) throw attuneError('request-closed', 'This request is closed already.', { status: 409 })
      if (kind === 'erasure' && (status === 'done' || before !== 'open'))
        throw attuneError('erasure-closes-itself', 'An erasure is closed by being carried out.', { status: 409 })
      const at = Math.round(attune.clock())
      const details = { request: id, kind, status, ...(reason ? { reason } : {}) }
      attune.state.transaction(() => {
        requests.mark(workspace, id, status, at)
        if (personId !== null) auditPerson(attune, auth, 'privacy.closed', personId, details)
        // The person was erased in the meantime.
        else
          appendAudit(attune.state.raw, {
            workspace,
            at,
            actor: keyId,
            action: 'privacy.closed',
            subject: id,
            details: JSON.stringify(details),
          })
        attune.webhooks.announce(
          workspace,
          { type: 'privacyRequest.closed', data: { requestId: id, kind, status, personId } },
          personId === null ? {} : { about: personId },
        )
      })
      return requestOf(workspace, id)
    },
  )
}
