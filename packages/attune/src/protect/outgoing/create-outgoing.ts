import { lookup } from 'node:dns/promises'
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import type { Logger } from 'pino'
import type { Config } from '../../config/schema.ts'
import { AttuneError, attuneError } from '../../errors.ts'
import { version } from '../../version.ts'
import { addressKind } from './address-kind.ts'
import { type CheckedUrl, checkUrl, hostOf, type OutgoingRules } from './check-url.ts'
import { followRedirect, type Hop } from './follow-redirect.ts'
import { hostList } from './host-list.ts'
import type { Outgoing, OutgoingRequest, Resolve } from './outgoing.ts'
import { acceptEncoding, readBounded, streamBounded } from './read-bounded.ts'
import { sendPinned } from './send-pinned.ts'

export interface OutgoingOptions {
  /** `protect.outgoing` of the configuration. */
  readonly config: Config['protect']['outgoing']
  /** Default: as this machine resolves names. */
  readonly resolve?: Resolve | undefined
  /** Told at level debug why something failed: the caller is not. */
  readonly log: Pick<Logger, 'debug'>
}

const ofThisMachine: Resolve = async (host) => (await lookup(host, { all: true })).map(({ address }) => address)

const redirectStatus = [301, 302, 303, 307, 308]
/** Answers that the standard gives no body. */
const bodiless = [204, 205, 304]

const failed = () =>
  attuneError(
    'outgoing-failed',
    'The address does not answer as it should. It has to be a public name (or one in protect.outgoing.allowedHosts) with a valid certificate that answers in time.',
    { status: 502 },
  )

/**
 * Requests to the world outside, guarded against being led inside (server-side request forgery): the name is resolved here,
 * every address behind it is checked, and the connection goes to a checked one, so that a name that changes its mind
 * between (DNS rebinding) changes nothing.
 */
export function createOutgoing({ config, resolve = ofThisMachine, log }: OutgoingOptions): Outgoing {
  const rules: OutgoingRules = { allowed: hostList(config.allowedHosts), http: hostList(config.allowHttp) }

  /** @throws Error when the name leads nowhere, or anywhere it may not */
  async function addressesOf({ host }: CheckedUrl, signal: AbortSignal): Promise<readonly string[]> {
    if (isIP(host) !== 0) return [host]
    const addresses = await orAborted(resolve(host), signal)
    const allowed = (address: string): boolean => {
      const kind = addressKind(address)
      return kind === 'public' || rules.allowed.hasAddress(address) || (kind === 'inner' && rules.allowed.hasName(host))
    }
    if (addresses.length === 0 || !addresses.every(allowed)) throw new Error('no address that is allowed')
    return addresses
  }

  async function send(hop: Hop, checked: CheckedUrl, signal: AbortSignal): Promise<IncomingMessage> {
    const addresses = await addressesOf(checked, signal)
    const { method, headers, body } = hop
    return sendPinned({ ...checked, addresses, method, headers, body, signal })
  }

  async function exchange(first: Hop, checked: CheckedUrl, request: OutgoingRequest): Promise<Response> {
    const { timeoutMs = 10_000, maxBytes = 1 << 20, types, redirects = 0, answer = 'whole' } = request
    const timeout = AbortSignal.timeout(timeoutMs)
    const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout
    let hop = first
    let message = await send(hop, checked, signal)
    for (let left = redirects; ; left -= 1) {
      const { statusCode: status = 0, headers } = message
      if (redirects === 0 || !redirectStatus.includes(status) || headers.location === undefined) break
      message.destroy()
      if (left === 0) throw new Error('too many redirects')
      hop = followRedirect(hop, status, headers.location)
      message = await send(hop, checkUrl(hop.url, rules), signal)
    }
    let streams = false
    try {
      const response = await responseOf(message, { maxBytes, types, answer, signal })
      streams = answer === 'stream' && response.body !== null
      return response
    } finally {
      if (!streams) message.destroy()
    }
  }

  return {
    async fetch(url, request = {}) {
      const checked = checkUrl(url, rules)
      try {
        return await exchange(hopOf(checked, request), checked, request)
      } catch (error) {
        log.debug({ why: reasonOf(error) }, 'a request to an address outside failed')
        throw failed()
      }
    },
    async check(url) {
      const checked = checkUrl(url, rules)
      await addressesOf(checked, AbortSignal.timeout(10_000)).catch(() => {
        throw failed()
      })
    },
    refusal(url) {
      try {
        checkUrl(url, rules)
        return undefined
      } catch (error) {
        if (error instanceof AttuneError) return error
        throw error
      }
    },
    allowing(url) {
      const own = new URL(url)
      const host = hostOf(own)
      return createOutgoing({
        config: {
          allowedHosts: [...config.allowedHosts, host],
          allowHttp: own.protocol === 'http:' ? [...config.allowHttp, host] : config.allowHttp,
        },
        resolve,
        log,
      })
    },
  }
}

function hopOf({ url }: CheckedUrl, { method = 'GET', headers = {}, body }: OutgoingRequest): Hop {
  const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  const form = body instanceof URLSearchParams ? { 'content-type': 'application/x-www-form-urlencoded' } : {}
  return {
    url: url.href,
    method,
    headers: { 'user-agent': `Attune/${version}`, 'accept-encoding': acceptEncoding, ...form, ...named },
    body: body === undefined ? undefined : body instanceof Uint8Array ? body : Buffer.from(String(body)),
  }
}

async function responseOf(
  message: IncomingMessage,
  {
    maxBytes,
    types,
    answer,
    signal,
  }: Required<Pick<OutgoingRequest, 'maxBytes' | 'answer'>> & {
    readonly types: readonly string[] | undefined
    readonly signal: AbortSignal
  },
): Promise<Response> {
  const { statusCode: status = 0, headers } = message
  if (status < 200 || status > 599) throw new Error('no final status')
  const type = headers['content-type'] ?? ''
  const essence = type.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const hasBody = answer !== 'head' && !bodiless.includes(status)
  if (hasBody && status < 300 && types && !types.includes(essence)) throw new Error('another media type')
  if (Number(headers['content-length'] ?? 0) > maxBytes && hasBody) throw new Error('too large')
  const wait = headers['retry-after']
  const kept = {
    ...(type === '' ? {} : { 'content-type': type }),
    ...(wait === undefined ? {} : { 'retry-after': wait }),
  }
  if (!hasBody) return new Response(null, { status, headers: kept })
  const body =
    answer === 'stream' ? streamBounded(message, maxBytes, signal) : await readBounded(message, maxBytes, signal)
  return new Response(body, { status, headers: kept })
}

/** Names cannot be un-asked; what comes too late is not waited for. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    work.then(resolve, reject)
  })
}

/** A code or our own words: the messages of others may hold addresses. */
function reasonOf(error: unknown): string {
  if (error instanceof AttuneError) return error.code
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
