import type { Attune } from '../attune.ts'
import type { EventTable } from './event-table.ts'

const personsAtOnce = 10_000

/** Keeps the ids of a table's persons, each sealed under its person's key; those known already stay as they are. */
export function storePersons(
  { identity, state, vault, clock }: Pick<Attune, 'identity' | 'state' | 'vault' | 'clock'>,
  workspace: string,
  { persons }: Pick<EventTable, 'persons'>,
): void {
  const known = state.raw.prepare(
    'SELECT identifier IS NOT NULL AS told FROM people WHERE workspace = ? AND person_id = ?',
  )
  const write = state.raw.prepare(
    `INSERT INTO people (workspace, person_id, kind, identifier, traits, created_at, updated_at) VALUES (?, ?, ?, ?, '{}', ?, ?)
     ON CONFLICT (workspace, person_id) DO UPDATE SET kind = excluded.kind, identifier = excluded.identifier`,
  )
  const now = Math.round(clock())
  for (let from = 0; from < persons.length; from += personsAtOnce) {
    const fresh = persons.slice(from, from + personsAtOnce).flatMap(({ kind, id }) => {
      const personId = identity.personIdOf(workspace, kind === 'user' ? { userId: id } : { anonymousId: id })
      const row = known.get(workspace, personId) as { told: number } | undefined
      return row?.told ? [] : [{ kind, personId, identifier: vault.seal(workspace, personId, id) }]
    })
    // Nothing sealed is stored before its key is on disk.
    vault.flush()
    state.transaction(() => {
      for (const { kind, personId, identifier } of fresh) write.run(workspace, personId, kind, identifier, now, now)
    })
  }
}
