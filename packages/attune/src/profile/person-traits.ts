import type { StateStore } from '../store/state-store.ts'

/** What the state store says about a person id. */
export interface StatedPerson {
  readonly personId: string
  readonly userId: string | null
  readonly traits: Readonly<Record<string, unknown>>
  readonly updatedAt: number
}

interface PeopleRow {
  readonly person_id: string
  readonly user_id: string | null
  readonly traits: string
  readonly updated_at: number
}

/** Of the given person ids those that the state store knows; ids that it does not know are left out. */
export function statedPersons(state: StateStore, workspace: string, personIds: readonly string[]): StatedPerson[] {
  const rows = state.raw
    .prepare(
      `SELECT person_id, user_id, traits, updated_at FROM people
       WHERE workspace = ? AND person_id IN (SELECT value FROM json_each(?))`,
    )
    .all(workspace, JSON.stringify(personIds)) as unknown as PeopleRow[]
  return rows.map((row) => ({
    personId: row.person_id,
    userId: row.user_id,
    traits: JSON.parse(row.traits) as Record<string, unknown>,
    updatedAt: row.updated_at,
  }))
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

/** Person ids whose user id or name contains the text, at most `limit`. */
export function searchStatedPersons(
  state: StateStore,
  workspace: string,
  search: string,
  limit = 1000,
): readonly string[] {
  const rows = state.raw
    .prepare(
      `SELECT person_id FROM people WHERE workspace = ?1 AND (
         instr(lower(coalesce(user_id, '')), lower(?2)) > 0
         OR instr(lower(coalesce(json_extract(traits, '$.name'), '')), lower(?2)) > 0) LIMIT ?3`,
    )
    .all(workspace, search, limit) as unknown as { person_id: string }[]
  return rows.map((row) => row.person_id)
}
