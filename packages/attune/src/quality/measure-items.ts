import { createNearDuplicates, minHash } from '@attune/language'
import type { Item } from '../api/schemas/items.ts'
import type { Attune } from '../attune.ts'
import { sqlParameters } from '../report/sql-parameters.ts'
import type { CheckName, Measured } from './quality-checks.ts'

/** Items whose titles are compared: a few seconds’ work, some a turn. */
const comparedTitles = 10_000
const titlesATurn = 50
const maxExamples = 5
const fewestPersons = 3

const filled: readonly (readonly [CheckName, (item: Item) => boolean])[] = [
  // Where a catalogue was made of events, the id stands for the title.
  ['item-title', ({ id, title }) => title.trim() !== '' && title !== id],
  ['item-category', ({ categories }) => categories.length > 0],
  ['item-text', ({ description }) => description.trim() !== ''],
  ['item-price', ({ price }) => price !== null],
  ['item-brand', ({ brand }) => brand !== null && brand !== ''],
]

/** What items lack, which of them are nearly the same, and how many events since then name one that is not there. */
export async function measureItems(
  { items, events, embeddings }: Pick<Attune, 'items' | 'events' | 'embeddings'>,
  workspace: string,
  since: number,
): Promise<readonly Measured[]> {
  const all = [...items.all(workspace)]
  const found: Measured[] = filled.map(([check, has]) => ({
    check,
    source: null,
    of: null,
    value: all.length === 0 ? null : all.filter(has).length / all.length,
    rows: all.length,
    examples: examplesOf(all.filter((item) => !has(item)).map(({ id }) => id)),
  }))
  const makesVectors = embeddings.encoderOf(workspace) !== undefined
  const without = makesVectors ? all.filter((item) => embeddings.vectorOf(workspace, item) === undefined) : []
  found.push({
    check: 'item-vector',
    source: null,
    of: null,
    value: makesVectors && all.length > 0 ? 1 - without.length / all.length : null,
    rows: makesVectors ? all.length : 0,
    examples: examplesOf(without.map(({ id }) => id)),
  })
  found.push(await sameTitles(all))
  found.push(...(await knownItems({ items, events }, workspace, since)))
  return found
}

const examplesOf = (ids: readonly string[]): readonly string[] => ids.toSorted().slice(0, maxExamples)

async function sameTitles(all: readonly Item[]): Promise<Measured> {
  const newest = all.toSorted((a, b) => (a.updatedAt > b.updatedAt ? -1 : a.updatedAt < b.updatedAt ? 1 : 0))
  const titled = newest.filter(({ id, title }) => title !== id).slice(0, comparedTitles)
  const seen = createNearDuplicates<string>({ threshold: 0.8 })
  const alike = new Set<string>()
  const pairs: string[] = []
  for (const [at, { id, title }] of titled.entries()) {
    if (at % titlesATurn === titlesATurn - 1) await new Promise(setImmediate)
    const signature = minHash(title)
    const [other] = seen.find(signature)
    if (other !== undefined) {
      alike.add(id).add(other.id)
      if (pairs.length < maxExamples) pairs.push(`${other.id} = ${id}`)
    } else {
      // One of those that are alike stands for all: many the same would be compared with each other.
      seen.add(id, signature)
    }
  }
  const rows = titled.length
  return {
    check: 'same-title',
    source: null,
    of: null,
    value: rows === 0 ? null : alike.size / rows,
    rows,
    examples: pairs,
  }
}

async function knownItems(
  { items, events }: Pick<Attune, 'items' | 'events'>,
  workspace: string,
  since: number,
): Promise<readonly Measured[]> {
  const parameters = sqlParameters()
  const rows = await events.query<{ source: string; item_id: string; n: number; persons: number }>(
    `SELECT source, item_id, count(*) AS n, count(DISTINCT person_id) AS persons FROM events
     WHERE workspace = ${parameters.add(workspace)} AND received_at >= ${parameters.time(since)} AND item_id IS NOT NULL
     GROUP BY source, item_id`,
    parameters.values,
  )
  return [...Map.groupBy(rows, ({ source }) => source)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([source, of]) => {
      const missing = of.filter(({ item_id: id }) => items.get(workspace, id) === undefined)
      const total = sum(of)
      return {
        check: 'item-known',
        source,
        of: null,
        value: (total - sum(missing)) / total,
        rows: total,
        // An id that one person alone names may say something about them.
        examples: missing
          .filter(({ persons }) => persons >= fewestPersons)
          .toSorted((a, b) => b.n - a.n)
          .slice(0, maxExamples)
          .map(({ item_id: id }) => id),
      }
    })
}

const sum = (rows: readonly { readonly n: number }[]): number => rows.reduce((total, { n }) => total + n, 0)
