import type { Attune } from '../attune.ts'
import {
  type IdentifierKind,
  identifierKindOf,
  identifierKinds,
  normalIdentifier,
} from '../collect/normal-identifier.ts'
import { openedTraits } from '../collect/sealed-traits.ts'
import type { CheckName, Measured } from './quality-checks.ts'

/** People whose traits are opened, those of whom something was told last: about a second's work, some a turn. */
const openedPeople = 100_000
const openedATurn = 1_000

const checkOf: Readonly<Record<IdentifierKind, CheckName>> = {
  email: 'shared-email',
  phone: 'shared-phone',
  device: 'shared-device',
}

/** How many people with a user id have any trait, and how many share an e-mail, phone or device with somebody else. */
export async function measurePeople(
  source: Pick<Attune, 'config' | 'state' | 'vault' | 'identity'>,
  workspace: string,
): Promise<readonly Measured[]> {
  const row = source.state.raw
    .prepare(
      `SELECT count(*) AS n, count(*) FILTER (WHERE traits <> '{}') AS told FROM people
       WHERE workspace = ? AND kind = 'user'`,
    )
    .get(workspace) as { n: number; told: number }
  return [
    { check: 'person-trait', source: null, of: null, value: row.n === 0 ? null : row.told / row.n, rows: row.n },
    ...(await sharedIdentifiers(source, workspace)),
    ...crowdedIdentifiers(source, workspace),
  ]
}

/** The identifiers are compared in memory and forgotten; only counts leave. */
async function sharedIdentifiers(
  { state, vault, identity }: Pick<Attune, 'state' | 'vault' | 'identity'>,
  workspace: string,
): Promise<readonly Measured[]> {
  // The list first: a statement must not stay open while others write.
  const rows = state.raw
    .prepare(
      `SELECT person_id, traits FROM people WHERE workspace = ? AND traits <> '{}' ORDER BY updated_at DESC LIMIT ${openedPeople}`,
    )
    .all(workspace) as unknown as { person_id: string; traits: string }[]
  const holders = Object.fromEntries(
    identifierKinds.map((kind) => [kind, new Map<string, Set<string>>()]),
  ) as unknown as Record<IdentifierKind, Map<string, Set<string>>>
  for (const [at, { person_id: personId, traits }] of rows.entries()) {
    if (at % openedATurn === openedATurn - 1) await new Promise(setImmediate)
    const person = identity.resolve(workspace, personId)
    const told = JSON.parse(openedTraits(vault, workspace, personId, traits)) as Record<string, unknown>
    for (const [name, value] of Object.entries(told)) {
      const kind = identifierKindOf(name)
      const normal = kind === undefined ? undefined : normalIdentifier(kind, value)
      if (kind === undefined || normal === undefined) continue
      const of = holders[kind].get(normal) ?? new Set<string>()
      holders[kind].set(normal, of.add(person))
    }
  }
  return identifierKinds.map((kind) => {
    const sets = [...holders[kind].values()]
    const having = new Set(sets.flatMap((persons) => [...persons]))
    const sharing = new Set(sets.filter(({ size }) => size > 1).flatMap((persons) => [...persons]))
    return {
      check: checkOf[kind],
      source: null,
      of: null,
      value: having.size === 0 ? null : sharing.size / having.size,
      rows: having.size,
    }
  })
}

/** By kind, of people who are joined by it, those whose identifier is past the limit. */
function crowdedIdentifiers(
  { config, state }: Pick<Attune, 'config' | 'state'>,
  workspace: string,
): readonly Measured[] {
  const { join, atMost } = config.identity
  const count = state.raw.prepare(
    `SELECT count(DISTINCT person_id) AS n, count(DISTINCT CASE WHEN held > ?3 THEN person_id END) AS crowded
     FROM (SELECT person_id, count(*) OVER (PARTITION BY digest) AS held FROM person_identifiers
       WHERE workspace = ?1 AND kind = ?2)`,
  )
  return join.map((kind) => {
    const { n, crowded } = count.get(workspace, kind, atMost) as { n: number; crowded: number }
    return { check: 'crowded-identifier', source: null, of: kind, value: n === 0 ? null : crowded / n, rows: n }
  })
}
