export interface SseMessage {
  /** `message` where the stream names none. */
  readonly event: string
  readonly data: string
}

/**
 * Reads a server-sent event stream piece by piece (WHATWG HTML, section 9.2.6): the pieces may be cut anywhere.
 * `id` and `retry` are not needed here and are passed over.
 *
 * @example
 * const parse = createSseParser()
 * parse('event: refused\ndata: {"a"') // → []
 * parse(':1}\n\n') // → [{ event: 'refused', data: '{"a":1}' }]
 */
export function createSseParser(): (piece: string) => readonly SseMessage[] {
  let rest = ''
  let event = ''
  let data: string[] = []
  return (piece) => {
    const messages: SseMessage[] = []
    const text = rest + piece
    let from = 0
    for (;;) {
      const end = /\r\n|\n|\r/g
      end.lastIndex = from
      const found = end.exec(text)
      // A carriage return at the very end may be the first half of CRLF.
      if (!found || (found[0] === '\r' && end.lastIndex === text.length)) break
      const line = text.slice(from, found.index)
      from = end.lastIndex
      if (line === '') {
        if (data.length > 0) messages.push({ event: event || 'message', data: data.join('\n') })
        event = ''
        data = []
        continue
      }
      const colon = line.indexOf(':')
      if (colon === 0) continue
      const field = colon < 0 ? line : line.slice(0, colon)
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
      if (field === 'event') event = value
      if (field === 'data') data.push(value)
    }
    rest = text.slice(from)
    return messages
  }
}
