import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import { appendAudit } from '../../protect/append-audit.ts'
import { renderHtml } from '../../report/documents/render-html.ts'
import { renderMarkdown } from '../../report/documents/render-markdown.ts'
import type { App } from '../app.ts'
import {
  reportDocumentSchema,
  reportIdSchema,
  reportListSchema,
  reportOrderSchema,
} from '../schemas/report-documents.ts'

const fileSchema = z.object({
  file: z
    .string()
    .regex(/^[a-z0-9-]{1,80}\.(?:md|html|json)$/, 'the id of a report, then .md, .html or .json')
    .describe('Id of a report, then .md, .html or .json'),
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
        response: { 201: reportDocumentSchema },
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
      return reply.code(201).send(structuredClone(document) as z.output<typeof reportDocumentSchema>)
    },
  )
  app.get(
    '/v1/reports/:file',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      schema: { tags, summary: 'A report as Markdown, as a page to read and print, or as data', params: fileSchema },
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
        default:
          return reply.send(document)
      }
    },
  )
}
