import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import { appendAudit } from '../../protect/append-audit.ts'
import { renderHtml } from '../../report/documents/render-html.ts'
import { renderMarkdown } from '../../report/documents/render-markdown.ts'
import type { ReportDocument } from '../../report/documents/report-document.ts'
import { writeParts } from '../../report/documents/write-number.ts'
import type { App } from '../app.ts'
import {
  type ReportView,
  reportIdSchema,
  reportListSchema,
  reportOrderSchema,
  reportViewSchema,
  scheduleIdSchema,
  scheduleInputSchema,
} from '../schemas/report-documents.ts'

const fileSchema = z.object({
  file: z
    .string()
    .regex(/^[a-z0-9-]{1,80}\.(?:md|html|pdf|json)$/, 'the id of a report, then .md, .html, .pdf or .json')
    .describe('Id of a report, then .md, .html, .pdf or .json'),
})

const viewOf = (document: ReportDocument): ReportView =>
  reportViewSchema.parse({
    ...document,
    numbers: document.numbers.map((number) => ({ ...number, ...writeParts(number) })),
  })

/** It is made of texts from outside, so a page of it may do nothing but show itself. */
const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"

/** `/v1/reports`: reports as documents, made now or by themselves. */
export async function reportDocumentsRoutes(app: App, attune: Attune): Promise<void> {
  const tags = ['reports']
  app.get(
    '/v1/reports',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      schema: {
        tags,
        summary: 'Reports that are kept, newest first, and those made by themselves',
        response: { 200: reportListSchema },
      },
    },
    async ({ auth: { workspace } }) => ({
      reports: attune.reports
        .list(workspace)
        .map(({ id, kind, subject, language, title, from, to, createdAt, written }) => ({
          ...{ id, kind, subject, language, title, from, to, createdAt, written },
        })),
      scheduled: attune.reports.scheduled(workspace),
      pdf: attune.reports.canPrint(),
    }),
  )
  app.post(
    '/v1/reports',
    {
      config: { scopes: ['admin'], can: 'reports.make' },
      schema: {
        tags,
        summary: 'Make a report of an experiment, a placement, a month or a campaign now, and keep it',
        description:
          'The summary is written by the language model for the purpose `report` where there is one; each of its numbers is compared with the tables, and a wrong one has templates write it instead.',
        body: reportOrderSchema,
        response: { 201: reportViewSchema },
      },
    },
    async ({ auth, body }, reply) => {
      const { workspace, keyId: actor } = auth
      const document = await attune.reports.make(workspace, body)
      appendAudit(attune.state.raw, {
        workspace,
        at: attune.clock(),
        actor,
        action: 'report.made',
        subject: document.id,
        details: '{}',
      })
      return reply.code(201).send(viewOf(document))
    },
  )
  app.put(
    '/v1/reports/schedule',
    {
      config: { scopes: ['admin'], can: 'reports.make' },
      schema: {
        tags,
        summary: 'Have a report made by itself each week or month, or change how',
        description:
          'The same report as often has one schedule: sent again it takes the place of the one before. Those of the configuration stay as they are.',
        body: scheduleInputSchema,
        response: { 204: z.undefined() },
      },
    },
    async ({ auth: { workspace, keyId }, body }, reply) => {
      attune.reports.schedule(workspace, body, keyId)
      return reply.code(204).send(undefined)
    },
  )
  app.delete(
    '/v1/reports/schedule/:id',
    {
      config: { scopes: ['admin'], can: 'reports.make' },
      schema: {
        tags,
        summary: 'Make a report no longer by itself; those that were made stay',
        params: z.object({ id: scheduleIdSchema }),
        response: { 204: z.undefined() },
      },
    },
    async ({ auth: { workspace, keyId }, params: { id } }, reply) => {
      attune.reports.unschedule(workspace, id, keyId)
      return reply.code(204).send(undefined)
    },
  )
  app.get(
    '/v1/reports/:file',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      schema: {
        tags,
        summary: 'A report as Markdown, as a page to read and print, as PDF, or as data',
        description: 'PDF is printed by a browser of the server; `no-browser` (501) where there is none.',
        params: fileSchema,
      },
    },
    async ({ auth, params: { file } }, reply) => {
      const dot = file.lastIndexOf('.')
      const id = reportIdSchema.safeParse(file.slice(0, dot))
      const document = id.success ? attune.reports.get(auth.workspace, id.data) : undefined
      if (document === undefined)
        throw attuneError('unknown-report', 'There is no such report. GET /v1/reports says which there are.', {
          status: 404,
        })
      switch (file.slice(dot + 1)) {
        case 'md':
          return reply.type('text/markdown; charset=utf-8').send(renderMarkdown(document))
        case 'html':
          return reply
            .type('text/html; charset=utf-8')
            .header('content-security-policy', pagePolicy)
            .send(renderHtml(document))
        case 'pdf':
          return reply.type('application/pdf').send(Buffer.from(await attune.reports.print(document)))
        default:
          return reply.send(viewOf(document))
      }
    },
  )
}
