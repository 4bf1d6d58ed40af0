import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { unknownSegment } from '../../segments/workspace-segments.ts'
import type { App } from '../app.ts'
import { eventStreams } from '../event-streams.ts'
import { segmentIdSchema } from '../schemas/segments.ts'

interface Reader {
  readonly segmentId: string
}

/** `GET /v1/segments/:id/stream`: who enters and leaves, as server-sent events `entered`, `left` and `skipped`. */
export async function segmentsStream(app: App, attune: Attune): Promise<void> {
  const streams = eventStreams<Reader>(app, attune, {
    linesPerSecond: 500,
    isOver: ({ workspace, about }) => attune.segments.get(workspace, about.segmentId) === undefined,
  })

  attune.segments.onChange((workspace, changes) => {
    for (const stream of streams) {
      if (stream.workspace !== workspace) continue
      for (const { segmentId, personId, entered, at } of changes)
        if (segmentId === stream.about.segmentId)
          stream.send(entered ? 'entered' : 'left', { segmentId, personId, at: new Date(at).toISOString() })
    }
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
    async (request, reply) => {
      const { id } = request.params
      if (attune.segments.get(request.auth.workspace, id) === undefined) throw unknownSegment()
      streams.open(request, reply, { segmentId: id })
    },
  )
}
