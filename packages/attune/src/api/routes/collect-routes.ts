import type { FastifyError, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { eventLimits } from '../../collect/event-limits.ts'
import type { Refusal } from '../../collect/refusal.ts'
import { AttuneError, attuneError } from '../../errors.ts'
import type { EventType } from '../../store/rows.ts'
import type { App } from '../app.ts'
import { isJsonFault } from '../json/read-json.ts'
import { type CollectResult, collectResultSchema } from '../schemas/collect.ts'
import { signalsOfHeaders } from '../signals-of-headers.ts'

const id = z.unknown().optional().describe('Text of 1 to 256 characters, or a number')
const time = z.unknown().optional().describe('ISO 8601')
const object = z.unknown().optional().describe('An object')

/** For the documentation: the events themselves are judged one by one by the collector, which knows more than a schema. */
const common = {
  userId: id,
  anonymousId: id,
  messageId: id.describe('Sent again with the same messageId, an event is stored once'),
  timestamp: time,
  sentAt: time.describe('The sender’s clock when sending; corrects timestamp'),
  context: object,
}
const bodies: Readonly<Record<EventType, z.ZodType<Record<string, unknown>>>> = {
  track: z.looseObject({ ...common, event: z.unknown().optional().describe('What happened'), properties: object }),
  identify: z.looseObject({ ...common, traits: object }),
  page: z.looseObject({ ...common, name: z.unknown().optional(), properties: object }),
  screen: z.looseObject({ ...common, name: z.unknown().optional(), properties: object }),
  group: z.looseObject({ ...common, groupId: id, traits: object }),
  alias: z.looseObject({ ...common, previousId: id }),
}
const batchBody = z.looseObject({ batch: z.array(z.unknown()), sentAt: time, context: object })

/** `POST /v1/{track,identify,page,screen,group,alias,batch}`: events of the Segment spec, answered when they are durable. */
export async function collectRoutes(app: App, attune: Attune): Promise<void> {
  const shared = (code: string, message: string) => ({
    config: { scopes: ['write'], can: 'events.send', keyInBody: true, judgesEach: true } as const,
    bodyLimit: eventLimits.batchBytes,
    /** What fails before the collector sees it shows among the refusals all the same. */
    async errorHandler(error: FastifyError, request: FastifyRequest) {
      if (error instanceof AttuneError && !isJsonFault(error)) throw error
      const tooLarge = error.code === 'FST_ERR_CTP_BODY_TOO_LARGE'
      const refusal = tooLarge ? { code, field: null, message } : unreadable(error)
      if (refusal && request.auth)
        await attune.collector
          .refuse({ workspace: request.auth.workspace, source: request.auth.source }, refusal)
          .catch((cause: unknown) => request.log.error({ err: cause }, 'a refusal could not be written down'))
      throw tooLarge ? attuneError(code, message, { status: 413 }) : error
    },
  })

  for (const type of Object.keys(bodies) as EventType[])
    app.post(
      `/v1/${type}`,
      {
        ...shared('event-too-large', `An event has at most ${eventLimits.eventBytes} bytes.`),
        schema: {
          tags: ['collect'],
          summary: `Send one ${type} event`,
          body: bodies[type],
          response: { 200: collectResultSchema },
        },
      },
      async (request) => {
        const result = await attune.collector.collect({
          workspace: request.auth.workspace,
          events: [request.body],
          type,
          source: request.auth.source,
          userAgent: request.headers['user-agent'],
          signals: signalsOfHeaders(request.headers),
        })
        return keptOrRefused(result)
      },
    )

  app.post(
    '/v1/batch',
    {
      ...shared('batch-too-large', `A batch has at most ${eventLimits.batchBytes} bytes; send smaller ones.`),
      schema: {
        tags: ['collect'],
        summary: 'Send events of any type; each is judged alone',
        body: batchBody,
        response: { 200: collectResultSchema },
      },
    },
    async (request) =>
      attune.collector.collect({
        workspace: request.auth.workspace,
        events: request.body.batch,
        sentAt: request.body.sentAt,
        context: request.body.context,
        source: request.auth.source,
        userAgent: request.headers['user-agent'],
        signals: signalsOfHeaders(request.headers),
      }),
  )
}

/** A single event that was refused is a refused request: 400, naming the field. */
function keptOrRefused(result: CollectResult): CollectResult {
  const refused = result.rejected[0]
  // Without consent nothing was wrong with the request.
  if (refused === undefined || refused.code === 'no-consent') return result
  throw attuneError(refused.code, refused.message, {
    status: refused.code === 'event-too-large' ? 413 : 400,
    details: { ...(refused.field === null ? {} : { field: refused.field }) },
  })
}

/** Why a body could not be read; undefined for failures that are not the sender's. */
function unreadable(error: FastifyError): Refusal | undefined {
  const issue = error.validation?.[0]
  if (issue) {
    const field = issue.instancePath.replace(/^\//, '').replaceAll('/', '.') || null
    return { code: 'invalid-request', field, message: issue.message ?? 'The body has not the expected form.' }
  }
  if (isJsonFault(error)) return { code: error.code, field: null, message: error.message }
  if (error.statusCode !== 400) return undefined
  return { code: 'invalid-json', field: null, message: 'The body is not valid JSON.' }
}
