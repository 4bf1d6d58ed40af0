import type { StateStore } from '../store/state-store.ts'
import { peopleAtOnce } from '../webhooks/segment-batch.ts'
import type { Webhooks } from '../webhooks/webhooks.ts'

/** Messages made in one turn: of more the others wait for the next. */
const batchesATurn = 20

interface Batch {
  readonly workspace: string
  readonly segment_id: string
  readonly entered: number
}

/**
 * Makes messages to webhooks of the changes that wait for it in the state store, and has them wait no more in the same
 * transaction: a kill loses none and tells none twice. Whoever withdrew their consent meanwhile is not told to have entered.
 */
export function createChangeAnnouncer(options: {
  readonly state: StateStore
  readonly webhooks: Pick<Webhooks, 'announce'>
  readonly allowed: (workspace: string, personId: string) => boolean
}): () => void {
  const { state, webhooks, allowed } = options
  const { raw } = state
  const batches = raw.prepare(
    'SELECT DISTINCT workspace, segment_id, entered FROM segment_changes WHERE untold = 1 LIMIT ?',
  )
  const rowsOf = raw.prepare(
    `SELECT id, person_id AS personId, at FROM segment_changes
     WHERE untold = 1 AND workspace = ? AND segment_id = ? AND entered = ? ORDER BY id LIMIT ?`,
  )
  const told = raw.prepare('UPDATE segment_changes SET untold = 0 WHERE id IN (SELECT value FROM json_each(?))')

  function announce({ workspace, segment_id: segmentId, entered }: Batch): void {
    const rows = rowsOf.all(workspace, segmentId, entered, peopleAtOnce) as unknown as {
      readonly id: number
      readonly personId: string
      readonly at: number
    }[]
    const people = rows
      .filter(({ personId }) => entered === 0 || allowed(workspace, personId))
      .map(({ personId, at }) => ({ personId, at: new Date(at).toISOString() }))
    state.transaction(() => {
      if (people.length > 0)
        webhooks.announce(
          workspace,
          { type: entered === 1 ? 'segment.entered' : 'segment.left', data: { segmentId, people } },
          { about: people.map(({ personId }) => personId) },
        )
      told.run(JSON.stringify(rows.map(({ id }) => id)))
    })
  }

  return () => {
    for (let made = 0; made < batchesATurn; ) {
      const waiting = batches.all(batchesATurn - made) as unknown as Batch[]
      if (waiting.length === 0) return
      for (const batch of waiting) announce(batch)
      made += waiting.length
    }
  }
}
