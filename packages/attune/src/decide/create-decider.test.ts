import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RecommendationResponse } from '../api/schemas/decide.ts'
import type { DecidedItem } from '../store/rows.ts'
import { homePlacement } from './placements-table.ts'
import { fillTeaShop, mugs, type TeaShop, teaShop, teas } from './tea-shop.fixture.ts'

const idsOf = ({ items }: RecommendationResponse): string[] => items.map(({ itemId }) => itemId)

describe('with a trained model', () => {
  let shop: TeaShop
  beforeAll(async () => {
    shop = await teaShop()
    await fillTeaShop(shop)
    await shop.train()
  })
  afterAll(() => shop.close())

  test('an event changes the next answer, without training', async () => {
    await shop.act('ann', 'Product Viewed', 'tea-1')
    const before = await shop.preview('ann', { n: 3 })
    expect(before).toMatchObject({ fallback: null, model: { name: 'recencyItemKnn', version: 1 } })
    expect(idsOf(before).every((id) => teas.includes(id))).toBe(true)
    await shop.act('ann', 'Product Viewed', 'mug-1')
    const after = await shop.preview('ann', { n: 3 })
    expect(after.items[0]?.itemId).toMatch(/^mug/)
  })

  test('what somebody has interacted with is not offered again, unless asked for', async () => {
    await shop.act('bob', 'Product Viewed', 'tea-1')
    await shop.act('bob', 'Product Viewed', 'tea-2')
    const fresh = await shop.preview('bob', { n: 12 })
    expect(idsOf(fresh)).not.toContain('tea-1')
    expect(idsOf(fresh)).not.toContain('tea-2')
    const all = await shop.preview('bob', { n: 12, filter: { includeSeen: true } })
    expect(idsOf(all).sort()).toEqual([...mugs, ...teas])
  })

  test('the item being looked at steers the answer and is not offered itself', async () => {
    const answer = await shop.preview('a stranger', { n: 3, context: { itemId: 'mug-3' } })
    expect(answer.fallback).toBeNull()
    expect(idsOf(answer).every((id) => mugs.includes(id))).toBe(true)
    expect(idsOf(answer)).not.toContain('mug-3')
    expect(answer.items[0]).toMatchObject({ reason: '因为您正在看「杯子 3」', because: ['mug-3'] })
    expect((await shop.preview('a stranger', { n: 3 })).fallback?.code).toBe('unknown-person')
  })

  test.each([
    ['Product Viewed', 'because you viewed “Tea 1”', '因为您看过「Tea 1」'],
    ['Product Added', 'because you put “Tea 1” in your cart', '因为您把「Tea 1」加入过购物车'],
    ['Order Completed', 'because you bought “Tea 1”', '因为您买过「Tea 1」'],
    ['Product Liked', 'because you liked “Tea 1”', '因为您喜欢「Tea 1」'],
    ['Product Rated', 'because you rated “Tea 1”', '因为您给「Tea 1」打过分'],
  ])('after %s the reason says so, in both languages', async (event, english, chinese) => {
    const who = `after ${event}`
    await shop.act(who, event, 'tea-1')
    const [first] = (await shop.preview(who, { n: 1, context: { language: 'en-GB' } })).items
    expect(first).toMatchObject({ reason: english, because: ['tea-1'] })
    expect((await shop.preview(who, { n: 1, context: { language: 'zh' } })).items[0]?.reason).toBe(chinese)
  })

  test('the reason names the strongest thing somebody did with the item', async () => {
    await shop.act('eve', 'Order Completed', 'tea-1')
    await shop.act('eve', 'Product Viewed', 'tea-1')
    expect((await shop.preview('eve', { n: 1 })).items[0]?.reason).toBe('because you bought “Tea 1”')
  })

  test('without a language of the request the item’s own counts', async () => {
    await shop.act('fay', 'Product Viewed', 'mug-1')
    expect((await shop.preview('fay', { n: 1 })).items[0]?.reason).toBe('因为您看过「杯子 1」')
  })

  test('filters hold for the model and for what fills up the list', async () => {
    await shop.act('gus', 'Product Viewed', 'tea-1')
    const cheap = await shop.preview('gus', { n: 10, filter: { maxPrice: 40 } })
    expect(idsOf(cheap).sort()).toEqual(['tea-2', 'tea-3', 'tea-4'])
    expect(cheap.fallback?.code).toBe('too-few-items')
    const kitchen = await shop.preview('gus', { n: 3, filter: { categories: ['kitchen'] } })
    expect(kitchen).toMatchObject({ model: { name: 'popular', version: 0 }, fallback: { code: 'no-candidates' } })
    expect(kitchen.items.every(({ itemId, reason }) => mugs.includes(itemId) && reason === '近期热门')).toBe(true)
  })

  test('the reason given for popular items is true: what was excluded, and an item nobody knows, are not blamed on the model', async () => {
    await shop.act('gil', 'Product Viewed', 'tea-1')
    const others = await shop.preview('gil', { n: 3, filter: { excludeItems: teas } })
    expect(others.fallback).toEqual({
      code: 'no-candidates',
      message: 'The model has nothing that goes with this history and may be shown here, so popular items are shown.',
    })
    for (const itemId of ['unheard-of', 'constructor']) {
      const answer = await shop.preview('a stranger', { n: 3, context: { itemId } })
      expect(answer.fallback?.code).toBe('unknown-person')
    }
  })

  test('nothing that passes gives an empty list that says so', async () => {
    const answer = await shop.preview('ann', { filter: { categories: ['cars'] } })
    expect(answer).toMatchObject({ items: [], fallback: { code: 'nothing-eligible' } })
  })

  test('an item that becomes unavailable or is deleted is gone from the next answer', async () => {
    await shop.act('hal', 'Product Viewed', 'tea-1')
    const [first, second] = idsOf(await shop.preview('hal', { n: 2 }))
    await shop.put({ id: first as string, title: 'Sold out', available: false })
    await shop.attune.items.remove('default', [second as string])
    const next = idsOf(await shop.preview('hal', { n: 12 }))
    expect(next).not.toContain(first)
    expect(next).not.toContain(second)
    const back = { title: 'Back', categories: ['tea'], price: 1 }
    await shop.put({ id: first as string, ...back }, { id: second as string, ...back })
  })

  test('somebody who did nothing with an item yet gets popular items', async () => {
    await shop.attune.collector.collect({
      workspace: 'default',
      source: 'test',
      events: [{ type: 'identify', userId: 'ida', traits: {}, messageId: 'identify-ida' }],
    })
    const answer = await shop.preview('ida', { n: 2 })
    expect(answer).toMatchObject({ model: { name: 'popular' }, fallback: { code: 'no-history' } })
    expect(answer.items[0]).toMatchObject({ score: 1, because: [] })
  })

  test('the history of a visitor counts for the user it turns out to be', async () => {
    await shop.act({ anonymousId: 'visitor-1' }, 'Product Viewed', 'mug-2')
    await shop.attune.collector.collect({
      workspace: 'default',
      source: 'test',
      events: [{ type: 'identify', userId: 'joe', anonymousId: 'visitor-1', messageId: 'identify-joe' }],
    })
    const answer = await shop.preview('joe', { n: 2 })
    expect(answer.fallback).toBeNull()
    expect(answer.items[0]?.because).toEqual(['mug-2'])
    expect(answer.personId).toBe(shop.attune.identity.personIdOf('default', { userId: 'joe' }))
  })

  test('the decision is on disk before the answer, with model, version, arm and propensities', async () => {
    await shop.act('kim', 'Product Viewed', 'tea-1')
    shop.clock.now += 1
    const answer = await shop.ask('kim', { n: 2, context: { page: '/home' } })
    const row = (await shop.logged()).find((logged) => logged.decision_id === answer.decisionId)
    const variation = answer.variation
    expect(row).toMatchObject({
      workspace: 'default',
      placement: 'home',
      person_id: answer.personId,
      variation,
      variation_propensity: variation === 'popular' ? 0.1 : 0.9,
      model: answer.model.name,
      model_version: answer.model.version,
      fallback: null,
      ts: shop.clock.now,
    })
    const items = JSON.parse(row?.items as string) as DecidedItem[]
    expect(items).toEqual(
      answer.items.map(({ itemId, score, propensity, explored, because }) => ({
        itemId,
        score,
        propensity,
        explored,
        because,
      })),
    )
    expect(JSON.parse(row?.context as string)).toMatchObject({ page: '/home' })
  })

  test('a preview is not logged', async () => {
    const before = (await shop.logged()).length
    expect((await shop.preview('kim')).decisionId).toBeNull()
    expect(await shop.logged()).toHaveLength(before)
  })

  test('everybody gets the arm of the split, always the same one', async () => {
    const arms = new Set<string>()
    for (let person = 0; person < 60; person++) {
      const { variation } = await shop.ask(`arm-${person}`, { preview: true })
      expect((await shop.ask(`arm-${person}`, { preview: true })).variation).toBe(variation)
      arms.add(variation)
    }
    expect([...arms].sort()).toEqual(['personalised', 'popular'])
  })

  test('a decision can be found again, also after a restart, and only in its workspace', async () => {
    const { decisionId, ...answer } = await shop.ask('lea', { n: 3 })
    const found = {
      decisionId,
      placement: 'home',
      personId: shop.attune.identity.personIdOf('default', { userId: 'lea' }),
      itemIds: answer.items.map(({ itemId }) => itemId),
    }
    expect(await shop.attune.decider.find('default', decisionId as string)).toEqual(found)
    expect(await shop.attune.decider.find('other', decisionId as string)).toBeUndefined()
    await shop.restart()
    expect(await shop.attune.decider.find('default', decisionId as string)).toEqual(found)
    expect(await shop.attune.decider.find('other', decisionId as string)).toBeUndefined()
    expect(await shop.attune.decider.find('default', 'd_never')).toBeUndefined()
  })

  test('items like one item come from the model; popular ones of its categories where it knows none', async () => {
    const like = shop.attune.decider.similar('default', 'tea-2', 3)
    expect(like).toMatchObject({ model: { name: 'recencyItemKnn', version: 1 }, fallback: null })
    expect(like.items.every(({ itemId }) => teas.includes(itemId) && itemId !== 'tea-2')).toBe(true)
    await shop.put({ id: 'tea-new', title: 'New tea', categories: ['tea'] })
    const unknown = shop.attune.decider.similar('default', 'tea-new', 3)
    expect(unknown).toMatchObject({ model: null, fallback: { code: 'no-similar-items' } })
    expect(unknown.items.length).toBe(3)
    expect(unknown.items.every(({ item }) => item?.categories.includes('tea'))).toBe(true)
    expect(() => shop.attune.decider.similar('default', 'nowhere', 3)).toThrow(
      expect.objectContaining({ code: 'unknown-item', status: 404 }),
    )
  })

  test('another workspace knows nothing of all this', async () => {
    const request = { placement: 'home', userId: 'ann', context: {}, n: 5, filter: {}, preview: true, explain: false }
    const answer = await shop.attune.decider.recommend('other', request)
    expect(answer).toMatchObject({ items: [], fallback: { code: 'empty-catalogue' } })
  })

  test.each([
    ['unknown-placement', { placement: 'nowhere' }, { placements: ['home'] }],
    ['variation-without-preview', { variation: 'popular' }, { field: 'variation' }],
    ['unknown-variation', { variation: 'best', preview: true }, { variations: ['personalised', 'popular'] }],
  ])('%s is refused and not logged', async (code, request, details) => {
    const before = (await shop.logged()).length
    await expect(shop.ask('ann', request)).rejects.toMatchObject({ code, details: expect.objectContaining(details) })
    expect(await shop.logged()).toHaveLength(before)
  })

  test('exploration draws unseen items that pass, and logs what it did with its probability', async () => {
    await shop.attune.placements.put('default', { ...homePlacement, id: 'explore', exploration: 0.5 }, 'test')
    await shop.act('max', 'Product Viewed', 'tea-1')
    const passing = ['tea-2', 'tea-3', 'tea-4', 'tea-5', 'tea-new']
    let explored = 0
    for (let run = 0; run < 200; run++) {
      const answer = await shop.preview('max', {
        placement: 'explore',
        n: 1,
        filter: { categories: ['tea'], excludeItems: ['tea-6'] },
        context: { language: 'en' },
      })
      const item = answer.items[0]
      expect(passing).toContain(item?.itemId)
      // Five may come: the best one by the model (½) or by chance (½ of ⅕), the others by chance alone.
      expect([0.5 + 0.5 / 5, 0.5 / 5].some((expected) => Math.abs(expected - (item?.propensity ?? 0)) < 1e-12)).toBe(
        true,
      )
      if (item?.explored) {
        explored++
        expect(item).toMatchObject({ reason: 'something new for you', because: [] })
      }
    }
    // Binomial(200, ½): four standard deviations.
    expect(Math.abs(explored - 100)).toBeLessThan(29)
  })

  test('new items get their share of the places until they were shown often enough', async () => {
    const newItems = { share: 0.5, days: 14, below: 3 }
    await shop.attune.placements.put('default', { ...homePlacement, id: 'fair', newItems }, 'test')
    const publishedAt = new Date(shop.clock.now - 86_400_000).toISOString()
    await shop.put(...['first', 'second'].map((id) => ({ id, title: id, categories: ['novelty'], publishedAt })))
    await shop.act('max', 'Product Viewed', 'first')
    const ask = async () => {
      const request = {
        placement: 'fair',
        n: 1,
        filter: { categories: ['tea', 'novelty'] },
        context: { language: 'zh' },
      }
      const { items } = await shop.preview('max', request)
      return items[0]
    }
    let drawn = 0
    for (let run = 0; run < 200; run++) {
      const item = await ask()
      if (!item?.explored) expect(item?.propensity).toBe(0.5)
      else {
        drawn++
        // Max has seen the first one; of the new ones only the second may be shown.
        expect(item).toMatchObject({ itemId: 'second', propensity: 0.5, reason: '新上架，看过的人还不多' })
      }
    }
    expect(Math.abs(drawn - 100)).toBeLessThan(29)
    for (const who of ['x', 'y', 'z']) await shop.act(who, 'Recommendation Viewed', 'second')
    expect(await ask()).toMatchObject({ explored: false, propensity: 1 })
  })
})

describe('before there is a model', () => {
  let shop: TeaShop
  beforeAll(async () => {
    shop = await teaShop()
  })
  afterAll(() => shop.close())

  test('nothing at all: an empty list that says so, logged as such', async () => {
    expect(await shop.ask('ann')).toMatchObject({ items: [], fallback: { code: 'empty-catalogue' } })
    expect((await shop.logged()).at(-1)).toMatchObject({ fallback: 'empty-catalogue', items: '[]', model_version: 0 })
  })

  test('interactions without a catalogue: ids alone', async () => {
    await shop.act('bob', 'Product Viewed', 'tea-1')
    await shop.act('bob', 'Product Viewed', 'tea-2')
    await shop.act('cat', 'Product Viewed', 'tea-2')
    const answer = await shop.preview('ann', { context: { language: 'en' } })
    expect(answer.items.map(({ itemId, item, reason }) => [itemId, item, reason])).toEqual([
      ['tea-2', null, 'popular right now'],
      ['tea-1', null, 'popular right now'],
    ])
    expect(answer.fallback?.code).toBe('no-model')
    // Nobody can say whether these are cheap.
    expect((await shop.preview('ann', { filter: { maxPrice: 10 } })).items).toEqual([])
    expect(idsOf(await shop.preview('ann', { filter: { excludeItems: ['tea-2'] } }))).toEqual(['tea-1'])
  })

  test('a catalogue: popular items first, then the newest; only what is new is called new', async () => {
    const ago = (days: number): string => new Date(shop.clock.now - days * 86_400_000).toISOString()
    await shop.put(
      { id: 'tea-2', title: 'Tea' },
      { id: 'old', title: 'Old', publishedAt: ago(400) },
      { id: 'fresh', title: 'Fresh', publishedAt: ago(3) },
      { id: 'gone', title: 'Gone', available: false },
    )
    const answer = await shop.preview('ann', { n: 3, context: { language: 'zh' } })
    expect(answer.items.map(({ itemId, reason }) => [itemId, reason])).toEqual([
      ['tea-2', '近期热门'],
      ['fresh', '新上架'],
      ['old', null],
    ])
    expect(answer).toMatchObject({ model: { name: 'popular', version: 0 }, fallback: { code: 'no-model' } })
  })

  test('a catalogue in which nothing is popular: the newest', async () => {
    const answer = await shop.preview('ann', { filter: { excludeItems: ['tea-2'] } })
    expect(answer).toMatchObject({ model: { name: 'newest', version: 0 }, fallback: { code: 'nothing-popular' } })
    expect(idsOf(answer)).toEqual(['fresh', 'old'])
  })

  test('an event moves its item up in what is popular at once', async () => {
    await shop.put({ id: 'hit', title: 'Hit' })
    const popular = async () => (await shop.ask('ann', { preview: true, variation: 'popular', n: 1 })).items[0]
    expect((await popular())?.itemId).toBe('tea-2')
    for (const who of ['x', 'y', 'z']) await shop.act(who, 'Order Completed', 'hit')
    expect(await popular()).toMatchObject({ itemId: 'hit', score: 1 })
    await shop.restart()
    expect(await popular()).toMatchObject({ itemId: 'hit', score: 1 })
  })
})
