import type { Item, PeoplePage, Person, Timeline } from 'attune/api-types'
import { lcg } from './lcg.ts'

const day = 86_400_000
const minute = 60_000

export function personOf(summary: PeoplePage['people'][number], at: (ms: number) => string): Person {
  const r = lcg(11)
  return {
    ...summary,
    traits: summary.name ? { name: summary.name, city: '杭州', plan: 'member' } : {},
    traitOrigins: summary.name ? { city: { source: 'crm', at: at(3 * 86_400_000), corrected: false } } : {},
    identifiers: [
      {
        kind: summary.userId ? 'user' : 'anonymous',
        personId: summary.personId,
        mergeId: null,
        since: summary.firstSeen,
      },
      ...(summary.userId
        ? [
            { kind: 'anonymous' as const, personId: 'p_2b7e91d0a4c1', mergeId: 71, since: at(200 * day) },
            { kind: 'anonymous' as const, personId: 'p_55aa01b2c3d4', mergeId: 112, since: at(20 * day) },
          ]
        : []),
    ],
    counts: { view: 731, click: 212, cart: 44, order: summary.orders, rating: 9, search: 38 },
    interests: [
      { category: 'light oolong', share: 0.38, interactions: 214 },
      { category: 'teaware', share: 0.24, interactions: 131 },
      { category: 'green tea', share: 0.15, interactions: 77 },
      { category: 'articles', share: 0.12, interactions: 60 },
      { category: 'gift sets', share: 0.06, interactions: 31 },
    ],
    activity: Array.from({ length: 90 }, (_, i) => (r() < 0.45 ? 0 : Math.round(r() * (i > 60 ? 24 : 14)))),
  }
}

export function timeline(at: (ms: number) => string, items: readonly Item[], only: string): Timeline {
  const name = (i: number) => ({ id: items[i]?.id ?? `i${i}`, title: items[i]?.title ?? null })
  const blank = {
    event: null,
    items: [],
    value: null,
    currency: null,
    placement: null,
    variation: null,
    model: null,
    decisionId: null,
    position: null,
  }
  const entries: Timeline['entries'] = [
    {
      ...blank,
      at: at(6 * minute),
      by: 'they',
      kind: 'view',
      event: 'Product Viewed',
      items: [name(0)],
      placement: 'home',
      decisionId: 'd_77c1',
      position: 1,
    },
    {
      ...blank,
      at: at(7 * minute),
      by: 'we',
      kind: 'decision',
      items: [0, 1, 2, 3, 4, 5, 6, 7].map(name),
      placement: 'home',
      variation: 'personalised',
      model: 'recencyItemKnn v14',
      decisionId: 'd_77c1',
    },
    { ...blank, at: at(8 * minute), by: 'they', kind: 'search', event: 'Products Searched' },
    {
      ...blank,
      at: at(3 * day),
      by: 'they',
      kind: 'order',
      event: 'Order Completed',
      items: [name(2), name(3)],
      value: 268,
      currency: 'CNY',
    },
    { ...blank, at: at(3 * day + 30 * minute), by: 'they', kind: 'cart', event: 'Product Added', items: [name(2)] },
    { ...blank, at: at(9 * day), by: 'they', kind: 'rating', event: 'Product Rated', items: [name(4)], value: null },
  ]
  const kept = entries.filter(
    (entry) => only === 'all' || (only === 'orders' ? entry.kind === 'order' : entry.by === 'we'),
  )
  return { entries: kept, next: null }
}
