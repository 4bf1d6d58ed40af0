import type { Attune } from '../attune.ts'
import { attuneError } from '../errors.ts'
import { sqlParameters } from '../report/sql-parameters.ts'
import { statedPersons } from './person-traits.ts'

/** A person with all ids that stand for them. */
export interface FoundPerson {
  readonly personId: string
  /** `personId` included. */
  readonly aliases: readonly string[]
}

/**
 * Finds a person by person id, user id or anonymous id, in that order.
 *
 * @throws AttuneError `unknown-person` when nothing was ever heard of anybody by that id
 */
export async function findPerson(
  { events, state, vault, identity }: Pick<Attune, 'events' | 'state' | 'vault' | 'identity'>,
  workspace: string,
  id: string,
): Promise<FoundPerson> {
  const candidates = [
    id,
    identity.personIdOf(workspace, { userId: id }),
    identity.personIdOf(workspace, { anonymousId: id }),
  ]
  const aliasesOf = candidates.map((candidate) => identity.aliasesOf(workspace, candidate))
  const known = new Set(statedPersons({ state, vault }, workspace, aliasesOf.flat()).map(({ personId }) => personId))
  const parameters = sqlParameters()
  const of = `workspace = ${parameters.add(workspace)} AND person_id IN (${aliasesOf
    .flat()
    .map((alias) => parameters.add(alias))
    .join(', ')})`
  const rows = await events.query<{ person_id: string }>(
    `SELECT person_id FROM events WHERE ${of} UNION SELECT person_id FROM decisions WHERE ${of}`,
    parameters.values,
  )
  // Of whoever refused everything only that is kept, and it is theirs to see and to have erased.
  const said = state.raw
    .prepare(
      `SELECT person_id FROM consents WHERE workspace = ?1 AND person_id IN (SELECT value FROM json_each(?2))
       UNION SELECT person_id FROM person_regimes WHERE workspace = ?1 AND person_id IN (SELECT value FROM json_each(?2))`,
    )
    .all(workspace, JSON.stringify(aliasesOf.flat())) as unknown as typeof rows
  for (const row of [...rows, ...said]) known.add(row.person_id)
  const at = aliasesOf.findIndex((aliases) => aliases.some((alias) => known.has(alias)))
  const candidate = candidates[at]
  if (candidate === undefined)
    throw attuneError('unknown-person', 'Nothing was ever heard of a person with this id.', { status: 404 })
  return { personId: identity.resolve(workspace, candidate), aliases: aliasesOf[at] ?? [candidate] }
}
