import type { Attune } from '../attune.ts'
import { joinedParts } from '../collect/personal-parts.ts'
import type { JsonRecord } from '../collect/read-record.ts'
import { plainName } from '../collect/sources/admit-fields.ts'
import { comparableEvent, keepOf } from '../collect/sources/declaration.ts'
import { profileFields } from '../collect/sources/profile-fields.ts'
import { sqlParameters } from '../report/sql-parameters.ts'
import type { Measured } from './quality-checks.ts'

/** Newest events of a source that are opened and looked at. */
const sampled = 2_000

interface Row {
  readonly event: string
  readonly person_id: string
  readonly properties: string
  readonly sealed: string | null
}

/** Of each event that a source declares the share that has each field declared for it. Fields that are not wanted are left out. */
export async function measureDeclared(
  { events, sources, vault }: Pick<Attune, 'events' | 'sources' | 'vault'>,
  workspace: string,
  since: number,
): Promise<readonly Measured[]> {
  const found: Measured[] = []
  for (const { name: source, declaration } of sources.list(workspace)) {
    const expected = new Map(
      Object.entries(declaration.events).map(([name, { properties }]) => [
        comparableEvent(name),
        { name, fields: Object.keys(properties).filter((path) => keepOf(properties[path] ?? 'any') !== 'drop') },
      ]),
    )
    if (expected.size === 0) continue
    const records = new Map<string, JsonRecord[]>()
    for (const row of await newest(events, workspace, source, since)) {
      const key = comparableEvent(row.event)
      if (!expected.has(key)) continue
      const opened = row.sealed === null ? undefined : vault.open(workspace, row.person_id, row.sealed)
      const { properties = null } = JSON.parse(opened ?? '{}') as { properties?: JsonRecord }
      const of = records.get(key) ?? []
      records.set(key, of)
      of.push(joinedParts(JSON.parse(row.properties) as JsonRecord, properties))
    }
    // Whoever waits for an answer comes in between.
    await new Promise(setImmediate)
    for (const [key, of] of records) {
      const { name = '', fields = [] } = expected.get(key) ?? {}
      const shares = new Map(profileFields(of).map(({ path, share }) => [path, share]))
      for (const path of fields) {
        const label = `${plainName(name)} · ${path}`
        found.push({ check: 'declared-field', source, of: label, value: shares.get(path) ?? 0, rows: of.length })
      }
    }
  }
  return found
}

function newest(events: Attune['events'], workspace: string, source: string, since: number): Promise<Row[]> {
  const parameters = sqlParameters()
  return events.query<Row>(
    `SELECT event, person_id, properties, sealed FROM events
     WHERE workspace = ${parameters.add(workspace)} AND source = ${parameters.add(source)} AND type = 'track'
       AND event IS NOT NULL AND received_at >= ${parameters.time(since)} ORDER BY received_at DESC LIMIT ${sampled}`,
    parameters.values,
  )
}
