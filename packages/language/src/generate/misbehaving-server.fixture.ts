import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the server does with a request. */
export type Behaviour =
  /** A good answer; in pieces of a few signs where a stream is asked for. */
  | {
      readonly kind: 'answer'
      readonly text: string | ((body: ChatBody) => string)
      readonly finish?: string
      readonly usage?: false
    }
  /** Waits before it answers well. */
  | { readonly kind: 'slow'; readonly ms: number; readonly text: string }
  | {
      readonly kind: 'status'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
    }
  | { readonly kind: 'wrong-json' }
  | { readonly kind: 'no-json' }
  /** 200, and an error where the answer should be. */
  | { readonly kind: 'error-inside' }
  | { readonly kind: 'no-choices' }
  /** Far more than was asked for. */
  | { readonly kind: 'huge'; readonly bytes: number }
  /** Begins well and drops the connection. */
  | { readonly kind: 'half'; readonly text: string }
  /** Ends a stream politely, without saying that it ended. */
  | { readonly kind: 'no-end'; readonly text: string }
  /** An error in the middle of a stream. */
  | { readonly kind: 'error-in-stream'; readonly text: string }
  | { readonly kind: 'hang-after-headers' }
  | { readonly kind: 'drop' }
  /** Wants a tool called. */
  | { readonly kind: 'tool-call' }

export interface ChatBody {
  readonly model: string
  readonly stream?: boolean
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  readonly response_format?: unknown
  readonly max_tokens?: number
}

export interface MisbehavingServer {
  /** For `baseUrl`. */
  readonly url: string
  readonly port: number
  /** What came in, as it came. */
  readonly requests: readonly { readonly body: ChatBody; readonly headers: IncomingMessage['headers'] }[]
  /** One after the other; the last one goes on. */
  behave(...behaviours: readonly Behaviour[]): void
  close(): Promise<void>
}

/** A server with the interface of OpenAI's chat completions that misbehaves on demand. */
export async function misbehavingServer(...first: readonly Behaviour[]): Promise<MisbehavingServer> {
  let queue = [...first]
  const requests: { body: ChatBody; headers: IncomingMessage['headers'] }[] = []
  const timers = new Set<NodeJS.Timeout>()

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = ''
    for await (const chunk of request) text += chunk
    const body = JSON.parse(text || '{}') as ChatBody
    requests.push({ body, headers: request.headers })
    const behaviour = (queue.length > 1 ? queue.shift() : queue[0]) ?? { kind: 'answer', text: 'pong' }
    answer(behaviour, body, response)
  }

  function answer(behaviour: Behaviour, body: ChatBody, response: ServerResponse): void {
    switch (behaviour.kind) {
      case 'answer': {
        const { text, finish = 'stop', usage } = behaviour
        good(response, body, typeof text === 'string' ? text : text(body), finish, usage)
        return
      }
      case 'slow': {
        const timer = setTimeout(() => good(response, body, behaviour.text, 'stop'), behaviour.ms)
        timers.add(timer)
        return
      }
      case 'status':
        response.writeHead(behaviour.status, { 'content-type': 'application/json', ...behaviour.headers })
        response.end(behaviour.body ?? JSON.stringify({ error: { message: 'no', type: 'x', code: null } }))
        return
      case 'wrong-json':
        json(response, { hello: 'world' })
        return
      case 'no-json':
        response.writeHead(200, { 'content-type': 'application/json' }).end('<html>Bad gateway</html>')
        return
      case 'error-inside':
        json(response, { error: { message: 'out of memory', type: 'server_error', code: 500 } })
        return
      case 'no-choices':
        json(response, { ...envelope(body), choices: [] })
        return
      case 'huge':
        good(response, body, 'x'.repeat(behaviour.bytes), 'stop')
        return
      case 'half':
        if (body.stream) {
          open(response)
          for (const piece of pieces(behaviour.text)) event(response, delta(body, piece))
        } else {
          response.writeHead(200, { 'content-type': 'application/json', 'content-length': '10000' })
          response.write('{"id":"1","choices":[{"message":{"role":"assistant","content":"')
        }
        setTimeout(() => response.destroy(), 20)
        return
      case 'no-end':
        open(response)
        for (const piece of pieces(behaviour.text)) event(response, delta(body, piece))
        response.end()
        return
      case 'error-in-stream':
        open(response)
        for (const piece of pieces(behaviour.text)) event(response, delta(body, piece))
        event(response, { error: { message: 'out of memory', type: 'server_error', code: 500 } })
        response.end('data: [DONE]\n\n')
        return
      case 'hang-after-headers':
        response.writeHead(200, { 'content-type': body.stream ? 'text/event-stream' : 'application/json' })
        response.flushHeaders()
        return
      case 'drop':
        response.destroy()
        return
      case 'tool-call': {
        const call = {
          id: 'c1',
          type: 'function',
          function: { name: 'send_email', arguments: '{"to":"x@example.org"}' },
        }
        const message = { role: 'assistant', content: null, tool_calls: [{ index: 0, ...call }] }
        if (!body.stream) {
          json(response, { ...envelope(body), choices: [{ index: 0, message, finish_reason: 'tool_calls' }], usage })
          return
        }
        open(response)
        event(response, { ...envelope(body), choices: [{ index: 0, delta: message, finish_reason: null }] })
        event(response, { ...envelope(body), choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }], usage })
        response.end('data: [DONE]\n\n')
        return
      }
    }
  }

  const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    port,
    requests,
    behave(...behaviours) {
      queue = [...behaviours]
    },
    async close() {
      for (const timer of timers) clearTimeout(timer)
      server.closeAllConnections()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
}

const usage = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 }
const envelope = ({ model }: ChatBody) => ({ id: 'chat-1', object: 'chat.completion', created: 1, model })
const delta = (body: ChatBody, content: string) => ({
  ...envelope(body),
  choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }],
})
const pieces = (text: string): readonly string[] =>
  text.match(text.length > 10_000 ? /[\s\S]{1,1000}/g : /[\s\S]{1,7}/g) ?? []

function good(response: ServerResponse, body: ChatBody, text: string, finish: string, counted?: false): void {
  const told = counted === false ? {} : { usage }
  if (!body.stream) {
    const message = { role: 'assistant', content: text }
    json(response, { ...envelope(body), choices: [{ index: 0, message, finish_reason: finish }], ...told })
    return
  }
  open(response)
  for (const piece of pieces(text)) event(response, delta(body, piece))
  event(response, { ...envelope(body), choices: [{ index: 0, delta: {}, finish_reason: finish }], ...told })
  response.end('data: [DONE]\n\n')
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

function open(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
}

function event(response: ServerResponse, value: unknown): void {
  response.write(`data: ${JSON.stringify(value)}\n\n`)
}
