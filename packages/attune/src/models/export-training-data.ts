import type { TrainingNeeds } from '@attune/recommend'
import { weightSql } from '../collect/weights.ts'
import type { ConsentExceptions } from '../protect/consent/consent.ts'
import type { EventStore } from '../store/event-store-types.ts'

/** The kind of interaction whose amount is stars. */
const ratingKind = 'rating'
const person = 'coalesce(m.into_person_id, i.person_id)'

/**
 * Writes what a model may learn from into a Parquet file: person (merges applied), item, weight, time. Weights are those of
 * the events, above zero; or, for models that learn from ratings, the stars (0 to 5) of everybody's latest rating of each
 * item. DuckDB does it in threads of its own, so serving goes on, and the training thread reads the file without touching
 * the store. Who does not agree to being learnt from is left out.
 *
 * @returns how many rows were written
 */
export async function exportTrainingData(options: {
  readonly events: Pick<EventStore, 'query' | 'flush'>
  readonly workspace: string
  readonly values: TrainingNeeds['values']
  readonly weights: Readonly<Record<string, number>>
  /** Who agrees to being learnt from: everybody but these, or only these. */
  readonly consent: ConsentExceptions
  readonly file: string
}): Promise<number> {
  const { events, workspace, values, weights, consent, file } = options
  await events.flush()
  const ratings = values === 'ratings'
  const weight = ratings ? 'i.amount' : weightSql(weights, 'i')
  const [row] = await events.query<{ Count: number }>(
    `COPY (
       SELECT ${person} AS person, i.item_id AS item,
              CAST(${weight} AS FLOAT) AS weight, CAST(epoch_ms(i.ts) AS DOUBLE) AS time
       FROM interactions i
       LEFT JOIN person_merges m ON m.workspace = i.workspace AND m.from_person_id = i.person_id
       WHERE i.workspace = ${quoted(workspace)} AND ${ratings ? `i.kind = '${ratingKind}'` : `${weight} > 0`}
         ${agreed(consent)}
       ${ratings ? `QUALIFY row_number() OVER (PARTITION BY ${person}, i.item_id ORDER BY i.ts DESC, i.rowid DESC) = 1` : ''}
       ORDER BY person, time, item
     ) TO ${quoted(file)} (FORMAT parquet)`,
  )
  return row?.Count ?? 0
}

/** Rows of persons who agree; all of them where nobody is an exception. */
function agreed({ allowedByDefault, personIds }: ConsentExceptions): string {
  if (allowedByDefault && personIds.length === 0) return ''
  const ids = `(SELECT unnest(from_json(${quoted(JSON.stringify(personIds))}, '["VARCHAR"]')))`
  return `AND ${person} ${allowedByDefault ? 'NOT IN' : 'IN'} ${ids}`
}

/** How many interactions (or ratings) a workspace has in all: whether there is anything new to learn. */
export async function countInteractions(
  events: Pick<EventStore, 'query'>,
  workspace: string,
  values: TrainingNeeds['values'],
): Promise<number> {
  const [row] = await events.query<{ count: number }>(
    `SELECT CAST(count(*) AS DOUBLE) AS count FROM interactions
     WHERE workspace = $1 AND kind ${values === 'ratings' ? `= '${ratingKind}'` : "<> 'exposure'"}`,
    [workspace],
  )
  return row?.count ?? 0
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
