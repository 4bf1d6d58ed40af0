import type { Vault } from '../protect/vault/vault.ts'
import type { StateStore } from '../store/state-store.ts'
import { BoundedMap } from './bounded-map.ts'
import { originsIn, originsText, withTold } from './kept-traits.ts'
import type { JsonRecord } from './read-record.ts'
import { openedTraits, sealedTraits } from './sealed-traits.ts'
import type { TraitRules } from './trait-rules.ts'

/** What an event says about a person, beyond having happened. */
export interface PersonFact {
  readonly workspace: string
  readonly personId: string
  /** Who tells it. */
  readonly source: string
  /** The id that the person id is made from; null where the product itself said whose event it was. */
  readonly identifier: { readonly kind: 'user' | 'anonymous'; readonly id: string } | null
  readonly traits: JsonRecord | null
  readonly group: { readonly groupId: string; readonly traits: JsonRecord | null } | null
  /** When the event happened, milliseconds since the epoch. */
  readonly at: number
}

/** Keeps people, traits and groups in the state store; identifiers and traits sealed under each person's key. */
export interface PeopleWriter {
  /** Resolves when durable. Facts of requests that come together share one transaction; what is known already costs nothing. */
  write(facts: readonly PersonFact[]): Promise<void>
  /** Called in the turn in which traits became durable. */
  onWritten(listener: (workspace: string, personIds: readonly string[]) => void): void
  /** Forgets what was known of persons: what comes of them from now on is news. */
  forget(personIds: readonly string[]): void
}

interface Waiting {
  readonly facts: readonly PersonFact[]
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** The newest word about a person's traits that is stored, and its last repeat that is not. */
interface Written {
  readonly text: string
  readonly at: number
  readonly repeat: PersonFact | undefined
}

/** A repeat is stored again once it is this much newer: until then only memory knows how new the word is. */
const repeatMs = 60_000

/**
 * The keys of the persons must be on disk before `write`.
 *
 * @param rules which word about a trait is kept when several are told
 */
export function createPeopleWriter(state: StateStore, vault: Vault, rules: TraitRules = {}): PeopleWriter {
  const insertPerson = state.raw.prepare(
    `INSERT INTO people (workspace, person_id, kind, identifier, traits, created_at, updated_at) VALUES (?, ?, ?, ?, '{}', ?, ?)
     ON CONFLICT (workspace, person_id) DO UPDATE SET
       kind = coalesce(excluded.kind, kind), identifier = coalesce(excluded.identifier, identifier)`,
  )
  const traitsOf = state.raw.prepare(
    'SELECT traits, trait_origins, updated_at FROM people WHERE workspace = ? AND person_id = ?',
  )
  const setTraits = state.raw.prepare(
    'UPDATE people SET traits = ?, trait_origins = ?, updated_at = max(updated_at, ?) WHERE workspace = ? AND person_id = ?',
  )
  const groupOf = state.raw.prepare('SELECT traits, updated_at FROM groups WHERE workspace = ? AND group_id = ?')
  const setGroup = state.raw.prepare(
    `INSERT INTO groups (workspace, group_id, traits, updated_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (workspace, group_id) DO UPDATE SET traits = excluded.traits, updated_at = max(updated_at, excluded.updated_at)`,
  )
  const joinGroup = state.raw.prepare(
    'INSERT INTO group_members (workspace, group_id, person_id, joined_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const known = new BoundedMap<string, true>(100_000)
  /** The traits last written and who told them: browsers repeat them with every event. */
  const written = new BoundedMap<string, Written>(10_000)
  const listeners: ((workspace: string, personIds: readonly string[]) => void)[] = []
  let waiting: Waiting[] = []

  /** @returns whether the traits are no older than what was known, so that a repeat of them says nothing more */
  function store(fact: PersonFact): boolean {
    const { workspace, personId, source, identifier, traits, group } = fact
    const at = Math.round(fact.at)
    const sealed = identifier && vault.seal(workspace, personId, identifier.id)
    insertPerson.run(workspace, personId, identifier?.kind ?? null, sealed, at, at)
    let isNewest = false
    if (traits !== null) {
      const row = traitsOf.get(workspace, personId) as Readonly<Record<'traits' | 'trait_origins', string>> & {
        readonly updated_at: number
      }
      const opened = (text: string): string => openedTraits(vault, workspace, personId, text)
      const sealedText = (text: string): string => sealedTraits(vault, workspace, personId, text)
      const before = {
        traits: JSON.parse(opened(row.traits)) as JsonRecord,
        origins: originsIn(opened(row.trait_origins)),
        updatedAt: row.updated_at,
      }
      isNewest = at >= row.updated_at
      const after = withTold(before, { traits, source, at }, rules)
      const origins = sealedText(originsText(after.origins))
      setTraits.run(sealedText(JSON.stringify(after.traits)), origins, at, workspace, personId)
    }
    if (group !== null) {
      const before = groupOf.get(workspace, group.groupId)
      if (before === undefined || group.traits !== null)
        setGroup.run(workspace, group.groupId, merged(before, group.traits ?? {}, at), at)
      joinGroup.run(workspace, group.groupId, personId, at)
    }
    return isNewest
  }

  function flush(): void {
    const batch = waiting
    waiting = []
    const newest = new Map<string, PersonFact>()
    try {
      state.transaction(() => {
        for (const { facts } of batch) for (const fact of facts) if (store(fact)) newest.set(fact.personId, fact)
      })
      tell(batch.flatMap(({ facts }) => facts.filter(({ traits }) => traits !== null)))
      for (const { facts, resolve } of batch) {
        for (const fact of facts) {
          known.set(fact.personId, true)
          if (fact.traits !== null) written.delete(fact.personId)
        }
        resolve()
      }
      for (const [personId, fact] of newest)
        written.set(personId, { text: textOf(fact), at: fact.at, repeat: undefined })
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  function tell(facts: readonly PersonFact[]): void {
    for (const [workspace, of] of Map.groupBy(facts, (fact) => fact.workspace)) {
      const personIds = [...new Set(of.map(({ personId }) => personId))]
      for (const listener of listeners) listener(workspace, personIds)
    }
  }

  function isNews(fact: PersonFact, last: Written | undefined): boolean {
    const { group, traits, personId, at } = fact
    if (group !== null || known.get(personId) === undefined) return true
    if (traits === null) return false
    if (last?.text !== textOf(fact) || at >= last.at + repeatMs) return true
    return (
      at < last.at && Object.keys(traits).some((name) => Object.hasOwn(rules, name) && rules[name]?.keep === 'oldest')
    )
  }

  /** What is to be stored of a fact: nothing where it is known, and a repeat before what may be older than it. */
  function newsOf(fact: PersonFact): readonly PersonFact[] {
    const { personId, traits, at } = fact
    const last = traits === null ? undefined : written.get(personId)
    if (isNews(fact, last)) {
      // What is still to be written is compared with nothing: the order of what waits is not settled yet.
      if (traits !== null) written.delete(personId)
      return last?.repeat === undefined ? [fact] : [last.repeat, fact]
    }
    if (last && at > (last.repeat?.at ?? last.at)) written.set(personId, { ...last, repeat: fact })
    return []
  }

  return {
    onWritten(listener) {
      listeners.push(listener)
    },
    forget(personIds) {
      for (const personId of personIds) {
        known.delete(personId)
        written.delete(personId)
      }
      const gone = new Set(personIds)
      waiting = waiting.map((one) => ({ ...one, facts: one.facts.filter(({ personId }) => !gone.has(personId)) }))
    },
    write(all) {
      const facts = all.flatMap(newsOf)
      if (facts.length === 0) return Promise.resolve()
      return new Promise((resolve, reject) => {
        waiting.push({ facts, resolve, reject })
        if (waiting.length === 1) setImmediate(flush)
      })
    },
  }
}

const textOf = ({ source, traits }: PersonFact): string => `${source}\n${JSON.stringify(traits)}`

/** Of groups: later facts win, key by key; null takes a key away. What arrives late fills only the gaps. */
function merged(row: Record<string, unknown> | undefined, traits: JsonRecord, at: number): string {
  if (row === undefined) return JSON.stringify(withoutNulls(traits))
  const before = JSON.parse(row.traits as string) as JsonRecord
  const late = Object.keys(before).length > 0 && at < (row.updated_at as number)
  return JSON.stringify(withoutNulls(late ? { ...traits, ...before } : { ...before, ...traits }))
}

function withoutNulls(traits: JsonRecord): JsonRecord {
  return Object.fromEntries(Object.entries(traits).filter(([, value]) => value !== null))
}
