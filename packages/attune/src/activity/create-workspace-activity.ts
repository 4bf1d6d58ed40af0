import type { Identity } from '../collect/identity.ts'
import type { TraitValue, WorkspaceActivity } from './activity-index.ts'
import type { ActivityNames } from './activity-names.ts'
import { createActivityArena } from './create-activity-arena.ts'
import type { EventEntries } from './event-entries.ts'
import { changedTraits, type KeptTraits } from './kept-traits.ts'

/** What the state store says of a person, all identities as one. */
export interface StatedTraits {
  readonly traits: KeptTraits
  readonly at: number
}

/** The activity of one workspace, to be changed. Person ids come in as events carry them; merges are applied here. */
export interface ActivityOfWorkspace extends Omit<WorkspaceActivity, 'revision' | keyof ActivityNames> {
  /** The slot of the person that this id stands for, a new one where there is none. */
  meet(personId: string): number
  insert(personId: string, event: EventEntries): number
  insertAt(slot: number, event: EventEntries): void
  reserve(slot: number, entries: number): void
  /** @returns numbers of traits that have another value now, or none any more */
  state(slot: number, stated: StatedTraits | undefined): readonly number[]
  /**
   * Follows merges of these person ids.
   *
   * @returns slots that changed, and the ids whose events must be read again because a merge was taken back
   */
  join(personIds: readonly string[]): { readonly slots: readonly number[]; readonly again: readonly string[] }
  /** Takes the entries of persons away; returns their slots. */
  empty(personIds: readonly string[]): readonly number[]
  /** Nothing is known of the person: their slot is nobody's, unless it has entries. */
  emptied(personId: string): void
  /** Forgets persons altogether; returns the slots that they had. */
  forget(personIds: readonly string[]): readonly number[]
}

export function createWorkspaceActivity(options: {
  readonly workspace: string
  readonly identity: Pick<Identity, 'resolve' | 'aliasesOf'>
  readonly names: ActivityNames
  /** Entries kept of one person. */
  readonly most?: number | undefined
}): ActivityOfWorkspace {
  const { workspace, identity, names, most } = options
  const arena = createActivityArena(names, most)
  /** Person (after merges) → slot. */
  const slots = new Map<string, number>()
  const persons: (string | undefined)[] = []
  const stated: (StatedTraits | undefined)[] = []
  /** Merged person id → the person whose slot holds its events. */
  const holders = new Map<string, string>()

  function meet(personId: string): number {
    const person = identity.resolve(workspace, personId)
    if (person !== personId) holders.set(personId, person)
    let slot = slots.get(person)
    if (slot === undefined) {
      slot = arena.allocate()
      slots.set(person, slot)
      persons[slot] = person
    }
    return slot
  }

  function vacate(personId: string): number | undefined {
    const slot = slots.get(personId)
    if (slot === undefined) return undefined
    arena.clear(slot)
    stated[slot] = undefined
    persons[slot] = undefined
    slots.delete(personId)
    return slot
  }

  return {
    get slots() {
      return persons.length
    },
    get people() {
      return slots.size
    },
    slotOf: (personId) => slots.get(identity.resolve(workspace, personId)),
    personOf: (slot) => persons[slot],
    entriesOf: arena.entries,
    countOf: arena.count,
    traitOf(slot, trait) {
      const traits = stated[slot]?.traits
      if (traits === undefined) return undefined
      for (let at = 0; at < traits.length; at += 2) if (traits[at] === trait) return traits[at + 1] as TraitValue
      return undefined
    },
    statedAt: (slot) => stated[slot]?.at,
    meet,
    insert(personId, event) {
      const slot = meet(personId)
      arena.insert(slot, event)
      return slot
    },
    insertAt: arena.insert,
    reserve: arena.reserve,
    state(slot, what) {
      const before = stated[slot]?.traits ?? []
      stated[slot] = what
      return changedTraits(before, what?.traits ?? [])
    },
    join(personIds) {
      const changed = new Set<number>()
      const again = new Set<string>()
      for (const personId of personIds) {
        const before = holders.get(personId) ?? personId
        const now = identity.resolve(workspace, personId)
        if (now === before) continue
        if (before === personId) {
          holders.set(personId, now)
          const slot = slots.get(personId)
          if (slot === undefined) continue
          const into = meet(now)
          arena.move(slot, into)
          vacate(personId)
          changed.add(slot).add(into)
          continue
        }
        // A merge was taken back: nobody can tell any more whose events are whose without the store.
        if (now === personId) holders.delete(personId)
        else holders.set(personId, now)
        for (const person of [before, now]) for (const alias of identity.aliasesOf(workspace, person)) again.add(alias)
      }
      return { slots: [...changed], again: [...again] }
    },
    empty(personIds) {
      return personIds.flatMap((personId) => {
        const slot = slots.get(personId)
        if (slot === undefined) return []
        arena.clear(slot)
        return [slot]
      })
    },
    forget(personIds) {
      const gone: number[] = []
      for (const personId of personIds) {
        const slot = vacate(personId)
        if (slot !== undefined) gone.push(slot)
        holders.delete(personId)
      }
      return gone
    },
    emptied(personId) {
      const slot = slots.get(personId)
      if (slot !== undefined && arena.count(slot) === 0) vacate(personId)
    },
  }
}
