import type { EventStore } from '../store/event-store-types.ts'

/** Where a person stands for somebody else: `into` is the end of the chain. Null: stands for itself. */
export interface MirroredMerge {
  readonly workspace: string
  readonly from: string
  readonly into: string | null
}

/** Keeps the event store's table `person_merges` equal to the merges in force. */
export interface MergeMirror {
  /** Resolves when SQL sees the change. Changes that come while one is being written are written together. */
  write(merges: readonly MirroredMerge[]): Promise<void>
}

export function createMergeMirror(events: EventStore): MergeMirror {
  let dirty = new Map<string, MirroredMerge>()
  let writing: Promise<void> = Promise.resolve()
  let next: Promise<void> | undefined

  async function writeDirty(): Promise<void> {
    const merges = dirty
    dirty = new Map()
    next = undefined
    try {
      await replaceRows(events, [...merges.values()])
    } catch (error) {
      // Not lost: written with the next change, unless that says something newer.
      dirty = new Map([...merges, ...dirty])
      throw error
    }
  }

  return {
    write(merges) {
      for (const merge of merges) dirty.set(`${merge.workspace}\n${merge.from}`, merge)
      if (next === undefined) {
        next = writing.then(writeDirty)
        writing = next.catch(() => {})
      }
      return next
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
