import type { Attune } from '../attune.ts'
import { openedTraits } from '../collect/sealed-traits.ts'

/** What the state store says about a person id. */
export interface StatedPerson {
  readonly personId: string
  /** Whether the person id stands for a user id or for an anonymous id; null where neither was told. */
  readonly kind: 'user' | 'anonymous' | null
  /** That id; null also when the person's key was destroyed. */
  readonly identifier: string | null
  readonly traits: Readonly<Record<string, unknown>>
  readonly updatedAt: number
}

export type StatedSource = Pick<Attune, 'state' | 'vault'>

interface PeopleRow {
  readonly person_id: string
  readonly kind: 'user' | 'anonymous' | null
  readonly identifier: string | null
  readonly traits: string
  readonly updated_at: number
}

/** Of the given person ids those that the state store knows; ids that it does not know are left out. */
export function statedPersons(
  { state, vault }: StatedSource,
  workspace: string,
  personIds: readonly string[],
): StatedPerson[] {
  const rows = state.raw
    .prepare(
      `SELECT person_id, kind, identifier, traits, updated_at FROM people
       WHERE workspace = ? AND person_id IN (SELECT value FROM json_each(?))`,
    )
    .all(workspace, JSON.stringify(personIds)) as unknown as PeopleRow[]
  return rows.map((row) => ({
    personId: row.person_id,
    kind: row.kind,
    identifier: row.identifier === null ? null : (vault.open(workspace, row.person_id, row.identifier) ?? null),
    traits: JSON.parse(openedTraits(vault, workspace, row.person_id, row.traits)) as Record<string, unknown>,
    updatedAt: row.updated_at,
  }))
}

/** The user id of a person; null for a visitor. */
export function userIdOf(person: StatedPerson | undefined): string | null {
  return person?.kind === 'user' ? person.identifier : null
}

/** Traits of several identities of one person as one: the newest word counts, and the identity that the others were merged into before all. */
export function mergedTraits(persons: readonly StatedPerson[], personId: string): Record<string, unknown> {
  const inOrder = [...persons].sort(
    (a, b) => Number(a.personId === personId) - Number(b.personId === personId) || a.updatedAt - b.updatedAt,
  )
  return Object.assign({}, ...inOrder.map(({ traits }) => traits)) as Record<string, unknown>
}

/** The trait `name`, or first and last name, where there is one. */
export function nameOf(traits: Readonly<Record<string, unknown>>): string | null {
  const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
  const whole = text(traits.name)
  return whole || [text(traits.firstName), text(traits.lastName)].filter(Boolean).join(' ') || null
}

/** Most people that a search opens: about a second's work. */
const searched = 100_000

/**
 * Person ids whose user id, anonymous id or name contains the text, at most `limit`. What is sealed has to be opened to be
 * searched, so only the 100,000 people of whom something was told last are looked at; a whole id finds anybody (`findPerson`).
 */
export function searchStatedPersons(
  { state, vault }: StatedSource,
  workspace: string,
  search: string,
  limit = 1000,
): readonly string[] {
  const wanted = search.toLowerCase()
  const found: string[] = []
  const rows = state.raw
    .prepare('SELECT person_id, identifier, traits FROM people WHERE workspace = ? ORDER BY updated_at DESC LIMIT ?')
    .iterate(workspace, searched) as Iterable<Pick<PeopleRow, 'person_id' | 'identifier' | 'traits'>>
  for (const { person_id: personId, identifier, traits } of rows) {
    const id = identifier === null ? undefined : vault.open(workspace, personId, identifier)
    const name = () => nameOf(JSON.parse(openedTraits(vault, workspace, personId, traits)) as Record<string, unknown>)
    if (!id?.toLowerCase().includes(wanted) && !name()?.toLowerCase().includes(wanted)) continue
    if (found.push(personId) === limit) break
  }
  return found
}
