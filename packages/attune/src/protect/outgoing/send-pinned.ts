import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'

export interface PinnedRequest {
  readonly url: URL
  /** Without brackets. */
  readonly host: string
  /** Checked: the connection goes to one of these, whatever the name leads to by now. */
  readonly addresses: readonly string[]
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
  readonly signal: AbortSignal
}

/** Agents of our own: the global ones keep connections that others opened, and may go through a proxy. */
const agents = {
  'http:': new HttpAgent({ keepAlive: false }),
  'https:': new HttpsAgent({ keepAlive: false, maxCachedSessions: 0 }),
}
const maxHeaderSize = 16_384

/** Sends one request; resolves when the head of the answer is there. */
export function sendPinned({
  url,
  host,
  addresses,
  method,
  headers,
  body,
  signal,
}: PinnedRequest): Promise<IncomingMessage> {
  const found = addresses.map((address) => ({ address, family: isIP(address) }))
  const lookup: LookupFunction = (_host, { all }, done) => {
    const [first] = found
    if (first === undefined) done(new Error('no address'), '')
    else if (all) done(null, found)
    else done(null, first.address, first.family)
  }
  return new Promise((resolve, reject) => {
    const secure = url.protocol === 'https:'
    const request = (secure ? httpsRequest : httpRequest)(
      {
        agent: agents[secure ? 'https:' : 'http:'],
        host,
        ...(url.port === '' ? {} : { port: Number(url.port) }),
        path: `${url.pathname}${url.search}`,
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-length': String(body.length) }) },
        lookup,
        maxHeaderSize,
        signal,
      },
      resolve,
    )
    request.on('error', reject)
    request.end(body)
  })
}
