import { Readable } from 'node:stream'
import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import { exportMembers } from '../../segments/export-members.ts'
import { givenRule, ruleView } from '../../segments/rule-view.ts'
import type { Segment } from '../../segments/segments.ts'
import { unknownSegment } from '../../segments/workspace-segments.ts'
import type { App } from '../app.ts'
import {
  proposalSchema,
  type SegmentView,
  segmentChangesSchema,
  segmentIdSchema,
  segmentInputSchema,
  segmentMembersSchema,
  segmentPreviewInputSchema,
  segmentPreviewSchema,
  segmentSchema,
  vocabularySchema,
} from '../schemas/segments.ts'

const shareOf = (count: number, base: number): number | null => (base === 0 ? null : count / base)

const shown = ({ id, title, rule, members, base, warnings, createdAt, updatedAt }: Segment): SegmentView => ({
  id,
  title,
  ...ruleView(rule),
  members,
  share: shareOf(members, base),
  warnings: [...warnings],
  createdAt: new Date(createdAt).toISOString(),
  updatedAt: new Date(updatedAt).toISOString(),
})

/** A place among the members. @throws AttuneError `invalid-cursor` */
function placeOf(cursor: string | undefined): number {
  const place = cursor === undefined ? 0 : Number(cursor)
  if (Number.isSafeInteger(place) && place >= 0) return place
  throw attuneError('invalid-cursor', 'Take the cursor from `next` of the page before.', {
    details: { field: 'cursor' },
  })
}

/** `/v1/segments`: rules that select people, and whom they select. */
export async function segmentsRoutes(app: App, attune: Attune): Promise<void> {
  const { segments } = attune
  const tags = ['segments']
  const params = z.object({ id: segmentIdSchema })
  const reads = { scopes: ['read'], can: 'reports.read' } as const
  const readsPeople = { scopes: ['read'], can: 'people.read' } as const
  const changes = { scopes: ['admin'], can: 'segments.change' } as const

  app.get(
    '/v1/segments',
    {
      config: reads,
      schema: {
        tags,
        summary: 'All segments, with how many belong to each right now',
        response: { 200: z.object({ segments: z.array(segmentSchema), base: z.int() }) },
      },
    },
    async ({ auth }) => {
      const list = segments.list(auth.workspace)
      return { segments: list.map(shown), base: segments.base(auth.workspace) }
    },
  )
  app.get(
    '/v1/segments/:id',
    { config: reads, schema: { tags, summary: 'One segment', params, response: { 200: segmentSchema } } },
    async ({ auth, params: { id } }) => {
      const segment = segments.get(auth.workspace, id)
      if (segment === undefined) throw unknownSegment()
      return shown(segment)
    },
  )
  app.put(
    '/v1/segments/:id',
    {
      config: changes,
      schema: {
        tags,
        summary: 'Create or replace a segment; the rule as JSON or as text',
        params,
        body: segmentInputSchema,
        response: { 200: segmentSchema },
      },
    },
    async ({ auth, params: { id }, body }) =>
      shown(
        await segments.put(auth.workspace, id, { title: body.title, rule: givenRule(body) }, auth.keyId, {
          announces: body.announce,
        }),
      ),
  )
  app.delete(
    '/v1/segments/:id',
    {
      config: changes,
      schema: { tags, summary: 'Remove a segment; undo brings it back', params, response: { 204: z.undefined() } },
    },
    async ({ auth, params: { id } }, reply) => {
      segments.remove(auth.workspace, id, auth.keyId)
      return reply.code(204).send(undefined)
    },
  )
  app.post(
    '/v1/segments/:id/undo',
    {
      config: changes,
      schema: {
        tags,
        summary: 'Take the last change of a segment back; null where there was none before',
        params,
        response: { 200: z.object({ segment: segmentSchema.nullable() }) },
      },
    },
    async ({ auth, params: { id } }) => {
      const segment = segments.undo(auth.workspace, id, auth.keyId)
      return { segment: segment === undefined ? null : shown(segment) }
    },
  )
  app.post(
    '/v1/segments/preview',
    {
      config: { scopes: ['read'], can: 'people.read' },
      schema: {
        tags,
        summary: 'How many people a rule selects right now, before it is saved; refused as saving it would be',
        body: segmentPreviewInputSchema,
        response: { 200: segmentPreviewSchema },
      },
    },
    async ({ auth, body }) => {
      const { rule, count, base, examples, warnings } = await segments.preview(auth.workspace, givenRule(body), {
        own: body.id,
      })
      return {
        ...ruleView(rule),
        count,
        base,
        share: shareOf(count, base),
        examples: [...examples],
        warnings: [...warnings],
      }
    },
  )
  app.post(
    '/v1/segments/propose',
    {
      config: changes,
      schema: {
        tags,
        summary: 'A rule for a sentence, by the language model; nothing is saved',
        body: z.strictObject({ sentence: z.string().min(1).max(1000) }),
        response: { 200: proposalSchema },
      },
    },
    async ({ auth, body }) => {
      const proposal = await segments.propose(auth.workspace, body.sentence)
      if (proposal.status !== 'proposed') return proposal
      const { status, title, rule, warnings, unclear } = proposal
      return { status, title, ...ruleView(rule), warnings: [...warnings], unclear: [...unclear] }
    },
  )
  app.get(
    '/v1/segments/:id/members',
    {
      config: readsPeople,
      schema: {
        tags,
        summary: 'Who belongs to a segment right now',
        params,
        querystring: z.object({
          limit: z.coerce.number().int().min(1).max(500).default(50),
          cursor: z.string().max(20).optional(),
        }),
        response: { 200: segmentMembersSchema },
      },
    },
    async ({ auth: { workspace }, params: { id }, query: { limit, cursor } }) => {
      const { personIds, next } = segments.members(workspace, id, { from: placeOf(cursor), limit })
      const total = segments.get(workspace, id)?.members ?? 0
      return { personIds: [...personIds], total, next: next === null ? null : String(next) }
    },
  )
  app.get(
    '/v1/segments/:id/changes',
    {
      config: reads,
      schema: {
        tags,
        summary: 'How many entered and left, day by day',
        params,
        querystring: z.object({ days: z.coerce.number().int().min(1).max(365).default(28) }),
        response: { 200: segmentChangesSchema },
      },
    },
    async ({ auth, params: { id }, query }) => ({ days: [...segments.days(auth.workspace, id, query.days)] }),
  )
  app.get(
    '/v1/segments/:id/export',
    {
      config: readsPeople,
      schema: {
        tags,
        summary: 'All members as CSV or NDJSON; with ids of users for whoever may see them',
        params,
        querystring: z.object({ format: z.enum(['csv', 'ndjson']).default('csv') }),
      },
    },
    async ({ auth, params: { id }, query: { format } }, reply) => {
      // Before the answer begins: it could not be taken back.
      segments.members(auth.workspace, id, { from: 0, limit: 1 })
      reply.header('content-type', format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8')
      reply.header('content-disposition', `attachment; filename="segment.${format}"`)
      return reply.send(
        Readable.from(exportMembers(attune, auth.workspace, id, { format, withIdentifiers: auth.personal })),
      )
    },
  )
  app.get(
    '/v1/segment-vocabulary',
    {
      config: reads,
      schema: {
        tags,
        summary: 'Names that rules can use: traits, events, categories, …',
        response: { 200: vocabularySchema },
      },
    },
    async ({ auth }) => {
      const words = segments.vocabulary(auth.workspace)
      return Object.fromEntries(Object.entries(words).map(([name, list]) => [name, [...list]])) as z.infer<
        typeof vocabularySchema
      >
    },
  )
}
