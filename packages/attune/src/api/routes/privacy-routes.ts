import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import { findPerson } from '../../profile/find-person.ts'
import { appendAudit } from '../../protect/append-audit.ts'
import { erasePerson } from '../../protect/rights/erase-person.ts'
import { exportAsHtml } from '../../protect/rights/export-as-html.ts'
import { exportPerson } from '../../protect/rights/export-person.ts'
import { privacyReport } from '../../protect/rights/privacy-report.ts'
import { type PrivacyRequest, privacyRequests, requestKinds } from '../../protect/rights/privacy-requests.ts'
import { isOwnReceipt } from '../../protect/rights/receipt.ts'
import { subjectDigest } from '../../protect/rights/subject-digest.ts'
import type { App, Auth } from '../app.ts'
import { privacyReportSchema, privacyRequestSchema, signedReceiptSchema } from '../schemas/privacy.ts'

const person = z.object({ id: z.string().min(1).max(256).describe('Person id, user id or anonymous id') })
const note = z.string().max(500).default('')

/** What people may ask of whoever holds their data: a copy, erasure, correction, objection, explanation; and what is held. */
export async function privacyRoutes(app: App, attune: Attune): Promise<void> {
  const config = { scopes: ['admin'], can: 'privacy.act' } as const
  const tags = ['protect']
  const requests = privacyRequests(attune.state)

  function requestOf(workspace: string, id: string): PrivacyRequest {
    const request = requests.find(workspace, id)
    if (request) return request
    throw attuneError('unknown-request', 'There is no such request.', { status: 404 })
  }

  const audit = ({ workspace, keyId }: Auth, action: string, personId: string, details: object): void =>
    attune.state.transaction(() =>
      appendAudit(attune.state.raw, {
        workspace,
        at: attune.clock(),
        actor: keyId,
        action,
        subject: subjectDigest(attune.vault, workspace, personId),
        details: JSON.stringify(details),
      }),
    )

  app.get(
    '/v1/people/:id/export',
    {
      config,
      schema: {
        tags,
        summary: 'Everything that is held about a person: JSON, or a page to read and print',
        params: person,
        querystring: z.object({
          format: z.enum(['json', 'html']).default('json'),
          language: z.enum(['en', 'zh']).default('en'),
        }),
      },
    },
    async ({ auth, params, query }, reply) => {
      const found = await findPerson(attune, auth.workspace, params.id)
      const held = await exportPerson(attune, auth.workspace, found)
      audit(auth, 'person.exported', found.personId, { format: query.format })
      if (query.format === 'html')
        return reply
          .type('text/html; charset=utf-8')
          .header('content-disposition', 'attachment; filename="person.html"')
          .send(exportAsHtml(held, query.language))
      return reply.send(held)
    },
  )

  app.post(
    '/v1/people/:id/erase',
    {
      config,
      schema: {
        tags,
        summary:
          'Erase a person everywhere; answers with a signed receipt, the last bytes and models follow within a minute',
        params: person,
        body: z.strictObject({ note, /** The same id again: erasing cannot be undone. */ confirm: z.string() }),
        response: { 200: signedReceiptSchema.extend({ requestId: z.string() }) },
      },
    },
    async ({ auth, params, body }) => {
      if (body.confirm !== params.id)
        throw attuneError('not-confirmed', 'Repeat the id in “confirm”: erasing cannot be undone.', {
          details: { field: 'confirm' },
        })
      const found = await findPerson(attune, auth.workspace, params.id)
      const receipt = await erasePerson(attune, auth.workspace, found, { actor: auth.keyId, note: body.note })
      attune.purge.start().catch(() => {})
      return receipt
    },
  )

  app.get(
    '/v1/privacy/requests',
    {
      config,
      schema: {
        tags,
        summary: 'What people asked for, with deadlines',
        response: { 200: z.object({ requests: z.array(privacyRequestSchema) }) },
      },
    },
    async ({ auth }) => ({ requests: [...requests.list(auth.workspace)] }),
  )
  app.post(
    '/v1/privacy/requests',
    {
      config,
      schema: {
        tags,
        summary: 'Write down what a person asked for; its deadline is a month later',
        body: z.strictObject({
          kind: z.enum(requestKinds).exclude(['erasure']),
          person: z.string().min(1).max(256),
          note,
        }),
        response: { 201: privacyRequestSchema },
      },
    },
    async ({ auth, body }, reply) => {
      const { workspace, keyId } = auth
      const { personId } = await findPerson(attune, workspace, body.person)
      const id = requests.open(workspace, {
        kind: body.kind,
        personId,
        actor: keyId,
        note: body.note,
        at: attune.clock(),
      })
      audit(auth, 'privacy.requested', personId, { request: id, kind: body.kind })
      if (body.kind === 'objection')
        attune.consent.state({
          workspace,
          personId,
          purposes: { profiling: false, personalisation: false, advertising: false },
          at: attune.clock(),
          source: 'objection',
        })
      return reply.code(201).send(requestOf(workspace, id))
    },
  )
  app.post(
    '/v1/privacy/requests/:id/close',
    {
      config,
      schema: {
        tags,
        summary: 'A request was answered or refused',
        params: z.object({ id: z.string().max(64) }),
        body: z.strictObject({ status: z.enum(['done', 'refused']) }),
        response: { 200: privacyRequestSchema },
      },
    },
    async ({ auth, params, body }) => {
      const request = requestOf(auth.workspace, params.id)
      if (request.doneAt !== null)
        throw attuneError('request-closed', 'This request is closed already.', { status: 409 })
      if (request.kind === 'erasure')
        throw attuneError('erasure-closes-itself', 'An erasure is closed by being carried out.', { status: 409 })
      requests.mark(auth.workspace, params.id, body.status, Math.round(attune.clock()))
      if (request.personId !== null)
        audit(auth, 'privacy.closed', request.personId, { request: params.id, status: body.status })
      return requestOf(auth.workspace, params.id)
    },
  )
  app.get(
    '/v1/privacy/report',
    {
      config: { scopes: ['admin'], can: 'privacy.report' },
      schema: {
        tags,
        summary: 'What is held, of how many persons, since when and why',
        response: { 200: privacyReportSchema },
      },
    },
    async ({ auth }) => privacyReport(attune, auth.workspace),
  )
  app.post(
    '/v1/privacy/verify',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      schema: {
        tags,
        summary: 'Whether this installation signed a receipt, and it is as it was then',
        body: signedReceiptSchema,
        response: { 200: z.object({ genuine: z.boolean() }) },
      },
    },
    async ({ body }) => ({ genuine: isOwnReceipt(attune.vault, body) }),
  )
}
