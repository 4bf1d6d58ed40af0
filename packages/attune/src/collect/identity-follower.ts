import type { StateStore } from '../store/state-store.ts'
import type { Arrival } from './create-collector.ts'
import type { Identity } from './identity.ts'

/**
 * Joins persons where an event says that they are one: `identify` with both ids (anonymous → user) and `alias`
 * (previous id → user). Doing it again changes nothing; what may be joined is for `Identity` to say.
 */
export function createIdentityFollower({
  state,
  identity,
}: {
  readonly state: StateStore
  readonly identity: Identity
}): (workspace: string, arrivals: readonly Arrival[]) => Promise<void> {
  const known = state.raw.prepare('SELECT 1 FROM people WHERE workspace = ? AND person_id = ?')

  function* previousOf(workspace: string, { event }: Arrival): Iterable<string> {
    const { type, userId, anonymousId, previousId } = event
    if (type === 'identify' && userId !== null && anonymousId !== null)
      yield identity.personIdOf(workspace, { anonymousId })
    if (type === 'alias' && previousId !== null) {
      // The previous id may have been of either kind: the one we have heard of, else both.
      const both = [
        identity.personIdOf(workspace, { anonymousId: previousId }),
        identity.personIdOf(workspace, { userId: previousId }),
      ]
      const heardOf = both.filter((personId) => known.get(workspace, personId) !== undefined)
      yield* heardOf.length > 0 ? heardOf : both
    }
  }

  return async (workspace, arrivals) => {
    const merges: Promise<void>[] = []
    for (const arrival of arrivals) {
      const { messageId, type: reason, ts } = arrival.event
      const into = arrival.personId
      for (const from of previousOf(workspace, arrival))
        if (identity.resolve(workspace, from) !== identity.resolve(workspace, into))
          merges.push(identity.merge({ workspace, from, into, reason, messageId, at: Math.round(ts) }))
    }
    // Together, so that they share one transaction; the first failure is told, none is left unheard.
    const outcomes = await Promise.allSettled(merges)
    const failed = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failed) throw failed.reason
  }
}
