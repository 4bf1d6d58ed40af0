import { weightSql } from '../collect/weights.ts'
import type { EventStore } from '../store/event-store-types.ts'

/**
 * Writes what a model may learn from into a Parquet file: person (merges applied), item, weight, time. DuckDB does it in
 * threads of its own, so serving goes on, and the training thread reads the file without touching the store.
 *
 * @returns how many rows were written
 */
export async function exportTrainingData(options: {
  readonly events: Pick<EventStore, 'query' | 'flush'>
  readonly workspace: string
  readonly weights: Readonly<Record<string, number>>
  readonly file: string
}): Promise<number> {
  const { events, workspace, weights, file } = options
  await events.flush()
  const [row] = await events.query<{ Count: number }>(
    `COPY (
       SELECT coalesce(m.into_person_id, i.person_id) AS person, i.item_id AS item,
              CAST(${weightSql(weights, 'i')} AS FLOAT) AS weight, CAST(epoch_ms(i.ts) AS DOUBLE) AS time
       FROM interactions i
       LEFT JOIN person_merges m ON m.workspace = i.workspace AND m.from_person_id = i.person_id
       WHERE i.workspace = ${quoted(workspace)} AND ${weightSql(weights, 'i')} > 0
       ORDER BY person, time, item
     ) TO ${quoted(file)} (FORMAT parquet)`,
  )
  return row?.Count ?? 0
}

/** How many interactions a workspace has in all: whether there is anything new to learn. */
export async function countInteractions(events: Pick<EventStore, 'query'>, workspace: string): Promise<number> {
  const [row] = await events.query<{ count: number }>(
    `SELECT CAST(count(*) AS DOUBLE) AS count FROM interactions WHERE workspace = $1 AND kind <> 'exposure'`,
    [workspace],
  )
  return row?.count ?? 0
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
