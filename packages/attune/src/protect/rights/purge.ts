import type { Logger } from 'pino'
import type { ErasureSource } from './erase-person.ts'
import { carryOut, isUnderWay } from './erase-person.ts'
import { forgetInModels } from './forget-in-models.ts'
import { type PrivacyRequests, privacyRequests, type UnfinishedErasure } from './privacy-requests.ts'

/**
 * Brings erasures to their end in the background. First models that can are changed, in seconds and not behind what takes
 * longer; then the bytes on disk go, and the other models are trained anew. What is popular is a sum over everybody and stays.
 */
export interface Purge {
  /** Begins, or joins what has not begun yet; resolves when all that was erased so far is gone everywhere. */
  start(): Promise<void>
  /**
   * Finishes what a stop of the process or a failure broke off; one that fails again does not keep the others waiting.
   *
   * @throws the first failure, after all were tried
   */
  resume(): Promise<void>
  /** Resumes in a few minutes, and again until nothing is left broken off. */
  retry(): void
  /** Resolves when nothing runs; failures were logged. */
  settled(): Promise<void>
}

/** A full disk or a file that is held by somebody is seldom mended within less. */
const retryMs = 300_000

export function createPurge(source: ErasureSource & { readonly log: Logger }): Purge {
  const requests = privacyRequests(source.state)
  const atOnce = joining(() => forgetInModels(source, requests), source.log)
  const afterwards = joining(async () => {
    await atOnce.start()
    await finish(source, requests)
  }, source.log)
  const start: Purge['start'] = async () => {
    // Behind nothing but itself; the rest waits for it and for its own turn.
    const forgotten = atOnce.start()
    await Promise.all([forgotten, afterwards.start()])
  }
  let waiting: NodeJS.Timeout | undefined
  const resume: Purge['resume'] = async () => {
    const failures: unknown[] = []
    for (const { workspace, id, targets } of requests.unfinished()) {
      if (targets.length === 0 || isUnderWay(source, id)) continue
      try {
        await carryOut(source, { workspace, id, targets, actor: 'system' })
      } catch (error) {
        source.log.error({ err: error, request: id }, 'an erasure that was broken off failed again')
        failures.push(error)
      }
    }
    await start()
    if (failures.length > 0) throw failures[0]
  }
  const retry = (): void => {
    waiting ??= setTimeout(() => {
      waiting = undefined
      resume().catch(retry)
    }, retryMs).unref()
  }
  return {
    start,
    resume,
    retry,
    settled() {
      clearTimeout(waiting)
      waiting = undefined
      return Promise.all([atOnce.settled(), afterwards.settled()]).then(() => {})
    },
  }
}

async function finish(source: ErasureSource & { readonly log: Logger }, requests: PrivacyRequests): Promise<void> {
  const { events, state, models, sentiment, textLabels, clock, log } = source
  const done = requests.unfinished().filter(({ targets, forgotten }) => targets.length === 0 && forgotten)
  if (done.length === 0) return
  await events.compact()
  // The write-ahead log holds pages as they were.
  state.raw.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  for (const [workspace, erased] of Map.groupBy(done, (request) => request.workspace)) {
    const dueIn = (request: UnfinishedErasure) => request.models.filter(({ state: now }) => now === 'scheduled')
    for (const name of new Set(erased.flatMap(dueIn).map((model) => model.name))) {
      const unlearnt = await models.unlearn(workspace, name)
      const at = new Date(clock()).toISOString()
      for (const request of erased) {
        const before = dueIn(request).find((model) => model.name === name)
        // How far it had come at once stays said.
        if (before)
          requests.unlearnt(workspace, [request.id], { ...before, ...unlearnt, exactness: before.exactness, at })
      }
    }
    await sentiment.relearn(workspace)
    await textLabels.relearn(workspace)
    requests.purged(
      workspace,
      erased.map(({ id }) => id),
      clock(),
    )
  }
  log.info({ erasures: done.length }, 'what was erased is gone from files and models')
}

/** Work of which one run goes at a time; whoever asks while one runs shares the next. */
function joining(work: () => Promise<void>, log: Logger): Pick<Purge, 'start' | 'settled'> {
  let next: Promise<void> | undefined
  let running: Promise<void> = Promise.resolve()
  return {
    start() {
      next ??= running.then(() => {
        next = undefined
        return work()
      })
      running = next.catch((error: unknown) =>
        log.error(
          { err: error },
          'an erasure could not be brought to its end; the next one or the next start tries again',
        ),
      )
      return next
    },
    settled: () => running,
  }
}
