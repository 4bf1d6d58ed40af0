import type { PeoplePage, PersonSummary } from '../api/schemas/people.ts'
import type { Attune } from '../attune.ts'
import { ownSource } from '../collect/sources/sources.ts'
import { withPersons } from '../report/resolved-persons.ts'
import { sqlParameters } from '../report/sql-parameters.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { mergedTraits, nameOf, searchStatedPersons, statedPersons, userIdOf } from './person-traits.ts'

export type PeopleSource = Pick<Attune, 'config' | 'events' | 'state' | 'vault' | 'identity'>

export interface PeopleQuery {
  /** Part of a user id, anonymous id, person id or name, in any case. */
  readonly search?: string | undefined
  readonly limit: number
  readonly cursor?: string | undefined
  /** False: `search` looks at person ids only. Default true. */
  readonly byIdentifier?: boolean
}

interface PersonRow {
  readonly person: string
  readonly events: number
  readonly orders: number
  readonly first: number
  readonly last: number
  readonly total: number
}

/** Persons with their merged identities as one, by last seen, newest first. */
export async function listPeople(source: PeopleSource, workspace: string, query: PeopleQuery): Promise<PeoplePage> {
  const rows = await readRows(source, workspace, query)
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  return {
    people: summaries(source, workspace, page),
    total: rows[0]?.total ?? (query.cursor === undefined ? 0 : await countAll(source, workspace, query)),
    next: rows.length > query.limit && last ? writeCursor({ at: last.last, id: last.person }) : null,
  }
}

/** A page beyond the last person has no row that could say how many there are. */
async function countAll(source: PeopleSource, workspace: string, query: PeopleQuery): Promise<number> {
  return (await readRows(source, workspace, { ...query, cursor: undefined, limit: 1 }))[0]?.total ?? 0
}

function readRows(
  { events, state, vault, identity }: PeopleSource,
  workspace: string,
  { search, limit, cursor, byIdentifier = true }: PeopleQuery,
): Promise<PersonRow[]> {
  const parameters = sqlParameters()
  const ws = parameters.add(workspace)
  const after = readCursor(cursor)
  let found = ''
  if (search !== undefined && search.trim() !== '') {
    const text = parameters.add(search.trim().toLowerCase())
    const stated = byIdentifier ? searchStatedPersons({ state, vault }, workspace, search.trim()) : []
    const known = stated.map((id) => identity.resolve(workspace, id))
    found = `HAVING bool_or(contains(lower(person_id), ${text}))
      OR person IN (SELECT unnest(from_json(${parameters.add(JSON.stringify(known))}, '["VARCHAR"]')))`
  }
  // To the microsecond the column is finer than the cursor's number, so both are compared in milliseconds.
  const place = after
    ? `WHERE (last, person) < (${parameters.add(Math.round(after.at))}::BIGINT, ${parameters.add(after.id)})`
    : ''
  return events.query<PersonRow>(
    `WITH persons AS (
      SELECT person, count(*) AS events, epoch_ms(min(ts)) AS first, epoch_ms(max(ts)) AS last
      FROM ${withPersons('events', `t.workspace = ${ws} AND t.source <> '${ownSource}'`)} GROUP BY person ${found}
    ),
    counted AS (SELECT *, count(*) OVER () AS total FROM persons),
    page AS (SELECT * FROM counted ${place} ORDER BY last DESC, person DESC LIMIT ${Math.trunc(limit) + 1}),
    ordered AS (
      SELECT person, count(DISTINCT message_id) AS orders
      FROM ${withPersons('interactions', `t.workspace = ${ws} AND t.kind = 'order'`)} GROUP BY person
    )
    SELECT page.*, coalesce(orders, 0) AS orders FROM page LEFT JOIN ordered USING (person)
    ORDER BY last DESC, person DESC`,
    parameters.values,
  )
}

function summaries(
  { state, vault, identity, config }: PeopleSource,
  workspace: string,
  rows: readonly PersonRow[],
): PersonSummary[] {
  const aliases = new Map(rows.map(({ person }) => [person, identity.aliasesOf(workspace, person)]))
  const stated = new Map(
    statedPersons({ state, vault }, workspace, [...aliases.values()].flat()).map((person) => [person.personId, person]),
  )
  return rows.map((row) => {
    const known = (aliases.get(row.person) ?? []).flatMap((id) => stated.get(id) ?? [])
    return {
      personId: row.person,
      userId: userIdOf(stated.get(row.person)) ?? known.map(userIdOf).find((id) => id !== null) ?? null,
      name: nameOf(mergedTraits(known, row.person, config.traits).traits),
      events: row.events,
      orders: row.orders,
      firstSeen: new Date(row.first).toISOString(),
      lastSeen: new Date(row.last).toISOString(),
    }
  })
}
