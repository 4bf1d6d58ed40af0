import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { attuneError } from '../errors.ts'

/** Of two of these a proxy may believe one and we the other; lengths first, because every header passes here. */
const single: ReadonlyMap<number, readonly string[]> = new Map([
  [4, ['host']],
  [6, ['origin']],
  [12, ['content-type']],
  [13, ['authorization']],
])
const hostPattern = /^(?:[a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{0,5})?$/i

function hasTwice(rawHeaders: readonly string[]): boolean {
  const seen: string[] = []
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? ''
    const names = single.get(name.length)
    if (names === undefined) continue
    const lower = name.toLowerCase()
    if (!names.includes(lower)) continue
    if (seen.includes(lower)) return true
    seen.push(lower)
  }
  return false
}

/** The host of `GET http://host/path`, which counts before the header; undefined for a plain path. */
function hostInTarget(url: string): string | undefined {
  if (url.startsWith('/') || url === '*') return undefined
  return /^https?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? ''
}

/**
 * What the head of a request says in two ways, or leaves open, in a sentence; undefined for one that is plain. Node's parser
 * has refused what concerns the length of the body.
 */
export function ambiguityOf({
  httpVersionMajor,
  rawHeaders,
  headers,
  url = '/',
}: Pick<IncomingMessage, 'httpVersionMajor' | 'rawHeaders' | 'headers' | 'url'>): string | undefined {
  if (httpVersionMajor !== 1) return 'This is not HTTP/1.1.'
  if (hasTwice(rawHeaders)) return 'A header that may stand there once stands there twice.'
  if (headers.host !== undefined && !hostPattern.test(headers.host)) return 'The Host header is no name of a host.'
  const asked = hostInTarget(url)
  if (asked !== undefined && asked.toLowerCase() !== headers.host?.toLowerCase())
    return 'The address and the Host header name different hosts.'
  return undefined
}

/** Refuses requests that two readers could take for different ones, and closes their connection. */
export function refuseAmbiguous(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    const ambiguity = ambiguityOf(request.raw)
    if (ambiguity === undefined) {
      done()
      return
    }
    reply.header('connection', 'close')
    done(attuneError('malformed-request', ambiguity))
  })
}
