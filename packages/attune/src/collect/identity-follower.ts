import type { StateStore } from '../store/state-store.ts'
import type { Arrival } from './create-collector.ts'
import type { Identity } from './identity.ts'

/**
 * Joins persons where an event says that they are one: `identify` with both ids (anonymous → user) and `alias`
 * (previous id → user). Doing it again changes nothing.
 *
 * An anonymous id that is a user already is not joined to a second one: two people on one computer stay two. A join that
 * was taken back by hand is not made again by the same pair.
 */
export function createIdentityFollower({
  state,
  identity,
}: {
  readonly state: StateStore
  readonly identity: Identity
}): (workspace: string, arrivals: readonly Arrival[]) => Promise<void> {
  const undone = state.raw.prepare(
    'SELECT 1 FROM person_merges WHERE workspace = ? AND from_person_id = ? AND into_person_id = ? AND undone_at IS NOT NULL',
  )
  const known = state.raw.prepare('SELECT 1 FROM people WHERE workspace = ? AND person_id = ?')

  async function join(workspace: string, from: string, { event, personId }: Arrival): Promise<void> {
    const root = identity.resolve(workspace, from)
    const into = identity.resolve(workspace, personId)
    if (root === into || undone.get(workspace, root, into) !== undefined) return
    const { messageId, type: reason } = event
    await identity.merge({ workspace, from: root, into, reason, messageId, at: Math.round(event.ts) })
  }

  return async (workspace, arrivals) => {
    for (const arrival of arrivals) {
      const { type, userId, anonymousId, previousId } = arrival.event
      if (type === 'identify' && userId !== null && anonymousId !== null) {
        const from = identity.personIdOf(workspace, { anonymousId })
        if (identity.resolve(workspace, from) === from) await join(workspace, from, arrival)
      }
      if (type === 'alias' && previousId !== null) {
        // The previous id may have been of either kind: the one we know, else both.
        const both = [
          identity.personIdOf(workspace, { anonymousId: previousId }),
          identity.personIdOf(workspace, { userId: previousId }),
        ]
        const heardOf = both.filter((personId) => known.get(workspace, personId) !== undefined)
        for (const from of heardOf.length > 0 ? heardOf : both) await join(workspace, from, arrival)
      }
    }
  }
}
