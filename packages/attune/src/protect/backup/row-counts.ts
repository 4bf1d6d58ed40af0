import type { Attune } from '../../attune.ts'
import { type EventTable, eventTables } from '../../store/event-tables.ts'

/** Rows of the tables that a backup carries. */
export async function rowCounts({ events, state }: Pick<Attune, 'events' | 'state'>): Promise<Record<string, number>> {
  const tables = Object.keys(eventTables) as EventTable[]
  const rows = await events.query<{ name: string; n: number }>(
    tables.map((table) => `SELECT '${table}' AS name, count(*) AS n FROM ${table}`).join(' UNION ALL '),
  )
  const counted = ['people', 'items', 'placements', 'consents', 'audit'].map((table): [string, number] => [
    table,
    Number(state.raw.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n),
  ])
  return { ...Object.fromEntries(rows.map(({ name, n }) => [name, n])), ...Object.fromEntries(counted) }
}
