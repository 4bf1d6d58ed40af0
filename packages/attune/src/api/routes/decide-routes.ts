import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import type { App, Auth } from '../app.ts'
import { refuseIdentifiers } from '../refuse-identifiers.ts'
import { collectResultSchema } from '../schemas/collect.ts'
import { idSchema } from '../schemas/common.ts'
import {
  exposureRequestSchema,
  recommendationRequestSchema,
  recommendationResponseSchema,
  similarResponseSchema,
} from '../schemas/decide.ts'

/** Whether a key may ask only on behalf of the visitor in front of it: it lies open in a web page. */
const inBrowser = ({ scopes }: Auth): boolean => !scopes.includes('read') && !scopes.includes('admin')

/** People who are signed in look at what would be decided; only those who may send events make decisions that count. */
function refuseToPeople(
  auth: Auth,
  body: { preview: boolean; userId?: string | undefined; anonymousId?: string | undefined },
): void {
  if (auth.session === null) return
  if (!body.preview && !auth.permissions.includes('events.send'))
    throw attuneError('forbidden', 'Your role may look at previews only.', {
      status: 403,
      details: { field: 'preview' },
    })
  refuseIdentifiers(auth, body)
}

/**
 * The messageId of an exposure that names none. The same items of a decision are the same exposure, in whatever order
 * they are named; other items are another one.
 */
function exposureId(decisionId: string, chosen: readonly string[], seen: ReadonlySet<string>): string {
  if (seen.size === new Set(chosen).size) return `exposure:${decisionId}`
  const items = createHash('sha256')
    .update(JSON.stringify([...seen].sort()))
    .digest('hex')
    .slice(0, 16)
  return `exposure:${decisionId}:${items}`
}

/** A visitor of a site may be asked for before they did anything: whose law holds is known by the key. */
function noteLaw(
  { consent, sources, identity }: Attune,
  { workspace, source }: Auth,
  {
    userId,
    anonymousId,
    context,
  }: { userId?: string | undefined; anonymousId?: string | undefined; context?: object | undefined },
): void {
  if (userId === undefined && anonymousId === undefined) return
  const personId = identity.personIdOf(workspace, { userId: userId ?? null, anonymousId: anonymousId ?? null })
  const { country, timezone } = (context ?? {}) as { country?: unknown; timezone?: unknown }
  consent.seen(workspace, personId, sources.regimeOf(workspace, source), { country, timezone })
  consent.flush()
}

/** `POST /v1/recommendations`, `POST /v1/exposures`, `GET /v1/items/:id/similar`. */
export async function decideRoutes(app: App, attune: Attune): Promise<void> {
  app.post(
    '/v1/recommendations',
    {
      config: { scopes: ['decide', 'read'], can: 'people.read' },
      schema: {
        tags: ['decide'],
        summary: 'Items for a person at a placement, with reasons; the decision is logged before it is answered',
        body: recommendationRequestSchema,
        response: { 200: recommendationResponseSchema },
      },
    },
    async (request) => {
      if (inBrowser(request.auth)) {
        const refuse = (field: string, message: string): never => {
          throw attuneError('forbidden', message, { status: 403, details: { field } })
        }
        if (request.body.userId !== undefined)
          refuse(
            'userId',
            'This key may be seen by everybody, so it asks by anonymousId only. Use a read key on a server.',
          )
        if (request.body.preview) refuse('preview', 'A preview needs a read or admin key.')
        if (request.body.explain) refuse('explain', 'Explanations of re-ranking need a read or admin key.')
      }
      refuseToPeople(request.auth, request.body)
      if (!request.body.preview) noteLaw(attune, request.auth, request.body)
      return attune.decider.recommend(request.auth.workspace, request.body)
    },
  )

  app.post(
    '/v1/exposures',
    {
      config: { scopes: ['write', 'decide', 'read'], can: 'events.send' },
      schema: {
        tags: ['decide'],
        summary: 'A decision was really seen',
        body: exposureRequestSchema,
        response: { 200: collectResultSchema },
      },
    },
    async (request) => {
      const { workspace } = request.auth
      const { decisionId, itemIds, messageId, timestamp, sentAt } = request.body
      const decision = await attune.decider.find(workspace, decisionId)
      if (!decision)
        throw attuneError('unknown-decision', 'There is no decision of that id; previews are not logged.', {
          status: 404,
          details: { field: 'decisionId' },
        })
      const strange = itemIds?.find((itemId) => !decision.itemIds.includes(itemId))
      if (strange !== undefined)
        throw attuneError('item-not-in-decision', 'Every item of itemIds must be one that the decision chose.', {
          details: { field: `itemIds.${itemIds?.indexOf(strange)}` },
        })
      const shown = new Set(itemIds ?? decision.itemIds)
      if (shown.size === 0) return { success: true, accepted: 0, duplicates: 0, rejected: [] }
      const items = decision.itemIds.flatMap((itemId, position) => (shown.has(itemId) ? [{ itemId, position }] : []))
      return attune.collector.collect({
        workspace,
        source: request.auth.source,
        userAgent: request.headers['user-agent'],
        sentAt,
        personId: decision.personId,
        events: [
          {
            type: 'track',
            event: 'Recommendation Viewed',
            messageId: messageId ?? exposureId(decisionId, decision.itemIds, shown),
            ...(timestamp === undefined ? {} : { timestamp }),
            properties: { decisionId, placement: decision.placement, items },
          },
        ],
      })
    },
  )

  app.get(
    '/v1/items/:id/similar',
    {
      config: { scopes: ['decide', 'read'], can: 'people.read' },
      schema: {
        tags: ['decide'],
        summary: 'Items like one item',
        params: z.object({ id: idSchema }),
        querystring: z.object({
          n: z.coerce.number().int().min(1).max(100).default(10),
          /** Of the sentence of `fallback`, such as `zh-CN`; default English. */
          language: z.string().max(35).optional(),
        }),
        response: { 200: similarResponseSchema },
      },
    },
    async ({ auth, params, query }) => attune.decider.similar(auth.workspace, params.id, query.n, query.language),
  )
}
