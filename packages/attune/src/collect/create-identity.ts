import type { Logger } from 'pino'
import { attuneError } from '../errors.ts'
import { appendAudit } from '../protect/append-audit.ts'
import type { EventStore } from '../store/event-store-types.ts'
import type { StateStore } from '../store/state-store.ts'
import type { Identity } from './identity.ts'
import { createMergeForest, type MergeForest } from './merge-forest.ts'
import { createMergeMirror, type MirroredMerge } from './mirror-merges.ts'
import { createPersonIds } from './person-id.ts'

type Merge = Parameters<Identity['merge']>[0]

interface Waiting {
  readonly merge: Merge
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** The reason of a merge that a person asked for: it may repeat one that was taken back. */
export const MANUAL = 'manual'

/**
 * Who is who, from the merges in the state store; SQL sees them flattened in the event store's `person_merges`.
 *
 * The rules of `merge`:
 * - A person is merged into at most one other at a time, and chains are followed: a → b, b → c makes a and b stand for c.
 * - A merge that says what is so already, or that would close a circle, changes nothing.
 * - A shared device: an anonymous id that belongs to one user and then identifies as another stays with the first. The
 *   two users are not merged; what happens after the second login belongs to the second user by its `userId`.
 * - A merge that was taken back is not made again by the next event that says the same, whichever way round and whoever
 *   was merged with either since; only with the reason `manual`.
 *
 * What is in the state store is so: listeners hear it at once, and the copy for SQL is tried again until it succeeds.
 *
 * @throws AttuneError `unknown-merge` from `undo` when there is no such merge in force in the workspace
 */
export function createIdentity(options: {
  readonly state: StateStore
  readonly events: EventStore
  readonly secret: Uint8Array
  /** The id in the data of a pseudonym under a newer secret; see protect/vault/pseudonym-key.ts. */
  readonly aliasOf?: ((pseudonym: string) => string | undefined) | undefined
  /** What the audit calls a person: never the person id, which is erased with the person while the audit stays. */
  readonly subjectOf?: (workspace: string, personId: string) => string
  readonly log?: Logger
  /** Wait before the copy for SQL is tried again after a failure. Default 1,000. */
  readonly mirrorRetryMs?: number
}): Identity {
  const { state, events, log, subjectOf = (_, personId) => personId } = options
  const personIds = createPersonIds(options.secret, options.aliasOf)
  const forests = new Map<string, MergeForest>()
  /** `workspace\nperson` → those whose merge with the person was taken back, told of both. */
  const takenBack = new Map<string, Set<string>>()
  const mirror = createMergeMirror({ events, log, retryMs: options.mirrorRetryMs ?? 1_000 })
  const listeners: ((workspace: string, personIds: readonly string[]) => void)[] = []
  let waiting: Waiting[] = []

  const insertMerge = state.raw.prepare(
    'INSERT INTO person_merges (workspace, from_person_id, into_person_id, reason, message_id, merged_at) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const findMerge = state.raw.prepare(
    'SELECT * FROM person_merges WHERE workspace = ? AND id = ? AND undone_at IS NULL',
  )
  const undoMerge = state.raw.prepare('UPDATE person_merges SET undone_at = ? WHERE id = ?')

  for (const row of state.raw
    .prepare('SELECT workspace, from_person_id, into_person_id, undone_at FROM person_merges ORDER BY id')
    .iterate()) {
    const { workspace, from_person_id: from, into_person_id: into } = row as Record<string, string>
    if (row.undone_at === null) forestOf(workspace as string).link(from as string, into as string)
    else noteTakenBack(workspace as string, from as string, into as string)
  }
  // A crash between the two stores leaves the copy behind; nobody waits for this, and a failure is made good by the next write.
  repairMirror().catch(() => {})

  function forestOf(workspace: string): MergeForest {
    const forest = forests.get(workspace) ?? createMergeForest()
    forests.set(workspace, forest)
    return forest
  }

  function noteTakenBack(workspace: string, one: string, other: string): void {
    for (const [of, apart] of [
      [one, other],
      [other, one],
    ] as const) {
      const key = `${workspace}\n${of}`
      takenBack.set(key, (takenBack.get(key) ?? new Set()).add(apart))
    }
  }

  /** Whether a merge of anybody of the one with anybody of the other was taken back. */
  function isTakenBack(workspace: string, from: string, into: string): boolean {
    if (takenBack.size === 0) return false
    const forest = forestOf(workspace)
    const others = new Set(forest.membersOf(into))
    return forest
      .membersOf(from)
      .some((member) => [...(takenBack.get(`${workspace}\n${member}`) ?? [])].some((apart) => others.has(apart)))
  }

  async function repairMirror(): Promise<void> {
    const stale = new Map<string, MirroredMerge>()
    const rows = await events.query<{ workspace: string; from_person_id: string; into_person_id: string }>(
      'SELECT workspace, from_person_id, into_person_id FROM person_merges',
    )
    const mirrored = new Map(rows.map((row) => [`${row.workspace}\n${row.from_person_id}`, row.into_person_id]))
    for (const row of rows) note(row.workspace, row.from_person_id)
    for (const row of state.raw
      .prepare('SELECT workspace, from_person_id FROM person_merges WHERE undone_at IS NULL')
      .all())
      note(row.workspace as string, row.from_person_id as string)
    if (stale.size > 0) await mirror.write([...stale.values()])

    function note(workspace: string, from: string): void {
      const [current] = mirrorOf(workspace, [from])
      const key = `${workspace}\n${from}`
      if (current !== undefined && current.into !== (mirrored.get(key) ?? null)) stale.set(key, current)
    }
  }

  function mirrorOf(workspace: string, changed: readonly string[]): MirroredMerge[] {
    const forest = forestOf(workspace)
    return changed.map((from) => {
      const root = forest.rootOf(from)
      return { workspace, from, into: root === from ? null : root }
    })
  }

  /** One transaction for all merges that came in the same turn: each would cost an fsync of its own. */
  async function mergeWaiting(): Promise<void> {
    const batch = waiting
    waiting = []
    const made: Merge[] = []
    try {
      state.transaction(() => {
        for (const { merge } of batch) if (makeMerge(merge)) made.push(merge)
      })
    } catch (error) {
      for (const { workspace, from } of made) forestOf(workspace).unlink(from)
      for (const { reject } of batch) reject(error)
      return
    }
    for (const { workspace, from } of made) announce(workspace, forestOf(workspace).membersOf(from))
    const moved = made.flatMap(({ workspace, from }) => mirrorOf(workspace, forestOf(workspace).below(from)))
    if (moved.length > 0) await mirror.write(moved)
    for (const { resolve } of batch) resolve()
  }

  function makeMerge({ workspace, from, into, reason, messageId, at, isAllowed }: Merge): boolean {
    const forest = forestOf(workspace)
    if (!forest.canLink(from, into)) return false
    if (reason !== MANUAL && isTakenBack(workspace, from, into)) return false
    if (isAllowed?.() === false) return false
    const { lastInsertRowid } = insertMerge.run(workspace, from, into, reason, messageId, at)
    const details = JSON.stringify({ mergeId: Number(lastInsertRowid), into: subjectOf(workspace, into), reason })
    const subject = subjectOf(workspace, from)
    appendAudit(state.raw, { workspace, at, actor: 'system', action: 'person.merge', subject, details })
    forest.link(from, into)
    return true
  }

  function announce(workspace: string, changed: readonly string[]): void {
    for (const listener of listeners) {
      try {
        listener(workspace, changed)
      } catch (error) {
        log?.error({ err: error }, 'a listener of merges failed')
      }
    }
  }

  return {
    personIdOf(workspace, { userId, anonymousId }) {
      if (userId) return personIds(workspace, 'user', userId)
      if (anonymousId) return personIds(workspace, 'anonymous', anonymousId)
      throw attuneError('missing-person', 'Say who: give a userId or an anonymousId.', {
        details: { fields: ['userId', 'anonymousId'] },
      })
    },
    resolve: (workspace, personId) => forests.get(workspace)?.rootOf(personId) ?? personId,
    aliasesOf: (workspace, personId) => forests.get(workspace)?.membersOf(personId) ?? [personId],
    merge(merge) {
      if (merge.from === merge.into) return Promise.resolve()
      return new Promise((resolve, reject) => {
        if (waiting.push({ merge, resolve, reject }) === 1) setImmediate(mergeWaiting)
      })
    },
    async undo(workspace, mergeId, at, actor) {
      const row = findMerge.get(workspace, mergeId) as { from_person_id: string; into_person_id: string } | undefined
      if (row === undefined)
        throw attuneError('unknown-merge', `There is no merge ${mergeId} in force.`, {
          status: 404,
          details: { mergeId },
        })
      const { from_person_id: from, into_person_id: into } = row
      state.transaction(() => {
        undoMerge.run(at, mergeId)
        const details = JSON.stringify({ mergeId, into: subjectOf(workspace, into) })
        const subject = subjectOf(workspace, from)
        appendAudit(state.raw, { workspace, at, actor, action: 'person.unmerge', subject, details })
      })
      const forest = forestOf(workspace)
      const together = forest.membersOf(from)
      forest.unlink(from)
      noteTakenBack(workspace, from, into)
      announce(workspace, together)
      await mirror.write(mirrorOf(workspace, forest.below(from)))
    },
    forget(workspace, personIds) {
      const gone = JSON.stringify(personIds)
      state.raw
        .prepare(
          `DELETE FROM person_merges WHERE workspace = ?1
           AND (from_person_id IN (SELECT value FROM json_each(?2)) OR into_person_id IN (SELECT value FROM json_each(?2)))`,
        )
        .run(workspace, gone)
      for (const personId of personIds) forests.get(workspace)?.remove(personId)
      for (const personId of personIds) {
        for (const other of takenBack.get(`${workspace}\n${personId}`) ?? [])
          takenBack.get(`${workspace}\n${other}`)?.delete(personId)
        takenBack.delete(`${workspace}\n${personId}`)
      }
    },
    onChange(listener) {
      listeners.push(listener)
    },
    close: mirror.close,
  }
}
