/**
 * Keeps what is read from the store and what the collector tells meanwhile from being counted twice: an event may be seen
 * by either first. Only events that came lately can be seen by both, and only of those the message id is given.
 */
export interface Reading {
  /** The collector tells of an event; false where it has been read already. */
  told(workspace: string, personId: string, messageId: string): boolean
  /** An event was read; false where the collector told of it since, or where its person was dropped. */
  read(workspace: string, personId: string, messageId: string | null): boolean
  /** What was and is read of these persons is void: they were erased, or must be read again. */
  drop(workspace: string, personIds: readonly string[]): void
}

/** @param isWanted whose events are read; default everybody's */
export function createReading(isWanted: (workspace: string, personId: string) => boolean = () => true): Reading {
  const told = new Map<string, Set<string>>()
  const read = new Map<string, Set<string>>()
  const dropped = new Set<string>()

  const note = (into: Map<string, Set<string>>, person: string, messageId: string): void => {
    const ids = into.get(person) ?? new Set()
    into.set(person, ids)
    ids.add(messageId)
  }

  return {
    told(workspace, personId, messageId) {
      const person = `${workspace}\n${personId}`
      if (!isWanted(workspace, personId) || dropped.has(person)) return true
      if (read.get(person)?.has(messageId)) return false
      note(told, person, messageId)
      return true
    },
    read(workspace, personId, messageId) {
      if (messageId === null && dropped.size === 0) return true
      const person = `${workspace}\n${personId}`
      if (dropped.has(person)) return false
      if (messageId === null) return true
      if (told.get(person)?.has(messageId)) return false
      note(read, person, messageId)
      return true
    },
    drop(workspace, personIds) {
      for (const personId of personIds) {
        const person = `${workspace}\n${personId}`
        told.delete(person)
        read.delete(person)
        dropped.add(person)
      }
    },
  }
}
