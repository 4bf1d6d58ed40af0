import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { unknownSegment } from '../../segments/workspace-segments.ts'
import type { App } from '../app.ts'
import { segmentIdSchema } from '../schemas/segments.ts'

/** A reader that does not keep up is told how many it missed. */
const linesPerSecond = 500
const heartbeatMs = 15_000

interface Reader {
  readonly workspace: string
  readonly segmentId: string
  /** Id of the key or the session it was opened with. */
  readonly credential: string
  readonly endsAt: number
  readonly response: ServerResponse
  second: number
  lines: number
  skipped: number
}

/** `GET /v1/segments/:id/stream`: who enters and leaves, as server-sent events `entered`, `left` and `skipped`. */
export async function segmentsStream(app: App, attune: Attune): Promise<void> {
  const readers = new Set<Reader>()

  const send = (reader: Reader, event: 'entered' | 'left', data: object): void => {
    const second = Math.floor(performance.now() / 1000)
    if (second !== reader.second) {
      if (reader.skipped > 0) reader.response.write(`event: skipped\ndata: {"count":${reader.skipped}}\n\n`)
      reader.second = second
      reader.lines = 0
      reader.skipped = 0
    }
    if (reader.lines >= linesPerSecond || reader.response.writableNeedDrain) {
      reader.skipped += 1
      return
    }
    reader.lines += 1
    reader.response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  attune.segments.onChange((workspace, changes) => {
    for (const reader of readers) {
      if (reader.workspace !== workspace) continue
      for (const { segmentId, personId, entered, at } of changes)
        if (segmentId === reader.segmentId)
          send(reader, entered ? 'entered' : 'left', { segmentId, personId, at: new Date(at).toISOString() })
    }
  })

  // The key or session was looked at when the stream began; a stream may outlast it, and the segment too.
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
    const gone = ({ workspace, segmentId }: Reader): boolean => attune.segments.get(workspace, segmentId) === undefined
    endWhere((reader) => reader.endsAt <= now || expired(reader) || gone(reader))
    for (const { response } of readers) response.write(': still here\n\n')
  }, heartbeatMs)
  heartbeat.unref()
  app.addHook('preClose', async () => {
    clearInterval(heartbeat)
    for (const { response } of readers) response.end()
  })

  app.get(
    '/v1/segments/:id/stream',
    {
      config: { scopes: ['read'], can: 'people.read', queue: false },
      schema: {
        tags: ['segments'],
        summary: 'Who enters and leaves a segment, live (server-sent events)',
        params: z.object({ id: segmentIdSchema }),
      },
    },
    async ({ auth, params: { id }, raw }, reply) => {
      if (attune.segments.get(auth.workspace, id) === undefined) throw unknownSegment()
      reply.hijack()
      const response = reply.raw
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      response.write(': welcome\n\n')
      const reader: Reader = {
        workspace: auth.workspace,
        segmentId: id,
        credential: auth.session?.id ?? auth.keyId,
        endsAt: auth.session?.endsAt ?? Number.POSITIVE_INFINITY,
        response,
        second: 0,
        lines: 0,
        skipped: 0,
      }
      readers.add(reader)
      raw.on('close', () => readers.delete(reader))
    },
  )
}
