import { createServer, type Server } from 'node:http'

export interface RedirectOptions {
  readonly host: string
  readonly port: number
  /** Of the server that speaks TLS. */
  readonly httpsPort: number
  /** Milliseconds for a whole request. */
  readonly requestMs: number
  readonly connections: number
}

/** A name or address as it may stand in an address; anything else would write the address for whoever asks. */
const hostname = /^(?:[a-z0-9](?:[a-z0-9.-]{0,252})|\[[0-9a-f:]{2,45}\])$/i

function nameIn(host: string | undefined): string | undefined {
  const name = host?.replace(/:\d{1,5}$/, '')
  return name !== undefined && hostname.test(name) ? name : undefined
}

/**
 * A plain port that serves nothing: browsers are sent to the same address over https, anything else is refused. What was
 * sent here in clear is not passed on.
 */
export function redirectToHttps({ host, port, httpsPort, requestMs, connections }: RedirectOptions): Promise<Server> {
  const server = createServer(
    { requestTimeout: requestMs, headersTimeout: requestMs, maxHeaderSize: 16_384 },
    ({ method, url = '/', headers }, response) => {
      const name = nameIn(headers.host)
      response.setHeader('connection', 'close')
      if ((method === 'GET' || method === 'HEAD') && name !== undefined && url.startsWith('/')) {
        const authority = httpsPort === 443 ? name : `${name}:${httpsPort}`
        response.writeHead(308, { location: `https://${authority}${url}` }).end()
        return
      }
      const problem = {
        type: 'about:blank',
        title: 'Forbidden',
        status: 403,
        code: 'https-only',
        detail: 'Ask over https. If a key or password went along, it was readable on the way: replace it.',
      }
      response.writeHead(403, { 'content-type': 'application/problem+json; charset=utf-8' })
      response.end(JSON.stringify(problem))
    },
  )
  server.maxConnections = connections
  server.keepAliveTimeout = 1
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () => {
      server.off('error', reject)
      resolve(server)
    })
  })
}
