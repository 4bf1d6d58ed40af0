import type { Logger } from 'pino'
import type { EventStore } from '../store/event-store-types.ts'

/** Where a person stands for somebody else: `into` is the end of the chain. Null: stands for itself. */
export interface MirroredMerge {
  readonly workspace: string
  readonly from: string
  readonly into: string | null
}

/** Keeps the event store's table `person_merges` equal to the merges in force. */
export interface MergeMirror {
  /**
   * Resolves when SQL sees the change, or when writing it failed: it is tried again until it succeeds, since the state
   * store has it already. Changes that come while one is being written are written together.
   */
  write(merges: readonly MirroredMerge[]): Promise<void>
  /** Ends the trying again; the next start compares the copy with the state store. */
  close(): void
}

const longestRetryMs = 60_000

/** @param retryMs wait before the first try again; each further failure doubles it, up to a minute */
export function createMergeMirror({
  events,
  retryMs,
  log,
}: {
  readonly events: EventStore
  readonly retryMs: number
  readonly log?: Logger | undefined
}): MergeMirror {
  let dirty = new Map<string, MirroredMerge>()
  let writing: Promise<void> = Promise.resolve()
  let next: Promise<void> | undefined
  let failures = 0
  let retry: NodeJS.Timeout | undefined
  let closed = false

  async function writeDirty(): Promise<void> {
    const merges = dirty
    dirty = new Map()
    next = undefined
    try {
      await replaceRows(events, [...merges.values()])
      failures = 0
    } catch (error) {
      // Not lost: written with the next change, unless that says something newer, and without one after a while.
      dirty = new Map([...merges, ...dirty])
      if (closed) return
      log?.error({ err: error }, 'merges of persons could not be copied to the event store; they are tried again')
      clearTimeout(retry)
      retry = setTimeout(schedule, Math.min(retryMs * 2 ** failures, longestRetryMs)).unref()
      failures += 1
    }
  }

  function schedule(): Promise<void> {
    if (next === undefined) {
      next = writing.then(writeDirty)
      writing = next
    }
    return next
  }

  return {
    write(merges) {
      for (const merge of merges) dirty.set(`${merge.workspace}\n${merge.from}`, merge)
      return schedule()
    },
    close() {
      closed = true
      clearTimeout(retry)
    },
  }
}

async function replaceRows(events: EventStore, merges: readonly MirroredMerge[]): Promise<void> {
  if (merges.length === 0) return
  await events.run(
    `MERGE INTO person_merges AS kept
     USING (
       SELECT unnest(from_json($1, '[{"workspace": "VARCHAR", "from": "VARCHAR", "into": "VARCHAR"}]'), recursive := true)
     ) AS changed
     ON kept.workspace = changed.workspace AND kept.from_person_id = changed."from"
     WHEN MATCHED AND changed."into" IS NULL THEN DELETE
     WHEN MATCHED THEN UPDATE SET into_person_id = changed."into"
     WHEN NOT MATCHED AND changed."into" IS NOT NULL THEN INSERT VALUES (changed.workspace, changed."from", changed."into")`,
    [JSON.stringify(merges)],
  )
}
