import type { Arrival } from './create-collector.ts'
import type { PersonFact } from './people-writer.ts'

/** The id that the person id of an event is made from. */
function identifierOf({ userId, anonymousId }: Arrival['event']): PersonFact['identifier'] {
  if (userId !== null) return { kind: 'user', id: userId }
  return anonymousId === null ? null : { kind: 'anonymous', id: anonymousId }
}

/** What a request says about people: everything that has traits or a group, and otherwise one fact a person. */
export function personFacts(workspace: string, source: string, arrivals: readonly Arrival[]): readonly PersonFact[] {
  const plain = new Set<string>()
  const facts: PersonFact[] = []
  for (const { event, personId } of arrivals) {
    const group = event.groupId === null ? null : { groupId: event.groupId, traits: event.groupTraits }
    if (event.traits === null && group === null) {
      if (plain.has(personId)) continue
      plain.add(personId)
    }
    const identifier = identifierOf(event)
    facts.push({ workspace, personId, source, identifier, traits: event.traits, group, at: event.ts })
  }
  return facts
}
