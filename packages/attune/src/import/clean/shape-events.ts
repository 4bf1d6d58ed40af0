import { join } from 'node:path'
import { type Staging, sqlText } from './staging.ts'

const joins = `JOIN person ON person.i = kept.person JOIN event ON event.i = kept.event
  LEFT JOIN item ON item.i = kept.item LEFT JOIN ord ON ord.i = kept.ord
  LEFT JOIN currency ON currency.i = kept.currency LEFT JOIN message ON message.i = kept.message`

const known = (column: string) => `nullif(kept.${column}, 'NaN'::DOUBLE)`
/** Members of a JSON object; concat_ws leaves out those that are null. */
const member = (name: string, column: string) => `'"${name}":' || ${column}`
const numberMember = (name: string, column: string) => `'"${name}":' || json_number(${known(column)})`
const who = `coalesce('u' || user_id, 'a' || anonymous_id)`
const importId = (...parts: readonly string[]) => `'import-' || left(md5(concat_ws(chr(31), ${parts.join(', ')})), 24)`

const interactionKind = `CASE WHEN stars = 1 AND NOT isnan(kept.rating) THEN 'rating' ELSE kind END`
const amount = `CASE WHEN stars = 1 AND NOT isnan(kept.rating) THEN kept.rating ELSE coalesce(${known('quantity')}, 1) END`
const money = `CASE WHEN money = 1 THEN sign * ${known('value')} * coalesce(${known('quantity')}, 1) END`

/** What is to be stored, as Parquet files. */
export interface ShapedFiles {
  /** Columns of `events` (without workspace, type, source and times of receipt), and `records`: the lines behind each. */
  readonly events: string
  /** Columns of `interactions`, without the workspace. */
  readonly interactions: string
  /** Those of orders once more, with the `records` behind each and, as JSON, its `products`. */
  readonly orderLines: string
  /** Lines and events that are in them. */
  readonly records: number
  readonly eventCount: number
}

/**
 * From `kept`, the rows for the event store. Rows of one order are one event with several interactions, and the same item
 * twice in it is added up. Message ids come from the content (of an order from its id), so that importing the same again
 * gives the same ids.
 *
 * @param options.timed false when the times were made up: they are then no part of the content
 * @returns SQL expressions that read the rows, in order of time
 */
export async function shapeEvents(
  staging: Staging,
  { timed, folder }: { readonly timed: boolean; readonly folder: string },
): Promise<ShapedFiles> {
  const context = sqlText(timed ? '{}' : '{"times":"order-only"}')
  // 4.0 is written 4, as JavaScript does.
  await staging.run(`CREATE MACRO json_number(x) AS
    CASE WHEN isnan(x) THEN NULL WHEN x = floor(x) AND abs(x) < 1e15 THEN x::BIGINT::VARCHAR ELSE x::VARCHAR END`)
  const [single, order, line] = ['single', 'order', 'line'].map((name) => sqlText(join(folder, `${name}.parquet`)))
  const number = (column: string) => `coalesce(json_number(kept.${column}), '')`
  const facts = [
    timed ? 'kept.time::BIGINT' : `''`,
    number('rating'),
    number('value'),
    number('quantity'),
    'kept.repeat',
  ]
  const id = importId(who, 'event.name', `coalesce(item.id, '')`, `coalesce(currency.id, '')`, ...facts)
  await staging.run(`COPY (SELECT
      coalesce(message.id, ${id}) AS message_id, event.name AS event, person_id, item.id AS item_id,
      coalesce(${money}, ${known('value')} * coalesce(${known('quantity')}, 1)) AS value, currency.id AS currency,
      '{' || concat_ws(',', ${member('product_id', 'item.json')}, ${numberMember('rating', 'rating')}, ${numberMember('price', 'value')},
        ${numberMember('quantity', 'quantity')}, ${member('currency', 'currency.json')}) || '}' AS properties,
      ${context} AS context, make_timestamp((kept.time * 1000)::BIGINT) AS ts, 1 AS records,
      ${interactionKind} AS kind, ${amount} AS amount, ${money} AS money
    FROM (SELECT * FROM kept WHERE ord < 0 ORDER BY time) AS kept ${joins}) TO ${single} ${parquet}`)
  await shapeOrders(staging, context)
  await staging.run(`COPY whole_order TO ${order} ${parquet}`)
  await staging.run(`COPY order_line TO ${line} ${parquet}`)
  const [count] = await staging.rows<{ records: number; events: number }>(`SELECT count(*)::DOUBLE AS records,
    (count(*) FILTER (ord < 0) + (SELECT count(*) FROM whole_order))::DOUBLE AS events FROM kept`)
  const event = 'message_id, event, person_id, item_id, value, currency, properties, context, ts, records'
  const interaction = 'message_id, person_id, item_id, kind, amount, value, currency, ts'
  return {
    events: `(SELECT ${event} FROM read_parquet(${single}) UNION ALL SELECT ${event} FROM read_parquet(${order}))`,
    interactions: `(SELECT message_id, person_id, item_id, kind, amount, money AS value, currency, ts FROM read_parquet(${single})
        WHERE kind IS NOT NULL AND item_id IS NOT NULL
      UNION ALL SELECT ${interaction} FROM read_parquet(${line}) WHERE kind IS NOT NULL AND item_id IS NOT NULL)`,
    orderLines: `(SELECT ${interaction}, records, products FROM read_parquet(${line}) WHERE kind IS NOT NULL AND item_id IS NOT NULL)`,
    records: count?.records ?? 0,
    eventCount: count?.events ?? 0,
  }
}

// Read once and thrown away: packing would cost more than it saves.
const parquet = '(FORMAT parquet, COMPRESSION uncompressed)'

async function shapeOrders(staging: Staging, context: string): Promise<void> {
  await staging.run(`CREATE TABLE one_line AS SELECT
      min(kept.row) OVER same AS head, min(kept.time) OVER same AS happened, kept.row, kept.person, kept.event, kept.ord,
      coalesce(first_value(message.id) OVER (PARTITION BY kept.ord, kept.person, kept.event ORDER BY kept.row), ${importId(who, 'event.name', 'ord.id')}) AS message_id,
      person_id, event.name, item.id AS item_id, currency.id AS currency, ${interactionKind} AS kind,
      ${amount} AS amount, ${money} AS money, ord.json AS order_json, currency.json AS currency_json,
      '{' || concat_ws(',', ${member('product_id', 'item.json')}, ${numberMember('rating', 'rating')}, ${numberMember('price', 'value')}, ${numberMember('quantity', 'quantity')}) || '}' AS product,
      ${known('value')} * coalesce(${known('quantity')}, 1) AS total
    FROM (SELECT * FROM kept WHERE ord >= 0) AS kept ${joins}
    WINDOW same AS (PARTITION BY kept.ord, kept.person, kept.event)`)
  await staging.run(`CREATE TABLE order_line AS SELECT message_id, any_value(person_id) AS person_id, item_id, kind,
      CASE WHEN kind = 'rating' THEN max(amount) ELSE sum(amount) END AS amount, sum(money) AS value, any_value(currency) AS currency,
      make_timestamp((min(happened) * 1000)::BIGINT) AS ts, min(row) AS row,
      count(*)::INTEGER AS records, string_agg(product, ',' ORDER BY row) AS products
    FROM one_line GROUP BY message_id, item_id, kind ORDER BY min(happened), row`)
  await staging.run(`CREATE TABLE whole_order AS SELECT message_id, any_value(name) AS event, any_value(person_id) AS person_id,
      CASE WHEN count(DISTINCT item_id) = 1 THEN any_value(item_id) END AS item_id,
      coalesce(sum(money), sum(total)) AS value, any_value(currency) AS currency,
      '{' || concat_ws(',', '"order_id":' || any_value(order_json), '"currency":' || any_value(currency_json),
        '"products":[' || string_agg(product, ',' ORDER BY row) || ']') || '}' AS properties,
      ${context} AS context, make_timestamp((min(happened) * 1000)::BIGINT) AS ts, count(*)::INTEGER AS records
    FROM one_line GROUP BY message_id ORDER BY min(happened)`)
}
