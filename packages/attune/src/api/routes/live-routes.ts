import type { Attune } from '../../attune.ts'
import type { App } from '../app.ts'
import { eventStreams } from '../event-streams.ts'
import { liveEventOf, refusedOf } from '../live-line.ts'
import type { LiveEvent } from '../schemas/collect.ts'
import { eventFor } from '../without-personal.ts'

interface Reader {
  /** Until when personal data may be shown: for good, or while a break-glass lasts. */
  readonly personalUntil: number
}

/** `GET /v1/live`: what arrives and what is refused, as server-sent events `event`, `refused` and `skipped`. */
export async function liveRoutes(app: App, attune: Attune): Promise<void> {
  const streams = eventStreams<Reader>(app, attune, { linesPerSecond: 40 })

  attune.collector.onStored(({ events, quarantine }) => {
    for (const { workspace, about, send } of streams) {
      const tell = (line: LiveEvent): void => send(line.kind, line)
      for (const row of events) if (row.workspace === workspace) tell(liveEventOf(attune, row))
      const personal = attune.clock() < about.personalUntil
      for (const row of quarantine)
        if (row.workspace === workspace) tell(eventFor({ personal }, refusedOf(attune, row)))
    }
  })

  app.get(
    '/v1/live',
    {
      config: { scopes: ['read'], can: 'people.read', queue: false },
      schema: { tags: ['collect'], summary: 'Live stream of events (server-sent events)' },
    },
    (request, reply) => {
      const { session, personal, permissions } = request.auth
      streams.open(request, reply, {
        personalUntil: !personal ? 0 : permissions.includes('personal.see') ? Infinity : (session?.personalUntil ?? 0),
      })
    },
  )
}
