import { fitRecommender, interactionsFrom, type Recommender, recommenderKinds } from '@attune/recommend'
import { expect, test } from 'vitest'
import type { Item } from '../api/schemas/items.ts'
import type { LiveModel } from '../models/model-registry.ts'
import type { DenseHistory } from '../profile/history-index.ts'
import { explainSlots } from './explain-slots.ts'
import type { Situation } from './situation.ts'

const teas = ['t1', 't2', 't3', 't4']
const mugs = ['m1', 'm2', 'm3', 'm4']
const itemIds = [...teas, ...mugs].sort()
const dense = (id: string): number => itemIds.indexOf(id)
const titleOf = (id: string): string => (id.startsWith('t') ? `Green tea ${id}` : `Blue mug ${id}`)

/** Who takes teas rates them 5 and one mug 1, and the other way round; ann’s own history stays out. */
const rows = Array.from({ length: 24 }, (_, person) => {
  const [liked, other] = person % 2 === 0 ? [teas, mugs] : [mugs, teas]
  return [
    ...liked.filter((_, at) => at !== (person >> 1) % 4).map((item) => ({ person: `p${person}`, item, weight: 5 })),
    { person: `p${person}`, item: other[(person >> 1) % 4] as string, weight: 1 },
  ]
}).flat()
const interactions = interactionsFrom({
  persons: rows.map(({ person }) => person),
  items: rows.map(({ item }) => item),
  weights: Float32Array.from(rows, ({ weight }) => weight),
  times: Float64Array.from(rows.keys()),
})

const history: DenseHistory = {
  items: Int32Array.of(dense('t1'), dense('t2')),
  weights: Float32Array.of(5, 4),
  times: Float64Array.of(100, 101),
  kinds: ['order', 'view'],
  seen: Int32Array.of(dense('t1'), dense('t2')),
}
const situation = { now: 200, lookingAt: undefined } as unknown as Situation

function explained(recommender: Recommender, language: string) {
  const live: LiveModel = {
    name: recommender.kind,
    kind: recommender.kind,
    version: 1,
    recommender,
    itemIds,
    indexOf: new Map(itemIds.map((id, at) => [id, at])),
  }
  const slots = ['t3', 't4'].map((itemId) => ({
    itemId,
    dense: dense(itemId),
    score: 1,
    source: 'model' as const,
    propensity: 1,
  }))
  const itemOf = (id: string) => ({ id, title: titleOf(id), language: null }) as Item
  return explainSlots(slots, { situation, model: { live, history }, itemOf, language })
}

const small: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  ials: { factors: 4 },
  bpr: { factors: 4 },
  sasrec: { width: 8, learningRate: 0.01, dropout: 0.1 },
  twoTower: { width: 8, epochs: 10 },
  association: { minSupport: 0.01 },
}
/** What is popular is so for everybody; how high somebody rates, whatever the item, is no reason for this one. */
const withoutHistory = ['popularity', 'baseline']

test.each(withoutHistory)('%s gives no reason of the person’s own', async (kind) => {
  const told = explained(await fitRecommender(kind, interactions, {}, { now: 200 }), 'en')
  const reason = kind === 'popularity' ? 'popular right now' : null
  expect(told.map((one) => [one.reason, one.wholeReason()])).toEqual([
    [reason, null],
    [reason, null],
  ])
})

test.each(Object.keys(recommenderKinds).filter((kind) => !withoutHistory.includes(kind)))(
  '%s names what of the history stands behind an item, with shares, in both languages',
  async (kind) => {
    const recommender = await fitRecommender(kind, interactions, small[kind] ?? {}, {
      now: 200,
      itemText: (item) => ({ title: titleOf(itemIds[item] as string) }),
    })
    const told = explained(recommender, 'en')
    expect(
      told.some(({ contributions }) => contributions.length > 0),
      kind,
    ).toBe(true)
    for (const [at, { contributions, because, reason, wholeReason }] of told.entries()) {
      if (contributions.length === 0) {
        expect([reason, wholeReason(), because]).toEqual([null, null, []])
        continue
      }
      expect(because).toEqual(contributions.map(({ itemId }) => itemId))
      expect(['t1', 't2']).toEqual(expect.arrayContaining([...because]))
      const total = contributions.reduce((sum, { share }) => sum + share, 0)
      expect(total).toBeLessThanOrEqual(1 + 1e-6)
      expect(contributions.every(({ share }) => share > 0)).toBe(true)
      const part = ({ itemId, share }: { itemId: string; share: number }, zh: boolean): string => {
        const percent = Math.round(share * 100)
        const [did, open, close] = zh ? ['您', '「', '」'] : ['you ', '“', '”']
        const verb = itemId === 't1' ? (zh ? '买过' : 'bought ') : zh ? '看过' : 'viewed '
        const amount = zh ? `（${percent} %）` : ` (${percent} %)`
        return `${zh ? '因为' : 'because '}${did}${verb}${open}${titleOf(itemId)}${close}${amount}`
      }
      expect(wholeReason()).toBe(contributions.map((one) => part(one, false)).join(', and '))
      expect(explained(recommender, 'zh')[at]?.wholeReason()).toBe(
        contributions.map((one) => part(one, true)).join('，也'),
      )
    }
  },
)

test('what was done in the same way is named together', async () => {
  const recommender = await fitRecommender('itemKnn', interactions, {}, { now: 200 })
  const live = { name: 'knn', kind: 'itemKnn', version: 1, recommender, itemIds, indexOf: new Map() }
  const slot = { itemId: 't3', dense: dense('t3'), score: 1, source: 'model', propensity: 1 } as const
  const same = { ...history, weights: Float32Array.of(1, 1), kinds: ['order', 'order'] }
  const itemOf = (id: string) => ({ id, title: id, language: null }) as Item
  const [told] = explainSlots([slot], { situation, model: { live, history: same }, itemOf, language: 'zh' })
  expect(told?.wholeReason()).toMatch(/^因为您买过「t\d」（\d+ %）和「t\d」（\d+ %）$/)
})
