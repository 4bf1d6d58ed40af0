import type { ServerResponse } from 'node:http'
import type { Attune } from '../../attune.ts'
import type { App } from '../app.ts'
import { liveEventOf, refusedOf } from '../live-line.ts'
import type { LiveEvent } from '../schemas/collect.ts'
import { eventFor } from '../without-personal.ts'

/** A reader sees at most this many lines a second; the rest is counted and told as `skipped`. */
const linesPerSecond = 40
const heartbeatMs = 15_000

interface Reader {
  readonly workspace: string
  /** Id of the key or the session it was opened with. */
  readonly credential: string
  /** Until when personal data may be shown: for good, or while a break-glass lasts. */
  readonly personalUntil: number
  readonly endsAt: number
  readonly response: ServerResponse
  second: number
  lines: number
  skipped: number
}

/** `GET /v1/live`: what arrives and what is refused, as server-sent events `event`, `refused` and `skipped`. */
export async function liveRoutes(app: App, attune: Attune): Promise<void> {
  const readers = new Set<Reader>()

  const send = (reader: Reader, line: LiveEvent): void => {
    const second = Math.floor(performance.now() / 1000)
    if (second !== reader.second) {
      if (reader.skipped > 0) reader.response.write(`event: skipped\ndata: {"count":${reader.skipped}}\n\n`)
      reader.second = second
      reader.lines = 0
      reader.skipped = 0
    }
    // A reader that does not keep up must not make the server hold its backlog.
    if (reader.lines >= linesPerSecond || reader.response.writableNeedDrain) {
      reader.skipped += 1
      return
    }
    reader.lines += 1
    reader.response.write(`event: ${line.kind}\ndata: ${JSON.stringify(line)}\n\n`)
  }

  attune.collector.onStored(({ events, quarantine }) => {
    if (readers.size === 0) return
    for (const reader of readers) {
      for (const row of events) if (row.workspace === reader.workspace) send(reader, liveEventOf(attune, row))
      const personal = attune.clock() < reader.personalUntil
      for (const row of quarantine)
        if (row.workspace === reader.workspace) send(reader, eventFor({ personal }, refusedOf(attune, row)))
    }
  })

  // The key or session was looked at when the stream began; a stream may outlast it.
  const endWhere = (over: (reader: Reader) => boolean): void => {
    for (const reader of readers)
      if (over(reader)) {
        readers.delete(reader)
        reader.response.end()
      }
  }
  attune.keys.onRevoked((id) => endWhere(({ credential }) => credential === id))
  attune.access.sessions.onEnded((id) => endWhere(({ credential }) => credential === id))

  const heartbeat = setInterval(() => {
    const now = attune.clock()
    const expired = (reader: Reader): boolean =>
      attune.keys
        .list(reader.workspace)
        .some(({ id, expiresAt }) => id === reader.credential && expiresAt !== null && expiresAt <= now)
    endWhere((reader) => reader.endsAt <= now || expired(reader))
    for (const { response } of readers) response.write(': still here\n\n')
  }, heartbeatMs)
  heartbeat.unref()
  app.addHook('preClose', async () => {
    clearInterval(heartbeat)
    for (const { response } of readers) response.end()
  })

  app.get(
    '/v1/live',
    {
      config: { scopes: ['read'], can: 'people.read', queue: false },
      schema: { tags: ['collect'], summary: 'Live stream of events (server-sent events)' },
    },
    (request, reply) => {
      reply.hijack()
      const response = reply.raw
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      response.write(': welcome\n\n')
      const { workspace, keyId, session, personal, permissions } = request.auth
      const reader: Reader = {
        workspace,
        credential: session?.id ?? keyId,
        personalUntil: !personal ? 0 : permissions.includes('personal.see') ? Infinity : (session?.personalUntil ?? 0),
        // A stream keeps no session alive; the console opens another as long as somebody is there.
        endsAt: session?.endsAt ?? Infinity,
        response,
        second: 0,
        lines: 0,
        skipped: 0,
      }
      readers.add(reader)
      request.raw.on('close', () => readers.delete(reader))
    },
  )
}
