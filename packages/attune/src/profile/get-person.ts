import type { Person } from '../api/schemas/people.ts'
import type { Attune } from '../attune.ts'
import { corrected } from '../collect/keep-trait.ts'
import { ownSource } from '../collect/sources/sources.ts'
import { weightSql } from '../collect/weights.ts'
import { type SqlParameters, sqlParameters } from '../report/sql-parameters.ts'
import { daySql, daysOf, timeRange } from '../report/time-range.ts'
import type { FoundPerson } from './find-person.ts'
import { personInterests } from './person-interests.ts'
import { mergedTraits, nameOf, statedPersons, userIdOf } from './person-traits.ts'

export type PersonSource = Pick<Attune, 'clock' | 'config' | 'events' | 'state' | 'vault' | 'consent' | 'items'>

/** The portrait of a person: who they are, what they did, what they like. All identities count as one. */
export async function getPerson(source: PersonSource, workspace: string, found: FoundPerson): Promise<Person> {
  const { personId, aliases } = found
  const stated = statedPersons(source, workspace, aliases)
  const { traits, origins } = mergedTraits(stated, personId, source.config.traits)
  const identities = await readIdentities(source, workspace, aliases)
  const interactions = await readInteractions(source, workspace, aliases)
  const merges = mergesOf(source, workspace, aliases)
  const sum = identities.reduce((total, { events }) => total + events, 0)
  const iso = (ms: number | undefined): string | null =>
    ms === undefined || !Number.isFinite(ms) ? null : new Date(ms).toISOString()
  return {
    personId,
    userId:
      userIdOf(stated.find((person) => person.personId === personId)) ??
      stated.map(userIdOf).find((id) => id !== null) ??
      null,
    name: nameOf(traits),
    events: sum,
    orders: interactions.orders,
    firstSeen: iso(Math.min(...identities.map(({ first }) => first))),
    lastSeen: iso(Math.max(...identities.map(({ last }) => last))),
    traits,
    traitOrigins: Object.fromEntries(
      Object.entries(origins).map(([name, { source: from, at }]) => [
        name,
        { source: from === corrected ? null : from, at: new Date(at).toISOString(), corrected: from === corrected },
      ]),
    ),
    identifiers: aliases.map((alias) => {
      const identity = identities.find(({ person_id }) => person_id === alias)
      return {
        kind: stated.find((person) => person.personId === alias)?.kind ?? 'anonymous',
        personId: alias,
        mergeId: merges.get(alias) ?? null,
        since: iso(identity?.first),
      }
    }),
    counts: interactions.counts,
    // A portrait is only drawn of who agrees to it; what they did is theirs to see all the same.
    interests: source.consent.allowed(workspace, personId, 'profiling')
      ? personInterests(interactions.byItem, (id) => source.items.get(workspace, id))
      : [],
    activity: await readActivity(source, workspace, aliases),
  }
}

const ofPersons = (parameters: SqlParameters, workspace: string, aliases: readonly string[]): string =>
  `workspace = ${parameters.add(workspace)} AND person_id IN (${aliases.map((id) => parameters.add(id)).join(', ')})`

interface IdentityRow {
  readonly person_id: string
  readonly events: number
  readonly first: number
  readonly last: number
}

function readIdentities({ events }: PersonSource, workspace: string, aliases: readonly string[]) {
  const parameters = sqlParameters()
  return events.query<IdentityRow>(
    `SELECT person_id, count(*) AS events, min(ts) AS first, max(ts) AS last
     FROM events WHERE ${ofPersons(parameters, workspace, aliases)} AND source <> '${ownSource}' GROUP BY person_id`,
    parameters.values,
  )
}

async function readInteractions({ events, config }: PersonSource, workspace: string, aliases: readonly string[]) {
  const parameters = sqlParameters()
  const of = ofPersons(parameters, workspace, aliases)
  const rows = await events.query<{ kind: string; item_id: string; n: number; weight: number; orders: number }>(
    `SELECT kind, item_id, count(*) AS n, sum(${weightSql(config.weights)}) AS weight,
       (SELECT count(DISTINCT message_id) FROM interactions WHERE ${of} AND kind = 'order') AS orders
     FROM interactions WHERE ${of} GROUP BY kind, item_id`,
    parameters.values,
  )
  const counts: Record<string, number> = {}
  for (const { kind, n } of rows) counts[kind] = (counts[kind] ?? 0) + n
  return {
    counts,
    orders: rows[0]?.orders ?? 0,
    byItem: rows
      .filter(({ weight }) => weight !== 0)
      .map(({ item_id, weight, n }) => ({ itemId: item_id, weight, interactions: n })),
  }
}

/** Person id → the merge in force that joined it to another. */
function mergesOf({ state }: PersonSource, workspace: string, aliases: readonly string[]): ReadonlyMap<string, number> {
  const rows = state.raw
    .prepare(
      `SELECT id, from_person_id FROM person_merges WHERE workspace = ? AND undone_at IS NULL
       AND from_person_id IN (SELECT value FROM json_each(?))`,
    )
    .all(workspace, JSON.stringify(aliases)) as unknown as { id: number; from_person_id: string }[]
  return new Map(rows.map((row) => [row.from_person_id, row.id]))
}

/** Events a day over the last 90 days, oldest first. */
async function readActivity({ events, clock }: PersonSource, workspace: string, aliases: readonly string[]) {
  const range = timeRange({}, clock(), 90)
  const parameters = sqlParameters()
  const of = ofPersons(parameters, workspace, aliases)
  const rows = await events.query<{ day: string; n: number }>(
    `SELECT ${daySql('ts', 0)} AS day, count(*) AS n FROM events
     WHERE ${of} AND source <> '${ownSource}' AND ts >= ${parameters.time(range.from)} AND ts < ${parameters.time(range.to)} GROUP BY day`,
    parameters.values,
  )
  const byDay = new Map(rows.map(({ day, n }) => [day, n]))
  return daysOf(range).map((day) => byDay.get(day) ?? 0)
}
