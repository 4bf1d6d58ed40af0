import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Attune } from '../attune.ts'
import type { App } from './app.ts'

const heartbeatMs = 15_000

/** One open stream of server-sent events; `about` is what its route wants to know of it. */
export interface EventStream<About> {
  readonly workspace: string
  readonly about: About
  /** Leaves out what is too much for the reader; how many lines that were is told as `skipped`. */
  send(event: string, data: object): void
  /** For a state, of which only the last counts: what is too much for now is sent later, unless a newer one takes its place. */
  sendLatest(event: string, data: object): void
}

/** The open streams of a route. */
export interface EventStreams<About> extends Iterable<EventStream<About>> {
  /** Answers a request with a stream. */
  open(request: FastifyRequest, reply: FastifyReply, about: About): void
}

interface Reader<About> extends EventStream<About> {
  /** Id of the key or the session it was opened with. */
  readonly credential: string
  readonly endsAt: number
  beat(): void
  end(): void
}

/**
 * Streams of server-sent events. A key or session is looked at when a stream begins, which may outlast it: a stream ends when
 * they do, and where `isOver` says so at a heartbeat.
 *
 * @param linesPerSecond a reader sees at most so many
 */
export function eventStreams<About>(
  app: App,
  attune: Pick<Attune, 'keys' | 'access' | 'clock'>,
  {
    linesPerSecond,
    isOver = () => false,
  }: { readonly linesPerSecond: number; readonly isOver?: (stream: EventStream<About>) => boolean },
): EventStreams<About> {
  const readers = new Set<Reader<About>>()
  const endWhere = (over: (reader: Reader<About>) => boolean): void => {
    for (const reader of readers)
      if (over(reader)) {
        readers.delete(reader)
        reader.end()
      }
  }
  attune.keys.onRevoked((id) => endWhere(({ credential }) => credential === id))
  attune.access.sessions.onEnded((id) => endWhere(({ credential }) => credential === id))

  const heartbeat = setInterval(() => {
    const now = attune.clock()
    const expired = ({ workspace, credential }: Reader<About>): boolean =>
      attune.keys
        .list(workspace)
        .some(({ id, expiresAt }) => id === credential && expiresAt !== null && expiresAt <= now)
    endWhere((reader) => reader.endsAt <= now || expired(reader) || isOver(reader))
    for (const reader of readers) reader.beat()
  }, heartbeatMs)
  heartbeat.unref()
  app.addHook('preClose', async () => {
    clearInterval(heartbeat)
    for (const reader of readers) reader.end()
  })

  return {
    [Symbol.iterator]: () => readers.values(),
    open(request, reply, about) {
      reply.hijack()
      const response = reply.raw
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      response.write(': welcome\n\n')
      const { workspace, keyId, session } = request.auth
      let second = 0
      let lines = 0
      let skipped = 0
      let waiting: { readonly event: string; readonly data: object } | undefined
      let again: NodeJS.Timeout | undefined
      const write = (event: string, data: object): void => {
        lines += 1
        response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
      }
      function hasRoom(): boolean {
        const now = Math.floor(performance.now() / 1000)
        if (now !== second) {
          if (skipped > 0) response.write(`event: skipped\ndata: {"count":${skipped}}\n\n`)
          second = now
          lines = 0
          skipped = 0
        }
        // A reader that does not keep up must not make the server hold its backlog.
        return lines < linesPerSecond && !response.writableNeedDrain
      }
      function writeLatest(): void {
        if (waiting === undefined) return
        if (hasRoom()) {
          write(waiting.event, waiting.data)
          waiting = undefined
          return
        }
        // The timer that is there already goes on: many changes must not put it off for ever.
        again ??= setTimeout(() => {
          again = undefined
          writeLatest()
        }, 1000)
        again.unref()
      }
      const forget = (): void => {
        waiting = undefined
        clearTimeout(again)
      }
      const reader: Reader<About> = {
        workspace,
        about,
        credential: session?.id ?? keyId,
        // A stream keeps no session alive; the console opens another as long as somebody is there.
        endsAt: session?.endsAt ?? Number.POSITIVE_INFINITY,
        send(event, data) {
          if (hasRoom()) write(event, data)
          else skipped += 1
        },
        sendLatest(event, data) {
          waiting = { event, data }
          writeLatest()
        },
        beat: () => void response.write(': still here\n\n'),
        end() {
          forget()
          response.end()
        },
      }
      readers.add(reader)
      request.raw.on('close', () => {
        forget()
        readers.delete(reader)
      })
    },
  }
}
