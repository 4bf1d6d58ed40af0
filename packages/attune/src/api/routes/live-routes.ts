import type { ServerResponse } from 'node:http'
import type { Attune } from '../../attune.ts'
import type { App } from '../app.ts'
import { liveEventOf, refusedOf } from '../live-line.ts'
import type { LiveEvent } from '../schemas/collect.ts'

/** A reader sees at most this many lines a second; the rest is counted and told as `skipped`. */
const linesPerSecond = 40
const heartbeatMs = 15_000

interface Reader {
  readonly workspace: string
  readonly keyId: string
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
      for (const row of quarantine) if (row.workspace === reader.workspace) send(reader, refusedOf(attune, row))
    }
  })

  // The key was looked at when the stream began; a stream may outlast it.
  attune.keys.onRevoked((id) => {
    for (const reader of readers)
      if (reader.keyId === id) {
        readers.delete(reader)
        reader.response.end()
      }
  })

  const heartbeat = setInterval(() => {
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
      config: { scopes: ['read'] },
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
      const { workspace, keyId } = request.auth
      const reader: Reader = { workspace, keyId, response, second: 0, lines: 0, skipped: 0 }
      readers.add(reader)
      request.raw.on('close', () => readers.delete(reader))
    },
  )
}
