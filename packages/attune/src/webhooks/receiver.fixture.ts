import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ConfigInput } from '../config/schema.ts'

export interface Heard {
  readonly headers: Record<string, string>
  readonly body: string
  readonly id: string
  readonly message: { readonly type: string; readonly data: Record<string, unknown> }
}

export interface Receiver {
  readonly url: string
  readonly heard: Heard[]
  /** What it answers; null: nothing at all. Default 204. */
  answer: (heard: Heard) => number | null
  close(): Promise<void>
}

/** Without TLS on this computer, where a configuration allows it. */
export const localReceivers: NonNullable<ConfigInput['protect']> = {
  outgoing: { allowedHosts: ['127.0.0.1'], allowHttp: ['127.0.0.1'] },
}

/** Somebody who is told of events, on a free port of this computer. */
export async function openReceiver(): Promise<Receiver> {
  const heard: Heard[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const headers = request.headers as Record<string, string>
    const one: Heard = { headers, body, id: headers['webhook-id'] ?? '', message: JSON.parse(body) }
    heard.push(one)
    const status = receiver.answer(one)
    if (status !== null) response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    heard,
    answer: () => 204,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return receiver
}
