import type { Attune } from '../attune.ts'
import { sqlParameters } from '../report/sql-parameters.ts'
import { meansOfPersons, personGroups, type Samples } from './person-groups.ts'
import type { Sentiment } from './read-sentiments.ts'
import { type SatisfactionSqlOptions, satisfactionColumns, satisfactionSql, textKeysSql } from './satisfaction-sql.ts'

export interface Group {
  readonly key: string
  readonly people: number
  readonly samples: Samples
}

type Events = Attune['events']

/** Rows put together before others get their turn. */
const atOnce = 5000

/**
 * Rows of `satisfactionSql`, the largest first. Of the `most` largest, and those that are asked for by name; of all where neither is
 * given.
 */
export async function readRows(
  events: Events,
  options: SatisfactionSqlOptions,
  which?: { readonly most: number; readonly keys: readonly string[] },
): Promise<readonly Group[]> {
  const parameters = sqlParameters()
  const columns = await events.columns(satisfactionSql(parameters, options, which), parameters.values)
  const number = (column: number, row: number): number => Number(columns[column]?.[row] ?? 0)
  const groups: Group[] = []
  for (const [row, key] of ((columns[0] ?? []) as string[]).entries()) {
    if (row % atOnce === atOnce - 1) await new Promise((resolve) => setImmediate(resolve))
    const samples: Samples = {}
    for (const [at, part] of satisfactionColumns.entries()) {
      const n = number(2 + 3 * at, row)
      if (n > 0) samples[part] = { n, sum: number(3 + 3 * at, row), sumSquares: number(4 + 3 * at, row) }
    }
    groups.push({ key, people: number(1, row), samples })
  }
  return groups
}

/** Groups with most people, the sentiment of texts among what is known of them. */
export async function readGroups(
  events: Events,
  options: SatisfactionSqlOptions,
  most: number,
  sentiments: readonly Sentiment[],
): Promise<readonly Group[]> {
  const texts = personGroups()
  for (const { key, value } of meansOfPersons(await keyedSentiments(events, options, sentiments)))
    texts.add(key, 'sentiment', value)
  // Texts may make a group one of the largest, so all that have any are read before the smaller ones are cut off.
  const found = await readRows(events, options, { most, keys: texts.keys })
  const known = new Set(found.map(({ key }) => key))
  const withTexts = (key: string, people: number, samples: Samples): Group => {
    const own = texts.of(key)
    return { key, people: Math.max(people, own.sentiment?.n ?? 0), samples: { ...own, ...samples } }
  }
  return [
    ...found.map(({ key, people, samples }) => withTexts(key, people, samples)),
    // Groups of which there are texts and nothing else.
    ...texts.keys.filter((key) => !known.has(key)).map((key) => withTexts(key, 0, {})),
  ]
    .sort(largestFirst)
    .slice(0, most)
}

export const largestFirst = (a: Group, b: Group): number => b.people - a.people || (a.key < b.key ? -1 : 1)

async function keyedSentiments(
  events: Events,
  options: SatisfactionSqlOptions,
  sentiments: readonly Sentiment[],
): Promise<readonly { readonly key: string; readonly personId: string; readonly value: number }[]> {
  if (options.by === 'all') return sentiments.map((one) => ({ key: '', ...one }))
  if (options.by === 'person') return sentiments.map((one) => ({ key: one.personId, ...one }))
  if (sentiments.length === 0) return []
  const parameters = sqlParameters()
  const ids = JSON.stringify(sentiments.map(({ messageId }) => messageId))
  const rows = await events.query<{ message_id: string; key: string }>(
    textKeysSql(parameters, options, ids),
    parameters.values,
  )
  const keyOf = new Map(rows.map(({ message_id, key }) => [message_id, key]))
  return sentiments.flatMap((one) => {
    const key = keyOf.get(one.messageId)
    return key === undefined ? [] : [{ key, ...one }]
  })
}
