import type { Attune } from '../attune.ts'
import type { App } from './app.ts'
import { type EventStreams, eventStreams } from './event-streams.ts'
import { featuresView } from './routes/flags-routes.ts'

/** A timer holds no more than 24 days; one that comes early looks again. */
const longestMs = 86_400_000

/** Streams of flags: readers hear the present state after every change, also where a block of time of a switchback begins. */
export function featureStreams(app: App, attune: Attune): Pick<EventStreams<null>, 'open'> {
  const { flags, clock } = attune
  const streams = eventStreams<null>(app, attune, { linesPerSecond: 5 })
  const tell = (workspace: string): void => {
    for (const stream of streams)
      if (stream.workspace === workspace) stream.sendLatest('features', featuresView(flags.features(workspace)))
  }
  let timer: NodeJS.Timeout | undefined
  // One timer for all: at the next moment that moves the flags of anybody who listens.
  function plan(): void {
    clearTimeout(timer)
    const changes = [...new Set([...streams].map(({ workspace }) => workspace))].flatMap((workspace) => {
      const at = flags.nextChangeAt(workspace)
      return at === null ? [] : [{ workspace, at }]
    })
    if (changes.length === 0) return
    const wait = Math.min(...changes.map(({ at }) => at)) - clock()
    timer = setTimeout(
      () => {
        for (const { workspace, at } of changes) if (at <= clock()) tell(workspace)
        plan()
      },
      Math.min(longestMs, Math.max(1, wait)),
    )
    timer.unref()
  }
  flags.onChange((workspace) => {
    tell(workspace)
    plan()
  })
  app.addHook('preClose', async () => clearTimeout(timer))
  return {
    open(request, reply, about) {
      streams.open(request, reply, about)
      plan()
    },
  }
}
