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
  const rows = await events.query<{ person_id: string }>(
    `SELECT DISTINCT person_id FROM events WHERE workspace = ${parameters.add(workspace)}
     AND person_id IN (${aliasesOf
       .flat()
       .map((alias) => parameters.add(alias))
       .join(', ')})`,
    parameters.values,
  )
  for (const row of rows) known.add(row.person_id)
  const at = aliasesOf.findIndex((aliases) => aliases.some((alias) => known.has(alias)))
  const candidate = candidates[at]
  if (candidate === undefined)
    throw attuneError('unknown-person', 'Nothing was ever heard of a person with this id.', { status: 404 })
  return { personId: identity.resolve(workspace, candidate), aliases: aliasesOf[at] ?? [candidate] }
}
