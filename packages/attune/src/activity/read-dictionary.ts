import type { EventStore } from '../store/event-store-types.ts'
import { signalsSql } from './device-and-channel.ts'

/** Names in columns that hold numbers of 53 bits: reading text from the database costs ten times as much. */
export type NameColumn = 'event' | 'kind' | 'item' | 'currency' | 'signals'

/** The texts behind the numbers of `numberSql`, by column. */
export interface Dictionary {
  readonly salt: number
  readonly texts: Readonly<Record<NameColumn, ReadonlyMap<number, string>>>
}

/** What an event is called here, in SQL; see `eventNameOf`. */
export const eventNameSql = "CASE WHEN type = 'track' THEN coalesce(event, type) ELSE type END"

/** A number of 53 bits for a text, −1 for none: columns without NULL are read quicker, and take half the memory. */
export const numberSql = (text: string, salt: number): string =>
  `CASE WHEN ${text} IS NULL THEN -1 ELSE CAST(hash(${text}, ${salt}) >> 11 AS DOUBLE) END`

const sources: Readonly<Record<NameColumn, readonly (readonly [text: string, table: string])[]>> = {
  event: [[eventNameSql, 'events']],
  kind: [['kind', 'interactions']],
  item: [
    ['item_id', 'interactions'],
    ['item_id', 'events'],
  ],
  currency: [
    ['currency', 'interactions'],
    ['currency', 'events'],
  ],
  signals: [[signalsSql, 'events']],
}
const columns = Object.keys(sources) as readonly NameColumn[]

/** Reads all texts that rows may name, and their numbers; where two have one number, all are numbered anew. */
export async function readDictionary(
  events: Pick<EventStore, 'columns'>,
  wanted: { readonly sql: string; readonly parameters: readonly string[] },
): Promise<Dictionary> {
  for (let salt = 1; ; salt++) {
    const texts: Partial<Record<NameColumn, Map<number, string>>> = {}
    let isUnique = true
    for (const column of columns) {
      const of = new Map<number, string>()
      texts[column] = of
      const all = sources[column].map(
        ([text, table]) => `SELECT DISTINCT ${text} AS text FROM ${table} WHERE ${wanted.sql}`,
      )
      const [numbers = [], names = []] = await events.columns(
        `SELECT ${numberSql('text', salt)}, text FROM (${all.join(' UNION ')})`,
        wanted.parameters,
      )
      // Left in: a filter would have every text worked out twice.
      const told = names.length - (names.includes(null) ? 1 : 0)
      for (let row = 0; row < numbers.length; row++)
        if (names[row] !== null) of.set(numbers[row] as number, names[row] as string)
      isUnique &&= of.size === told
    }
    if (isUnique) return { salt, texts: texts as Dictionary['texts'] }
  }
}
