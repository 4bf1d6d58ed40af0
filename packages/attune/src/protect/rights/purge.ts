import type { Logger } from 'pino'
import type { ErasureSource } from './erase-person.ts'
import { carryOut } from './erase-person.ts'
import { privacyRequests } from './privacy-requests.ts'

/** Brings erasures to their end in the background: the bytes on disk, and the models. What is popular is a sum over everybody and stays. */
export interface Purge {
  /** Begins, or joins what has not begun yet; resolves when all that was erased so far is gone everywhere. */
  start(): Promise<void>
  /** Finishes what a stop of the process broke off. */
  resume(): Promise<void>
  /** Resolves when nothing runs; failures were logged. */
  settled(): Promise<void>
}

export function createPurge(source: ErasureSource & { readonly log: Logger }): Purge {
  const requests = privacyRequests(source.state)
  let next: Promise<void> | undefined
  let running: Promise<void> = Promise.resolve()

  async function run(): Promise<void> {
    next = undefined
    const done = requests.unfinished().filter(({ targets }) => targets.length === 0)
    if (done.length === 0) return
    const { events, state, models, clock, log } = source
    await events.compact()
    // The write-ahead log holds pages as they were.
    state.raw.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    const since = new Map<string, Set<string>>()
    for (const { workspace, id } of done) {
      const names = since.get(workspace) ?? new Set()
      for (const name of requests.find(workspace, id)?.receipt?.receipt.models ?? []) names.add(name)
      since.set(workspace, names)
    }
    for (const [workspace, names] of since) for (const name of names) await models.unlearn(workspace, name)
    const byWorkspace = Map.groupBy(done, ({ workspace }) => workspace)
    for (const [workspace, erased] of byWorkspace)
      requests.purged(
        workspace,
        erased.map(({ id }) => id),
        clock(),
      )
    log.info({ erasures: done.length }, 'what was erased is gone from files and models')
  }

  const start: Purge['start'] = () => {
    next ??= running.then(run)
    running = next.catch((error: unknown) =>
      source.log.error(
        { err: error },
        'an erasure could not be brought to its end; the next one or the next start tries again',
      ),
    )
    return next
  }
  return {
    start,
    settled: () => running,
    async resume() {
      for (const { workspace, id, targets } of requests.unfinished())
        if (targets.length > 0) await carryOut(source, { workspace, id, targets, actor: 'system' })
      await start()
    },
  }
}
