import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { type AttuneError, attuneError } from '../errors.ts'
import { keyMayBeInBody } from './authenticate.ts'
import { networkOf } from './network-of.ts'

export interface RequestLimits {
  /** With a key, counted by key. */
  readonly requestsPerMinute: number
  /** Without one, counted by address. */
  readonly anonymousRequestsPerMinute: number
}

const tooMany = (max: number, after: string): AttuneError =>
  attuneError('too-many-requests', `That was more than ${max} requests in a minute. Wait ${after}.`, { status: 429 })

const refuseLater = (reply: FastifyReply, { max, ttlInSeconds }: { max: number; ttlInSeconds: number }): never => {
  reply.header('retry-after', ttlInSeconds)
  throw tooMany(max, `${ttlInSeconds} seconds`)
}

/**
 * Limits requests by key, or by address where there is none. A beacon tells its key in the body, so it is counted after
 * that was read; an address whose bodies told no good key too often is refused before.
 *
 * To be called after `authenticate`'s hooks.
 */
export async function limitRequests(app: FastifyInstance, limits: RequestLimits): Promise<void> {
  await app.register(rateLimit, {
    global: true,
    timeWindow: 60_000,
    max: (request) => (request.auth ? limits.requestsPerMinute : limits.anonymousRequestsPerMinute),
    keyGenerator: (request) => (request.auth ? `key:${request.auth.keyId}` : `address:${networkOf(request.ip)}`),
    allowList: (request) => keyMayBeInBody(request) && !request.auth,
    errorResponseBuilder: (_request, context) => tooMany(context.max, context.after),
  })
  const byKey = app.createRateLimit()
  const byAddress = app.createRateLimit({
    max: limits.anonymousRequestsPerMinute,
    keyGenerator: (request) => networkOf(request.ip),
    allowList: [],
  })

  app.addHook('onRequest', async (request, reply) => {
    if (!keyMayBeInBody(request)) return
    const failed = await byAddress(request, { increment: false })
    if (!failed.isAllowed && failed.remaining === 0) refuseLater(reply, failed)
  })
  app.addHook('preValidation', async (request, reply) => {
    if (!keyMayBeInBody(request)) return
    const sent = await byKey(request)
    if (!sent.isAllowed && sent.isExceeded) refuseLater(reply, sent)
  })
  app.addHook('onResponse', async (request) => {
    if (keyMayBeInBody(request) && !request.auth) await byAddress(request)
  })
}
