import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { dataFolder } from './accuracy-data.ts'

/** A person, an item, and whether it was among what the person bought on a day. */
export interface PurchaseRow {
  readonly person: string
  readonly item: string
  /** What the item is called. */
  readonly text: string
  /** Items that the person had bought before that day, the latest last, each once. */
  readonly history: readonly string[]
  readonly bought: boolean
}

export interface PurchaseRows {
  readonly train: readonly PurchaseRow[]
  readonly test: readonly PurchaseRow[]
}

interface Line {
  readonly person: string
  readonly item: string
  readonly day: string
}

/** Items of a day that are asked about, and others beside each of them. */
const asked = 5
const othersForEach = 4
const longestHistory = 50
const trainFrom = '2011-06-01'
const testFrom = '2011-10-01'

/**
 * UCI Online Retail: on each day on which somebody who had bought before buys, up to five of the items bought and four others
 * for each, drawn as often as items are bought, so that what sells well says little. Days from June to September are learnt
 * from, those from October on are tried.
 */
export function purchaseRows(): PurchaseRows {
  const { lines, texts } = readLines()
  const sold = lines.map(({ item }) => item)
  const random = repeatable(1)
  const history = new Map<string, string[]>()
  const rows: { train: PurchaseRow[]; test: PurchaseRow[] } = { train: [], test: [] }
  const days = Map.groupBy(lines, ({ person, day }) => `${day} ${person}`)
  for (const own of days.values()) {
    const [{ person, day }] = own as [Line, ...Line[]]
    const bought = [...new Set(own.map(({ item }) => item))]
    const before = history.get(person) ?? []
    if (day >= trainFrom && before.length > 0) {
      const past = before.slice(-longestHistory)
      const add = (item: string, isBought: boolean): void => {
        rows[day < testFrom ? 'train' : 'test'].push({
          person,
          item,
          text: texts.get(item) ?? '',
          history: past,
          bought: isBought,
        })
      }
      const chosen = new Set<string>()
      while (chosen.size < Math.min(asked, bought.length))
        chosen.add(bought[Math.floor(random() * bought.length)] as string)
      for (const item of chosen) {
        add(item, true)
        for (let i = 0; i < othersForEach; ) {
          const other = sold[Math.floor(random() * sold.length)] as string
          if (bought.includes(other)) continue
          add(other, false)
          i++
        }
      }
    }
    history.set(person, [...before.filter((item) => !bought.includes(item)), ...bought])
  }
  return rows
}

/** Lines of people who are known, without returns and free ones, in the order of time. */
function readLines(): { readonly lines: readonly Line[]; readonly texts: ReadonlyMap<string, string> } {
  const text = gunzipSync(readFileSync(join(dataFolder, 'online-retail', 'online_retail.csv.gz'))).toString('utf8')
  const texts = new Map<string, string>()
  const lines: Line[] = []
  for (const line of text.split('\n').slice(1)) {
    const fields = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g)?.map((field) => field.replace(/,$/, '')) ?? []
    const [invoice = '', item = '', description = '', quantity, time = '', price, person = ''] = fields
    if (person === '' || invoice.startsWith('C') || !(Number(quantity) > 0) || !(Number(price) > 0)) continue
    if (!texts.has(item)) texts.set(item, description.replaceAll('"', '').trim())
    lines.push({ person, item, day: time.slice(0, 10) })
  }
  return { lines: lines.toSorted((a, b) => (a.day < b.day ? -1 : Number(a.day > b.day))), texts }
}

/** From 0 to 1, the same for the same seed (Park and Miller 1988). */
function repeatable(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
