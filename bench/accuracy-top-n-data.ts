import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import {
  denseIdMap,
  historyOf,
  type Interactions,
  type ItemText,
  idMapOf,
  interactionsFrom,
  interactionsFromDense,
  randomOf,
  type Split,
} from '@attune/recommend'
import { dataFolder } from './accuracy-data.ts'

const textOf = (...path: readonly string[]): string =>
  gunzipSync(readFileSync(join(dataFolder, ...path))).toString('utf8')

/** Last.fm: a random fifth of the rows (person, artist, plays) is to be found, everything else is trained on and asked with. */
export function lastfmRandomRows(seed: number): Split {
  const lines = textOf('lastfm-2k', 'user_artists.tsv.gz').trimEnd().split('\n')
  const columns = lines.map((line) => line.split('\t'))
  const all = interactionsFrom({
    persons: columns.map(([person = '']) => person),
    items: columns.map(([, item = '']) => item),
    weights: columns.map(([, , plays]) => Number(plays)),
  })
  const random = randomOf(seed)
  const kept = Array.from(all.indices, () => random() >= 0.2)
  const keep = <Value>(values: readonly Value[], held: boolean): Value[] => values.filter((_, at) => kept[at] === held)
  const persons = all.persons.ids.flatMap((_, person) =>
    historyOf(all, person).items.length === 0 ? [] : Array.from(historyOf(all, person).items, () => person),
  )
  const train = interactionsFromDense({
    persons: Int32Array.from(keep(persons, true)),
    items: Int32Array.from(keep([...all.indices], true)),
    weights: keep([...all.values], true),
    personIds: all.persons,
    itemIds: all.items,
  })
  const hidden = new Map<number, number[]>()
  for (const [at, person] of persons.entries()) {
    if (!kept[at]) hidden.set(person, [...(hidden.get(person) ?? []), all.indices[at] as number])
  }
  const cases = [...hidden].map(([person, targets]) => ({
    person,
    history: historyOf(train, person),
    targets: Int32Array.from(targets),
  }))
  return { protocol: 'kfold', folds: [{ train, cases }] }
}

/** Office products: titles and descriptions of all items, and who had what before the test period. */
export function amazonOffice(): { readonly pairs: Interactions; readonly text: (item: number) => ItemText } {
  const items = Object.entries(JSON.parse(textOf('amazon-office', 'items.json.gz'))) as [
    string,
    { title?: string; description?: string },
  ][]
  const itemIds = idMapOf(items.map(([id]) => id))
  const seen = new Set<string>()
  const persons = new Map<string, number>()
  const columns = { persons: [] as number[], items: [] as number[] }
  for (const line of textOf('amazon-office', 'valid.csv.gz').trimEnd().split('\n').slice(1)) {
    const { person, history, next } = officeRow(line)
    for (const id of [...history, next]) {
      const item = itemIds.indexOf.get(id)
      if (item === undefined || seen.has(`${person} ${id}`)) continue
      seen.add(`${person} ${id}`)
      if (!persons.has(person)) persons.set(person, persons.size)
      columns.persons.push(persons.get(person) as number)
      columns.items.push(item)
    }
  }
  const pairs = interactionsFromDense({
    persons: Int32Array.from(columns.persons),
    items: Int32Array.from(columns.items),
    personIds: denseIdMap(persons.size),
    itemIds,
  })
  const text = (item: number): ItemText => {
    const { title = '', description = '' } = items[item]?.[1] ?? {}
    return { title, description }
  }
  return { pairs, text }
}

/** user_id, history_item_title, item_title, history_item_id, item_id, …: the ids stand in the only list of numbers. */
function officeRow(line: string): { person: string; history: string[]; next: string } {
  const person = line.slice(0, line.indexOf(','))
  const [, list = '', next = ''] = /,"?\[([\d, ']*)\]"?,(\d+),/.exec(line) ?? []
  return {
    person,
    history: list
      .split(',')
      .map((id) => id.trim().replaceAll("'", ''))
      .filter((id) => id !== ''),
    next,
  }
}

/**
 * Cold items: a tenth of the items that anybody had is hidden, everybody who had one is asked with the rest of their
 * items, and only the hidden items are ranked.
 */
export function coldItems(pairs: Interactions, seed: number): Split {
  const random = randomOf(seed)
  const held = [...new Set(pairs.indices)].sort((a, b) => a - b)
  const cold = new Set(
    held
      .map((item) => [random(), item] as const)
      .sort(([a], [b]) => a - b)
      .slice(0, Math.round(held.length / 10))
      .map(([, item]) => item),
  )
  const persons: number[] = []
  const items: number[] = []
  const targetsOf = new Map<number, number[]>()
  for (let person = 0; person < pairs.persons.ids.length; person++) {
    for (const item of historyOf(pairs, person).items) {
      if (cold.has(item)) targetsOf.set(person, [...(targetsOf.get(person) ?? []), item])
      else {
        persons.push(person)
        items.push(item)
      }
    }
  }
  const train = interactionsFromDense({
    persons: Int32Array.from(persons),
    items: Int32Array.from(items),
    personIds: pairs.persons,
    itemIds: pairs.items,
  })
  const cases = [...targetsOf]
    .map(([person, targets]) => ({
      person,
      history: historyOf(train, person),
      targets: Int32Array.from(targets),
      candidates: Int32Array.from(cold).filter((item) => !targets.includes(item)),
    }))
    .filter(({ history }) => history.items.length > 0)
  return { protocol: 'kfold', folds: [{ train, cases }] }
}
