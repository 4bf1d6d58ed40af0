import type { ClientStorage } from './storage.ts'

/** One thing to send: an event of a batch, or a request of its own (`path`). Carries its messageId, so that sending twice counts once. */
export interface Entry {
  readonly path?: string
  readonly body: { readonly messageId: string } & Record<string, unknown>
}

/** What waits to be sent, oldest first, bounded, and kept across page loads. */
export interface Queue {
  readonly entries: readonly Entry[]
  /** Returns what had to give way: the oldest beyond the bound. */
  add(entry: Entry): readonly Entry[]
  /** Takes out what was sent or refused, by messageId. */
  settle(messageIds: ReadonlySet<string>): void
}

/**
 * @param prefix storage prefix of the client's key
 * @param own name of this tab's queue; queues that other tabs or earlier pages left are taken over (doubles carry the same messageId)
 */
export function createQueue(storage: ClientStorage, prefix: string, own: string, bound: number): Queue {
  let entries: Entry[] = []
  const ownKey = `${prefix}queue.${own}`

  for (const key of attempt(() => storage.keys()) ?? []) {
    if (!key.startsWith(`${prefix}queue.`) || key === ownKey) continue
    const left = attempt(() => JSON.parse(storage.get(key) ?? '[]') as Entry[])
    if (Array.isArray(left)) entries.push(...left.filter((entry) => typeof entry?.body?.messageId === 'string'))
    attempt(() => storage.remove(key))
  }
  entries = entries.slice(-bound)
  save()

  function save(): void {
    attempt(() => (entries.length > 0 ? storage.set(ownKey, JSON.stringify(entries)) : storage.remove(ownKey)))
  }

  return {
    get entries() {
      return entries
    },
    add(entry) {
      entries.push(entry)
      const dropped = entries.splice(0, Math.max(0, entries.length - bound))
      save()
      return dropped
    },
    settle(messageIds) {
      entries = entries.filter((entry) => !messageIds.has(entry.body.messageId))
      save()
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
