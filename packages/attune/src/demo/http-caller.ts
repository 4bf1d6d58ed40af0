import { Agent, request } from 'node:http'
import { attuneError } from '../errors.ts'

export interface HttpCaller {
  /** @throws AttuneError with the problem's code when the answer is not 2xx */
  call<Answer>(method: 'GET' | 'POST' | 'PUT', path: string, key: string, body?: unknown): Promise<Answer>
  close(): void
}

/** JSON over kept-alive connections: a whole shop's traffic from one thread. */
export function httpCaller(url: string, userAgent: string): HttpCaller {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const { hostname, port } = new URL(url)
  return {
    call<Answer>(method: string, path: string, key: string, body?: unknown) {
      const { promise, resolve, reject } = Promise.withResolvers<Answer>()
      const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body))
      const headers = {
        authorization: `Bearer ${key}`,
        'user-agent': userAgent,
        ...(payload && { 'content-type': 'application/json', 'content-length': payload.length }),
      }
      const outgoing = request({ agent, hostname, port, method, path, headers }, (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('error', reject)
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          const status = incoming.statusCode ?? 0
          if (status >= 200 && status < 300) resolve((text === '' ? undefined : JSON.parse(text)) as Answer)
          else reject(problemOf(status, text, path))
        })
      })
      outgoing.on('error', reject)
      outgoing.end(payload)
      return promise
    },
    close: () => agent.destroy(),
  }
}

function problemOf(status: number, text: string, path: string): Error {
  let problem: { code?: string; detail?: string } = {}
  try {
    problem = JSON.parse(text) as typeof problem
  } catch {
    // Not a problem document: the status has to do.
  }
  const said = problem.detail ?? `The server answered ${status}.`
  return attuneError(problem.code ?? 'request-failed', said, { status, details: { path } })
}
