import type { ClientStorage } from './storage.ts'

/** One thing to send: an event of a batch, or a request of its own (`path`). Carries its messageId, so that sending twice counts once. */
export interface Entry {
  readonly path?: string
  readonly body: { readonly messageId: string } & Record<string, unknown>
}

/** Where a choice about consent goes. It is sent before any event, which may depend on it, and never gives way. */
export const consentPath = '/v1/consent'
const isEvent = ({ path }: Entry): boolean => path !== consentPath

/** What waits to be sent: choices, then events, each oldest first; bounded, and kept across page loads. */
export interface Queue {
  readonly entries: readonly Entry[]
  /** Returns what had to give way: the oldest events beyond the bound. */
  add(entry: Entry): readonly Entry[]
  /** Takes out what was sent or refused, by messageId. */
  settle(messageIds: ReadonlySet<string>): void
}

/**
 * Each entry lies in the storage under a key of its own: one more event writes one entry, however many wait. Entries that
 * other tabs or earlier pages left are taken over where they lie (doubles carry the same messageId).
 *
 * @param prefix storage prefix of the client's key
 * @param own name of this tab's entries
 */
export function createQueue(storage: ClientStorage, prefix: string, own: string, bound: number): Queue {
  const keyOf = new WeakMap<Entry, string>()
  // Numbers of equal length, so that keys sort as they were made; the dash of choices sorts before the digits of a time.
  let next = 1e6
  let entries: Entry[] = (attempt(() => storage.keys()) ?? [])
    .filter((key) => key.startsWith(`${prefix}queue.`))
    .sort()
    .flatMap((key) => {
      const entry = attempt(() => JSON.parse(storage.get(key) ?? '') as Entry)
      if (typeof entry?.body?.messageId !== 'string') {
        attempt(() => storage.remove(key))
        return []
      }
      keyOf.set(entry, key)
      return [entry]
    })
  giveWay()

  function forget(entry: Entry): void {
    const key = keyOf.get(entry)
    if (key) attempt(() => storage.remove(key))
  }

  function giveWay(): readonly Entry[] {
    const choices = entries.length - entries.filter(isEvent).length
    const dropped = entries.splice(choices, Math.max(0, entries.length - choices - bound))
    dropped.forEach(forget)
    return dropped
  }

  return {
    get entries() {
      return entries
    },
    add(entry) {
      const event = isEvent(entry)
      const key = `${prefix}queue.${event ? '' : '-'}${entry.body.timestamp}.${own}.${next++}`
      attempt(() => storage.set(key, JSON.stringify(entry)))
      keyOf.set(entry, key)
      const firstEvent = event ? -1 : entries.findIndex(isEvent)
      entries.splice(firstEvent < 0 ? entries.length : firstEvent, 0, entry)
      return giveWay()
    },
    settle(messageIds) {
      entries = entries.filter((entry) => {
        const settled = messageIds.has(entry.body.messageId)
        if (settled) forget(entry)
        return !settled
      })
    },
  }
}

/** A full or forbidden storage must never break the page: the queue goes on in memory. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
