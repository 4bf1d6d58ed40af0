import { newActivityChunk } from '../../activity/activity-chunk.ts'
import type { ActivityEntries } from '../../activity/activity-index.ts'
import { noKind } from '../../activity/activity-index.ts'
import type { Item } from '../../api/schemas/items.ts'
import { weightOf } from '../../collect/weights.ts'
import type { Base } from './base.ts'
import { noCorrections } from './corrections.ts'
import type { PortraitFacts, PortraitMeans } from './portrait-of.ts'
import { isSensitiveBy } from './sensitive.ts'
import { wordsOf } from './words-of.ts'

export const now = Date.UTC(2026, 5, 1, 12)

const brands: Readonly<Record<string, string>> = { tea: 'Hill', cup: 'Kiln', pot: 'Forge' }
export const items: readonly Item[] = ['tea-1', 'cup-1', 'pot-1'].map((id) => ({
  id,
  kind: 'product',
  title: id,
  description: '',
  categories: [id.slice(0, 3)],
  tags: [],
  brand: brands[id.slice(0, 3)] as string,
  price: null,
  currency: null,
  image: null,
  url: null,
  language: null,
  attributes: {},
  available: true,
  publishedAt: null,
  updatedAt: '2026-01-01T00:00:00.000Z',
}))
const kinds = ['view', 'order', 'refund', 'dislike']

/** Entries as the activity index gives them. */
export function activityOf(
  events: readonly { time: number; kind?: string; item?: string; value?: number }[],
): ActivityEntries {
  const chunk = newActivityChunk(Math.max(1, events.length))
  for (const [at, { time, kind, item, value }] of events.toSorted((a, b) => a.time - b.time).entries()) {
    chunk.times[at] = time
    chunk.kinds[at] = kind === undefined ? noKind : kinds.indexOf(kind)
    chunk.items[at] = items.findIndex(({ id }) => id === item)
    chunk.amounts[at] = 1
    chunk.values[at] = value ?? Number.NaN
  }
  return { ...chunk, from: 0, to: events.length }
}

const root = Math.SQRT1_2
/** 500 buyers, of whom two are known more closely. */
const base: Base = {
  at: now,
  people: 1000,
  rfm: {
    currency: 'CNY',
    buyers: 500,
    recency: [10, 20, 40, 80],
    frequency: [1, 2, 3, 5],
    monetary: [100, 200, 400, 800],
  },
  orderPauses: new Float64Array(0),
  visitPauses: new Float64Array(0),
  sample: [
    {
      personId: 'p_same',
      interests: new Map([
        ['category\ntea', 0.5],
        ['category\ncup', 0.5],
        ['brand\nHill', 0.5],
        ['brand\nKiln', 0.5],
      ]),
      vector: undefined,
    },
    {
      personId: 'p_half',
      interests: new Map([
        ['category\ntea', root],
        ['brand\nHill', root],
      ]),
      vector: Float32Array.from([1, 0]),
    },
  ],
}

export const meansOf = (some: Partial<PortraitMeans> = {}): PortraitMeans => ({
  kindOf: (kind) => kinds[kind] ?? '',
  currencyOf: () => 'CNY',
  deviceOf: () => '',
  channelOf: () => '',
  itemOf: (item) => items[item],
  weightOf: (kind, amount) => weightOf(kind, amount),
  facts: { bandOf: () => undefined, rarity: () => 1 },
  base,
  wordsOf,
  isSensitive: isSensitiveBy([]),
  halfLifeDays: 90,
  timeZone: 'UTC',
  itemVector: undefined,
  isAllowed: () => true,
  ...some,
})

export const personWith = (some: Partial<PortraitFacts>): PortraitFacts => ({
  personId: 'p_ann',
  profiling: true,
  entries: activityOf([]),
  traits: [],
  corrections: noCorrections,
  sentiment: null,
  now,
  language: 'en',
  ...some,
})
