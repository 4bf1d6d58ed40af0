import type { Attune } from '../attune.ts'
import { keepTrait, type ToldTrait } from '../collect/keep-trait.ts'
import { type KeptTraits, originsIn, type TraitOrigins } from '../collect/kept-traits.ts'
import { openedTraits } from '../collect/sealed-traits.ts'
import type { TraitRules } from '../collect/trait-rules.ts'

/** What the state store says about a person id. */
export interface StatedPerson {
  readonly personId: string
  /** Whether the person id stands for a user id or for an anonymous id; null where neither was told. */
  readonly kind: 'user' | 'anonymous' | null
  /** That id; null also when the person's key was destroyed. */
  readonly identifier: string | null
  readonly traits: Readonly<Record<string, unknown>>
  /** Where traits come from; those told before that was remembered are not in it. */
  readonly origins: TraitOrigins
  readonly updatedAt: number
}

export type StatedSource = Pick<Attune, 'state' | 'vault'>

interface PeopleRow {
  readonly person_id: string
  readonly kind: 'user' | 'anonymous' | null
  readonly identifier: string | null
  readonly traits: string
  readonly trait_origins: string
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
      `SELECT person_id, kind, identifier, traits, trait_origins, updated_at FROM people
       WHERE workspace = ? AND person_id IN (SELECT value FROM json_each(?))`,
    )
    .all(workspace, JSON.stringify(personIds)) as unknown as PeopleRow[]
  return rows.map((row) => ({
    personId: row.person_id,
    kind: row.kind,
    identifier: row.identifier === null ? null : (vault.open(workspace, row.person_id, row.identifier) ?? null),
    traits: JSON.parse(openedTraits(vault, workspace, row.person_id, row.traits)) as Record<string, unknown>,
    origins: originsIn(openedTraits(vault, workspace, row.person_id, row.trait_origins)),
    updatedAt: row.updated_at,
  }))
}

/** The user id of a person; null for a visitor. */
export function userIdOf(person: StatedPerson | undefined): string | null {
  return person?.kind === 'user' ? person.identifier : null
}

/**
 * Traits of several identities of one person as one. Without a rule (or with `newest`) the newest word counts, and that of
 * the identity that the others were merged into before all; with another rule all identities are alike.
 */
export function mergedTraits(persons: readonly StatedPerson[], personId: string, rules: TraitRules): KeptTraits {
  const kept = new Map<string, ToldTrait>()
  const inOrder = persons
    .flatMap(({ personId: id, traits, origins, updatedAt }) =>
      Object.entries(traits).map(([name, value]) => {
        const { source, at } = origins[name] ?? { source: null, at: updatedAt }
        return { name, isRoot: id === personId, told: { value, source, at } }
      }),
    )
    .sort((a, b) => Number(a.isRoot) - Number(b.isRoot) || a.told.at - b.told.at)
  for (const { name, told } of inOrder) {
    const before = kept.get(name)
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined
    const byOrder = before === undefined || rule === undefined || rule.keep === 'newest'
    kept.set(name, byOrder ? told : keepTrait(rule, before, told))
  }
  const all = [...kept]
  return {
    traits: Object.fromEntries(all.map(([name, { value }]) => [name, value])),
    origins: Object.fromEntries(all.map(([name, { source, at }]) => [name, { source, at }])),
  }
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
