import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'

const refusals: Readonly<Record<string, readonly [status: number, code: string, detail: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'head-too-large', 'The head of the request is too large.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'body-too-large', 'The extensions of the chunks are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'request-too-slow', 'The request did not arrive in time.'],
}
const malformed = [400, 'malformed-request', 'This is not HTTP/1.1 as RFC 9112 has it.'] as const

/** What Node keeps at a connection: the answer in progress, and the request that is still being read. */
interface HttpSocket {
  readonly _httpMessage?: { readonly headersSent: boolean } | null
  readonly parser?: { readonly incoming?: { readonly complete: boolean } | null } | null
}

/** Whether the request that went wrong has an answer, or the beginning of one: it may be refused before its body is there. */
function isAnswered({ _httpMessage, parser }: HttpSocket): boolean {
  if (_httpMessage) return _httpMessage.headersSent
  return parser?.incoming?.complete === false
}

/**
 * Answers what is no request (malformed, too large or too slow to be one) and closes the connection: nobody can know
 * where the next request on it would begin. Nothing is said where an answer has begun already.
 */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  // No handshake, no reader.
  const unheard = error.code === 'ECONNRESET' || /^ERR_(SSL|TLS)_/.test(error.code ?? '')
  if (unheard || socket.destroyed || !socket.writable || isAnswered(socket as HttpSocket)) {
    socket.destroy()
    return
  }
  const [status, code, detail] = refusals[error.code ?? ''] ?? malformed
  const title = STATUS_CODES[status] ?? 'Error'
  const body = JSON.stringify({ type: 'about:blank', title, status, code, detail })
  socket.write(
    [
      `HTTP/1.1 ${status} ${title}`,
      'content-type: application/problem+json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  )
  socket.destroySoon()
}
