import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import { hostsOf } from '../../generate/hosts-of.ts'
import { findPerson } from '../../profile/find-person.ts'
import { getPerson } from '../../profile/get-person.ts'
import { correctTraits } from '../../protect/rights/correct-traits.ts'
import { erasePerson } from '../../protect/rights/erase-person.ts'
import { exportAsHtml } from '../../protect/rights/export-as-html.ts'
import { exportPerson } from '../../protect/rights/export-person.ts'
import { privacyReport } from '../../protect/rights/privacy-report.ts'
import { privacyRequests } from '../../protect/rights/privacy-requests.ts'
import { receiptKey, verifyReceipt } from '../../protect/rights/receipt.ts'
import { recordOfProcessing } from '../../protect/rights/record-of-processing.ts'
import type { App } from '../app.ts'
import { auditPerson } from '../audit-person.ts'
import { personSchema } from '../schemas/people.ts'
import { correctionSchema, privacyReportSchema, requestNoteSchema, signedReceiptSchema } from '../schemas/privacy.ts'
import { personFor } from '../without-personal.ts'

const person = z.object({ id: z.string().min(1).max(256).describe('Person id, user id or anonymous id') })

/** What people may have done with what is held about them: a copy, erasure, correction; and what is held. */
export async function privacyRoutes(app: App, attune: Attune): Promise<void> {
  const config = { scopes: ['admin'], can: 'privacy.act' } as const
  const tags = ['protect']
  const requests = privacyRequests(attune.state)

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
      auditPerson(attune, auth, 'person.exported', found.personId, { format: query.format })
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
          'Erase a person everywhere; answers with a signed receipt, models follow within seconds, the last bytes within a minute',
        params: person,
        body: z.strictObject({
          note: requestNoteSchema,
          /** The same id again: erasing cannot be undone. */ confirm: z.string(),
        }),
        response: { 200: signedReceiptSchema.extend({ requestId: z.string() }) },
      },
    },
    async ({ auth, params, body }) => {
      if (body.confirm !== params.id)
        throw attuneError('not-confirmed', 'Repeat the id in “confirm”: erasing cannot be undone.', {
          details: { field: 'confirm' },
        })
      const found = await findPerson(attune, auth.workspace, params.id)
      try {
        return await erasePerson(attune, auth.workspace, found, { actor: auth.keyId, note: body.note })
      } catch (error) {
        attune.purge.retry()
        throw error
      } finally {
        attune.purge.start().catch(() => {})
      }
    },
  )

  app.post(
    '/v1/people/:id/correct',
    {
      config,
      schema: {
        tags,
        summary: 'Correct what is said of a person, or take it away; answers with the portrait',
        params: person,
        body: correctionSchema,
        response: { 200: personSchema },
      },
    },
    async ({ auth, params, body }) => {
      const { workspace } = auth
      if (body.request !== undefined && !requests.find(workspace, body.request))
        throw attuneError('unknown-request', 'There is no such request.', {
          status: 404,
          details: { field: 'request' },
        })
      const found = await findPerson(attune, workspace, params.id)
      correctTraits(attune, workspace, found, body.traits, { actor: auth.keyId, request: body.request })
      return personFor(auth, await getPerson(attune, workspace, found))
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
  app.get(
    '/v1/privacy/record',
    {
      config: { scopes: ['admin'], can: 'privacy.report' },
      schema: {
        tags,
        summary: 'The record of processing activities (GDPR Art. 30), from what is held: a page or Markdown',
        querystring: z.object({
          format: z.enum(['html', 'md']).default('html'),
          language: z.enum(['en', 'zh']).default('en'),
        }),
      },
    },
    async ({ auth, query: { format, language } }, reply) => {
      const record = recordOfProcessing(
        await privacyReport(attune, auth.workspace),
        language,
        format,
        hostsOf(attune.languageModel.models()),
      )
      return reply
        .type(format === 'html' ? 'text/html; charset=utf-8' : 'text/markdown; charset=utf-8')
        .header('content-disposition', `attachment; filename="record-of-processing.${format}"`)
        .send(record)
    },
  )
  app.post(
    '/v1/privacy/verify',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      schema: {
        tags,
        summary: 'Whether a receipt is as it was signed, and by this installation',
        body: signedReceiptSchema,
        response: { 200: z.object({ genuine: z.boolean(), ours: z.boolean() }) },
      },
    },
    async ({ body }) => {
      const genuine = verifyReceipt(body)
      return { genuine, ours: genuine && body.publicKey === receiptKey(attune.vault) }
    },
  )
}
