import type { EventStore } from './event-store-types.ts'
import { type EventTable, eventTables } from './event-tables.ts'

const tableNames = Object.keys(eventTables) as EventTable[]

/**
 * Deletes what the event store has of persons, in one transaction, and answers how many rows of each table those were. Their
 * bytes leave the file with `EventStore.compact`.
 */
export async function eraseRows(
  events: Pick<EventStore, 'query' | 'run' | 'flush'>,
  workspace: string,
  personIds: readonly string[],
): Promise<Readonly<Record<EventTable, number>>> {
  await events.flush()
  const ids = `(SELECT unnest(from_json($2, '["VARCHAR"]')))`
  const of = `workspace = $1 AND person_id IN ${ids}`
  const parameters = [workspace, JSON.stringify(personIds)]
  const counts = await events.query<{ name: EventTable; n: number }>(
    tableNames.map((table) => `SELECT '${table}' AS name, count(*) AS n FROM ${table} WHERE ${of}`).join(' UNION ALL '),
    parameters,
  )
  // Parameters go to the last statement only, so the ids stand in a table of their own for the others.
  await events.run(
    `CREATE OR REPLACE TEMP TABLE erased AS SELECT $1 AS workspace, unnest(from_json($2, '["VARCHAR"]')) AS person_id`,
    parameters,
  )
  await events.run(
    [
      ...tableNames.map(
        (table) =>
          `DELETE FROM ${table} AS t USING erased e WHERE t.workspace = e.workspace AND t.person_id = e.person_id`,
      ),
      'DELETE FROM person_merges AS t USING erased e WHERE t.workspace = e.workspace AND e.person_id IN (t.from_person_id, t.into_person_id)',
      'DROP TABLE erased',
    ].join(';\n'),
  )
  return Object.fromEntries(counts.map(({ name, n }) => [name, n])) as Record<EventTable, number>
}
