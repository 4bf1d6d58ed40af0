import type { Logger } from 'pino'

/** Facts of each workspace that take long to read. */
export interface KeptFacts<Facts> {
  /** Waits for the first reading; later ones are made beside the answer, which is the last one meanwhile. */
  of(workspace: string): Promise<Facts>
  /** Drops what is kept; of a reading under way nothing is kept either. */
  forget(workspace: string): void
  settled(): Promise<void>
  close(): void
}

/**
 * @param stampOf facts with another stamp than now are read again
 * @param what for the log
 */
export function createKeptFacts<Facts>(options: {
  readonly read: (workspace: string) => Promise<Facts>
  readonly stampOf: (workspace: string) => string
  readonly what: string
  readonly log: Logger
}): KeptFacts<Facts> {
  const { read, stampOf, what, log } = options
  const kept = new Map<string, { readonly facts: Facts; readonly stamp: string }>()
  const reading = new Map<string, Promise<Facts>>()
  const outdated = new Set<string>()
  let closed = false

  function readNow(workspace: string): Promise<Facts> {
    const under = reading.get(workspace)
    if (under) return under
    // Before it is read: what changes meanwhile is read the next time.
    const stamp = stampOf(workspace)
    const now = read(workspace)
      .then((facts) => {
        if (!closed && !outdated.has(workspace)) kept.set(workspace, { facts, stamp })
        return facts
      })
      .finally(() => {
        reading.delete(workspace)
        outdated.delete(workspace)
      })
    reading.set(workspace, now)
    return now
  }

  return {
    async of(workspace) {
      const last = kept.get(workspace)
      if (last === undefined) return readNow(workspace)
      if (last.stamp !== stampOf(workspace) && !closed)
        readNow(workspace).catch((error: unknown) => log.error({ err: error }, `${what} could not be read again`))
      return last.facts
    },
    forget(workspace) {
      kept.delete(workspace)
      if (reading.has(workspace)) outdated.add(workspace)
    },
    async settled() {
      await Promise.allSettled(reading.values())
    },
    close() {
      closed = true
      kept.clear()
    },
  }
}
