import { personalParts } from '../../collect/personal-parts.ts'
import type { JsonRecord } from '../../collect/read-record.ts'
import { sealedPayload } from '../../collect/sealed-payload.ts'
import { sealedTraits } from '../../collect/sealed-traits.ts'
import type { EventStore } from '../../store/event-store-types.ts'
import type { StateStore } from '../../store/state-store.ts'
import { sealedMark, type Vault } from './vault.ts'

interface Stores {
  readonly state: StateStore
  readonly events: EventStore
  readonly vault: Vault
}

const rowsAtOnce = 20_000

/**
 * Seals what a data folder from before the vault holds in clear: identifiers and traits of people, what is personal in
 * events and decisions, what was refused. Does nothing where that was done; broken off, it goes on where it stopped.
 */
export async function sealStored(stores: Stores): Promise<void> {
  sealPeople(stores)
  const [old] = await stores.events.query(
    `SELECT 1 AS found FROM information_schema.tables WHERE table_name = 'identifiers_in_clear'`,
  )
  if (old === undefined) return
  await liftIdentifiers(stores)
  await sealRows(stores, 'events')
  await sealRows(stores, 'decisions')
  await sealPayloads(stores)
  await stores.events.run('DROP TABLE identifiers_in_clear')
}

function sealPeople({ state, vault }: Stores): void {
  const clear = state.raw
    .prepare(
      `SELECT workspace, person_id, identifier, traits FROM people
       WHERE (identifier IS NOT NULL AND substr(identifier, 1, 3) <> ?1) OR (traits <> '{}' AND substr(traits, 1, 3) <> ?1)`,
    )
    .all(sealedMark) as { workspace: string; person_id: string; identifier: string | null; traits: string }[]
  const write = state.raw.prepare('UPDATE people SET identifier = ?, traits = ? WHERE workspace = ? AND person_id = ?')
  const sealed = clear.map(({ workspace, person_id: id, identifier, traits }) => [
    identifier === null || identifier.startsWith(sealedMark) ? identifier : vault.seal(workspace, id, identifier),
    traits.startsWith(sealedMark) ? traits : sealedTraits(vault, workspace, id, traits),
    workspace,
    id,
  ])
  // Not before the keys are on disk.
  vault.flush()
  state.transaction(() => {
    for (const row of sealed) write.run(...(row as [string | null, string, string, string]))
  })
}

async function liftIdentifiers({ state, events, vault }: Stores): Promise<void> {
  const rows = await events.query<{ workspace: string; person: string; kind: string; id: string; at: number }>(
    `SELECT workspace, person_id AS person, kind, id, CAST(epoch_ms(first) AS DOUBLE) AS at FROM identifiers_in_clear`,
  )
  const write = state.raw.prepare(
    `INSERT INTO people (workspace, person_id, kind, identifier, traits, created_at, updated_at) VALUES (?, ?, ?, ?, '{}', ?, ?)
     ON CONFLICT (workspace, person_id) DO UPDATE SET kind = excluded.kind, identifier = coalesce(identifier, excluded.identifier)`,
  )
  const sealed = rows.map((row) => ({ ...row, identifier: vault.seal(row.workspace, row.person, row.id) }))
  vault.flush()
  state.transaction(() => {
    for (const { workspace, person, kind, identifier, at } of sealed)
      write.run(workspace, person, kind, identifier, Math.round(at), Math.round(at))
  })
}

interface ClearRow {
  readonly row: number
  readonly workspace: string
  readonly person: string
  readonly properties: string | null
  readonly context: string
}

/** Rows that have a sealed part already are left alone. */
async function sealRows({ events, vault }: Stores, table: 'events' | 'decisions'): Promise<void> {
  const properties = table === 'events' ? 'properties' : 'NULL::VARCHAR AS properties'
  for (let after = -1; ; ) {
    const rows = await events.query<ClearRow>(
      `SELECT CAST(rowid AS DOUBLE) AS row, workspace, person_id AS person, ${properties}, context FROM ${table}
       WHERE rowid > $1 AND sealed IS NULL ORDER BY rowid LIMIT ${rowsAtOnce}`,
      [after],
    )
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.row
    const changed = rows.flatMap((row) => sealedRow(vault, row) ?? [])
    vault.flush()
    const set = table === 'events' ? 'properties = s.properties, ' : ''
    if (changed.length > 0)
      await events.run(
        `UPDATE ${table} AS t SET ${set}context = s.context, sealed = s.sealed
         FROM (SELECT unnest(from_json($1, '[{"row":"BIGINT","properties":"VARCHAR","context":"VARCHAR","sealed":"VARCHAR"}]'), recursive := true)) AS s
         WHERE t.rowid = s.row`,
        [JSON.stringify(changed)],
      )
  }
}

function sealedRow(vault: Vault, { row, workspace, person, properties, context }: ClearRow) {
  const ofProperties = personalParts(JSON.parse(properties ?? '{}') as JsonRecord)
  const told = JSON.parse(context) as JsonRecord
  // Ids of persons that decisions of old carried.
  const { $userId: _, $anonymousId: __, ...rest } = told
  const ofContext = personalParts(rest)
  const nothing = ofProperties.personal === null && ofContext.personal === null
  if (nothing && Object.keys(rest).length === Object.keys(told).length) return undefined
  const personal = {
    ...(ofProperties.personal && { properties: ofProperties.personal }),
    ...(ofContext.personal && { context: ofContext.personal }),
  }
  return {
    row,
    properties: JSON.stringify(ofProperties.open),
    context: JSON.stringify(ofContext.open),
    sealed: nothing ? null : vault.seal(workspace, person, JSON.stringify(personal)),
  }
}

async function sealPayloads({ events, vault }: Stores): Promise<void> {
  const rows = await events.query<{ row: number; workspace: string; at: number; payload: string }>(
    `SELECT CAST(rowid AS DOUBLE) AS row, workspace, CAST(epoch_ms(received_at) AS DOUBLE) AS at, payload FROM quarantine
     WHERE payload IS NOT NULL AND NOT starts_with(payload, $1)`,
    [sealedMark],
  )
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const sealed = rows
      .slice(from, from + rowsAtOnce)
      .map(({ row, workspace, at, payload }) => ({ row, payload: sealedPayload(vault, workspace, at, payload) }))
    vault.flush()
    await events.run(
      `UPDATE quarantine AS t SET payload = s.payload
       FROM (SELECT unnest(from_json($1, '[{"row":"BIGINT","payload":"VARCHAR"}]'), recursive := true)) AS s WHERE t.rowid = s.row`,
      [JSON.stringify(sealed)],
    )
  }
}
