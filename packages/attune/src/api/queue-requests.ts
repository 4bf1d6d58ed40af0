import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ServerLimits } from '../config/server-schema.ts'
import { attuneError } from '../errors.ts'
import type { Telemetry } from '../telemetry.ts'
import { createFairQueue, type Ticket } from './fair-queue.ts'
import { networkOf } from './network-of.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `false`: never waits, and takes nobody's turn: health, and what stays open. */
    queue?: false
  }
  interface FastifyRequest {
    /** Its answer, for who sees the request alone. */
    answer: ServerResponse | null
    /** Its turn has come. */
    admitted: boolean
  }
}

/** Calls back when the turn of a request has come, or with the error with which it is refused. */
export type Admit = (request: FastifyRequest, bodyBytes: number, done: (error?: Error) => void) => void

const retryAfterSeconds = 1
const refusals = {
  'caller-full': () =>
    attuneError('too-many-waiting', 'Too many of your requests wait already. Send fewer at once.', {
      status: 429,
      details: { retryAfterSeconds },
    }),
  full: () =>
    attuneError('busy', 'The server has more to do than it can take on. Try again in a moment.', {
      status: 503,
      details: { retryAfterSeconds },
    }),
} as const
const gone = () => attuneError('gone', 'Nobody waits for this answer any more.')

const callerOf = ({ auth, ip }: FastifyRequest): string => (auth ? `key:${auth.keyId}` : `address:${networkOf(ip)}`)

/**
 * Works on so many requests at once; the others wait and are served by turns over callers (keys, people who are signed in,
 * or addresses), so that whoever floods the server waits for themselves. A request asks for its turn when its body has
 * arrived, before that is parsed: a body that comes slowly takes up no place.
 *
 * To be called after the hooks that recognise the caller.
 *
 * @returns what the parsers of bodies ask; requests without one ask by themselves
 */
export function queueRequests(
  app: FastifyInstance,
  { requestsInFlight, waitingPerCaller, waitingMegabytesPerCaller, waiting }: ServerLimits,
  { requestsWaiting }: Pick<Telemetry, 'requestsWaiting'>,
): Admit {
  const waitingBytesPerCaller = waitingMegabytesPerCaller * 1024 * 1024
  const queue = createFairQueue({ requestsInFlight, waitingPerCaller, waitingBytesPerCaller, waiting })
  /** What to call when a connection ends: the answers that stand in line behind another on it are never told. */
  const ofConnection = new WeakMap<Socket, Set<() => void>>()

  /** Calls `end` once, when the answer is out or nobody can hear it any more. */
  function atEnd(answer: ServerResponse, { socket }: FastifyRequest, end: () => void): () => void {
    let ends = ofConnection.get(socket)
    if (ends === undefined) {
      const all = new Set<() => void>()
      socket.once('close', () => {
        for (const one of all) one()
      })
      ofConnection.set(socket, all)
      ends = all
    }
    const mine = ends
    const once = (): void => {
      forget()
      end()
    }
    const forget = (): void => {
      answer.off('close', once)
      mine.delete(once)
    }
    mine.add(once)
    answer.once('close', once)
    return forget
  }

  app.decorateRequest('answer', null)
  app.decorateRequest('admitted', false)
  app.addHook('onRequest', (request, reply, done) => {
    request.answer = reply.raw
    done()
  })

  const admit: Admit = (request, bodyBytes, done) => {
    const { answer } = request
    if (request.admitted || answer === null || request.routeOptions.config.queue === false) {
      done()
      return
    }
    const begin = (): void => {
      if (request.socket.destroyed) {
        queue.leave()
        done(gone())
        return
      }
      request.admitted = true
      atEnd(answer, request, () => queue.leave())
      done()
    }
    const caller = callerOf(request)
    const entry = queue.enter(caller, bodyBytes, () => {
      requestsWaiting.set(queue.waiting)
      stopWaiting?.()
      begin()
    })
    let stopWaiting: (() => void) | undefined
    if (entry === 'now') begin()
    else if (typeof entry === 'string') done(refusals[entry]())
    else stopWaiting = wait(entry, answer, request, done)
  }

  function wait(ticket: Ticket, answer: ServerResponse, request: FastifyRequest, done: (error: Error) => void) {
    requestsWaiting.set(queue.waiting)
    return atEnd(answer, request, () => {
      queue.giveUp(ticket)
      requestsWaiting.set(queue.waiting)
      done(gone())
    })
  }

  app.addHook('preValidation', (request, _reply, done) => admit(request, 0, done))
  return admit
}
