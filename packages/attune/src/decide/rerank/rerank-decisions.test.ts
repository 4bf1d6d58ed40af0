import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Placement, RecommendationResponse } from '../../api/schemas/decide.ts'
import type { Rerank } from '../../api/schemas/rerank.ts'
import { homePlacement } from '../placements-table.ts'
import { fillTeaShop, mugs, type TeaShop, teaShop } from '../tea-shop.fixture.ts'

let shop: TeaShop
beforeAll(async () => {
  shop = await teaShop()
  await fillTeaShop(shop)
  await shop.train()
  await shop.act('ann', 'Product Viewed', 'tea-1')
  await shop.act('ann', 'Order Completed', 'mug-1')
})
afterAll(() => shop.close())

const idsOf = (answer: RecommendationResponse): string[] => answer.items.map(({ itemId }) => itemId)
const put = (id: string, rerank: Rerank, rest: Partial<Placement> = {}): Promise<void> =>
  shop.attune.placements.put('default', { ...homePlacement, ...rest, id, rerank }, 'test')
const stages = (...all: Rerank['stages']): Rerank => ({ stages: all })
const rule = (when: string, action: Extract<Rerank['stages'][number], { kind: 'rules' }>['rules'][number]['action']) =>
  stages({ kind: 'rules', name: 'shop', rules: [{ name: 'wanted', when, action }] })

test('a filter holds for the whole list, which is filled all the same', async () => {
  await put('cheap', rule('"tea" in categories and price >= 40', { kind: 'filter' }))
  const answer = await shop.preview('ann', { placement: 'cheap', n: 3, explain: true, context: { language: 'zh' } })
  expect(idsOf(answer).sort()).toEqual(['tea-4', 'tea-5', 'tea-6'])
  const [first] = answer.rerank?.leftOut ?? []
  expect(answer.rerank?.stages).toEqual(['shop'])
  expect(first).toMatchObject({ itemId: expect.stringMatching(/^mug/), stage: 'shop' })
  expect(first?.text).toMatch(/^「杯子 \d」被移出列表（原第 1 位）：未通过规则「wanted」。$/)
})

test('a filter holds for what is explored, with exact propensities', async () => {
  await put('lucky', rule('price == 99 and not seen_within("1d")', { kind: 'filter' }), {
    exploration: 0.5,
    includeSeen: true,
  })
  const others = mugs.filter((id) => id !== 'mug-1')
  const propensities = new Map<string, number>()
  let times = 0
  for (let run = 0; run < 300; run++) {
    const [item] = (await shop.preview('ann', { placement: 'lucky', n: 1 })).items
    expect(others).toContain(item?.itemId)
    propensities.set(item?.itemId as string, item?.propensity as number)
    if (item?.explored) times++
  }
  // Five may come: the best with ½ + ½ · ⅕, each other with ½ · ⅕. Ann saw mug-1 a minute ago.
  expect([...propensities.values()].sort()).toEqual([0.1, 0.1, 0.1, 0.1, 0.6])
  // Binomial(300, ½): four standard deviations.
  expect(Math.abs(times - 150)).toBeLessThan(35)
  shop.clock.now += 2 * 86_400_000
  await put('lucky', rule('price == 99 and seen_within("7d")', { kind: 'filter' }), {
    exploration: 0.5,
    includeSeen: true,
  })
  // Only what this person saw may come: certain, by the model or by chance.
  const again = await shop.preview('ann', { placement: 'lucky', n: 3 })
  expect(again.items.map(({ itemId, propensity }) => [itemId, propensity])).toEqual([['mug-1', 1]])
})

test('a filter holds for new items that are given a share of the places, with exact propensities', async () => {
  await shop.act('eva', 'Product Viewed', 'tea-1')
  const publishedAt = new Date(shop.clock.now - 86_400_000).toISOString()
  await shop.put(
    { id: 'tea-new', title: 'New tea', categories: ['tea'], publishedAt },
    { id: 'mug-new', title: 'New mug', categories: ['kitchen'], publishedAt },
  )
  shop.clock.now += 2000
  const newItems = { share: 0.4, days: 14, below: 100 }
  await put('news', rule('"tea" in categories', { kind: 'filter' }), { newItems })
  const seen = new Map<string, number>()
  for (let run = 0; run < 60; run++) {
    const [item] = (await shop.preview('eva', { placement: 'news', n: 1 })).items
    seen.set(item?.itemId as string, item?.propensity as number)
  }
  const [best] = [...seen.keys()].filter((id) => id !== 'tea-new')
  expect(Object.fromEntries(seen)).toEqual({ 'tea-new': 0.4, [best as string]: 0.6 })
  expect(best).toMatch(/^tea-\d$/)
  await shop.attune.items.remove('default', ['tea-new', 'mug-new'])
  shop.clock.now += 2000
})

test('what somebody was shown counts as seen within a time, though nothing was done with it', async () => {
  await put('fresh', rule('"kitchen" in categories and not seen_within("1d")', { kind: 'filter' }))
  await shop.act('zoe', 'Product Viewed', 'mug-2')
  const before = idsOf(await shop.preview('zoe', { placement: 'fresh', n: 5 }))
  const [first] = before
  await shop.act('zoe', 'Recommendation Viewed', first as string)
  expect(idsOf(await shop.preview('zoe', { placement: 'fresh', n: 5 })).sort()).toEqual(before.slice(1).sort())
  shop.clock.now += 2 * 86_400_000
  expect(idsOf(await shop.preview('zoe', { placement: 'fresh', n: 5 }))).toContain(first)
})

test('boosts and buries change the order, pins fetch what the model did not think of', async () => {
  const plain = idsOf(await shop.preview('ann', { n: 4 }))
  expect(plain[0]).toMatch(/^mug/)
  await put('boost', rule('"tea" in categories', { kind: 'boost', factor: 1000 }))
  expect(idsOf(await shop.preview('ann', { placement: 'boost', n: 4 })).every((id) => id.startsWith('tea'))).toBe(true)
  await put('bury', rule(`id == "${plain[0]}"`, { kind: 'bury' }))
  expect(idsOf(await shop.preview('ann', { placement: 'bury', n: 4 }))).not.toContain(plain[0])
  await shop.put({ id: 'gift', title: 'Gift card', categories: ['gifts'], price: 5 })
  await put('pin', { depth: 3, ...rule('"gifts" in categories', { kind: 'pin', position: 2 }) })
  const pinned = await shop.preview('ann', { placement: 'pin', n: 3, context: { language: 'en' }, explain: true })
  expect(idsOf(pinned)).toEqual([plain[0], 'gift', plain[1]])
  expect(pinned.items[1]).toMatchObject({
    reason: 'selected for this place',
    because: [],
    explanation: {
      sentence: null,
      moves: [
        {
          stage: 'shop',
          from: 4,
          to: 2,
          text: '“Gift card” moved up from place 4 to 2: the rule “wanted” pins it to place 2.',
        },
      ],
    },
  })
  expect(pinned.rerank?.leftOut).toMatchObject([{ itemId: plain[2], stage: 'shop' }])
  await shop.attune.items.remove('default', ['gift'])
  expect(idsOf(await shop.preview('ann', { placement: 'pin', n: 3 }))).toEqual(plain.slice(0, 3))
})

test('caps hold in every window; where nothing fits, the list ends or is filled', async () => {
  const caps = (whenStuck: 'stop' | 'relax') =>
    stages({ kind: 'caps', whenStuck, caps: [{ by: 'categories', most: 1, window: 2 }] })
  await put('caps', caps('stop'))
  const kinds = (answer: RecommendationResponse) => answer.items.map(({ itemId }) => itemId.slice(0, 3))
  expect(kinds(await shop.preview('ann', { placement: 'caps', n: 4 }))).toEqual(['mug', 'tea', 'mug', 'tea'])
  const teaOnly = { placement: 'caps', n: 3, filter: { categories: ['tea'] } }
  expect(kinds(await shop.preview('ann', teaOnly))).toEqual(['tea'])
  await put('caps', caps('relax'))
  expect(kinds(await shop.preview('ann', teaOnly))).toEqual(['tea', 'tea', 'tea'])
})

test('variety, calibration and fairness each bring in what the model’s order keeps out', async () => {
  const n = 4
  const teasIn = async (id: string): Promise<number> =>
    idsOf(await shop.preview('ann', { placement: id, n })).filter((itemId) => itemId.startsWith('tea')).length
  await put('mmr', stages({ kind: 'mmr', relevance: 0, similarity: 'categories' }))
  expect(
    idsOf(await shop.preview('ann', { placement: 'mmr', n: 2 }))
      .map((id) => id.slice(0, 3))
      .sort(),
  ).toEqual(['mug', 'tea'])
  // recencyItemKnn has no vectors: categories and tags stand in for them.
  await put('mmr', stages({ kind: 'mmr', relevance: 0, similarity: 'model' }))
  expect(
    idsOf(await shop.preview('ann', { placement: 'mmr', n: 2 }))
      .map((id) => id.slice(0, 3))
      .sort(),
  ).toEqual(['mug', 'tea'])
  await put('dpp', stages({ kind: 'dpp', relevance: 0, similarity: 'categories' }))
  expect(
    idsOf(await shop.preview('ann', { placement: 'dpp', n: 2 }))
      .map((id) => id.slice(0, 3))
      .sort(),
  ).toEqual(['mug', 'tea'])
  expect(idsOf(await shop.preview('ann', { n })).every((id) => id.startsWith('mug'))).toBe(true)
  // An order weighs 1, a view .1, so she wants kitchen and tea as 10 to 1. Divergence of four places, by hand:
  // .333 for 4 to 0, .082 for 3 to 1.
  await put('taste', stages({ kind: 'calibrate', by: 'categories', calibration: 1 }))
  expect(await teasIn('taste')).toBe(1)
  await put('fair', stages({ kind: 'fairExposure', share: 0.9, protected: { when: '"tea" in categories' } }))
  await put('fair-by', stages({ kind: 'fairExposure', share: 0.9, protected: { by: 'categories', values: ['tea'] } }))
  expect(await teasIn('fair')).toBeGreaterThanOrEqual(2)
  expect(idsOf(await shop.preview('ann', { placement: 'fair', n }))).toEqual(
    idsOf(await shop.preview('ann', { placement: 'fair-by', n })),
  )
})

test('novelty turns the order of what is popular round', async () => {
  const first = { variation: 'popular', n: 1, context: { language: 'en' } }
  const [best] = idsOf(await shop.preview('a stranger', first))
  await shop.put({ id: 'rare', title: 'Rare', categories: ['tea'] })
  // The order of the catalogue is at most a second old.
  shop.clock.now += 2000
  await put('novel', stages({ kind: 'novelty', novelty: 1 }))
  const novel = await shop.preview('a stranger', { ...first, placement: 'novel', explain: true })
  expect(idsOf(novel)).toEqual(['rare'])
  expect(novel.items[0]?.explanation?.moves[0]?.text).toMatch(/few people know it/)
  expect(best).not.toBe('rare')
  await shop.attune.items.remove('default', ['rare'])
})

test('an arm may have a re-ranking of its own, or none', async () => {
  const none = rule('false', { kind: 'filter' })
  const [own, other] = homePlacement.split
  await put('arms', none, {
    split: [{ ...(own as Placement['split'][number]), rerank: null }, other as Placement['split'][number]],
  })
  expect((await shop.preview('ann', { placement: 'arms', n: 3 })).items).toHaveLength(3)
  expect(await shop.preview('ann', { placement: 'arms', n: 3, variation: 'popular' })).toMatchObject({
    items: [],
    fallback: { code: 'nothing-eligible' },
  })
})

test('a list that re-ranking fills with others than the model’s says so', async () => {
  await put('others', rule('"tea" in categories', { kind: 'bury' }))
  await shop.act('tom', 'Product Viewed', 'tea-1')
  const plain = await shop.preview('tom', { n: 3 })
  expect(plain.fallback).toBeNull()
  const answer = await shop.preview('tom', { placement: 'others', n: 3 })
  expect(idsOf(answer).every((id) => id.startsWith('mug'))).toBe(true)
  expect(answer).toMatchObject({ model: { name: 'recencyItemKnn' }, fallback: { code: 'too-few-candidates' } })
})

test('the stages are logged with the decision; without explain nothing is explained', async () => {
  await put(
    'logged',
    stages({ kind: 'mmr', relevance: 0.7, similarity: 'model' }, { kind: 'novelty', name: 'new', novelty: 0.1 }),
  )
  const { decisionId, ...answer } = await shop.ask('ann', {
    placement: 'logged',
    context: { page: '/', $rerank: 'no' },
  })
  const row = (await shop.logged()).find((logged) => logged.decision_id === decisionId)
  expect(JSON.parse(row?.context as string)).toMatchObject({ page: '/', $rerank: ['mmr', 'new'] })
  expect(answer).not.toHaveProperty('rerank')
  expect(answer.items[0]).not.toHaveProperty('explanation')
})

describe('an unsaved placement', () => {
  const draft = (rerank: Rerank): Placement => ({ ...homePlacement, id: 'draft', rerank })
  const request = { userId: 'ann', n: 3, context: {}, filter: {}, explain: true, variation: 'personalised' }

  test('is previewed without being saved or logged', async () => {
    const before = (await shop.logged()).length
    const answer = await shop.attune.decider.preview(
      'default',
      draft(rule('"tea" in categories', { kind: 'filter' })),
      request,
    )
    expect(answer).toMatchObject({ decisionId: null, placement: 'draft' })
    expect(idsOf(answer).every((id) => id.startsWith('tea'))).toBe(true)
    expect(shop.attune.placements.get('default', 'draft')).toBeUndefined()
    expect(await shop.logged()).toHaveLength(before)
  })

  test('with a mistake in a rule is refused with the field, the place and both languages, and so is saving it', async () => {
    const wrong = draft(rule('prise < 5', { kind: 'filter' }))
    const problem = {
      code: 'invalid-rule',
      details: {
        field: 'rerank.stages.0.rules.0.when',
        line: 1,
        column: 1,
        suggestion: 'price',
        en: 'Line 1, column 1: there is no field prise; did you mean price?',
        zh: '第 1 行第 1 列：没有字段 prise；您是想写 price 吗？',
      },
    }
    await expect(shop.attune.decider.preview('default', wrong, request)).rejects.toMatchObject(problem)
    await expect(shop.attune.placements.put('default', wrong, 'test')).rejects.toMatchObject(problem)
    expect(shop.attune.placements.get('default', 'draft')).toBeUndefined()
  })
})
