import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillTeaShop, mugs, type TeaShop, teaShop, teas } from './tea-shop.fixture.ts'

/** A model that learnt teas and mugs; then the catalogue has books, and nothing else. */
let shop: TeaShop
beforeAll(async () => {
  shop = await teaShop()
  await fillTeaShop(shop)
  await shop.train()
})
afterAll(() => shop.close())

test('a list that nothing can be added to is said to be short, one that is filled up to be filled up', async () => {
  await shop.act('gus', 'Product Viewed', 'tea-1')
  // The model has the teas; every other tea fits the filter, and there is no more to add.
  const short = await shop.preview('gus', { n: 10, filter: { categories: ['tea'] } })
  expect(short.items).toHaveLength(5)
  expect(short.fallback).toMatchObject({ code: 'too-few-items', message: expect.stringContaining('the list is short') })
  const filled = await shop.preview('gus', { n: 10 })
  expect(filled.items).toHaveLength(10)
  expect(filled.fallback).toMatchObject({ code: 'too-few-candidates', message: expect.stringContaining('fill up') })
})

test('where the catalogue has nothing of the model the sentences say so, in both languages', async () => {
  await shop.attune.items.remove('default', [...teas, ...mugs])
  const like = (language?: string) => shop.attune.decider.similar('default', 'tea-2', 3, language)
  await shop.put(...['book-1', 'book-2'].map((id) => ({ id, title: `A ${id}`, categories: ['books'] })))
  expect(like()).toMatchObject({
    items: [],
    fallback: {
      code: 'no-similar-items',
      message: expect.stringMatching(/available in the catalogue, and none of its categories has popular items/),
    },
  })
  expect(like('zh').fallback?.message).toMatch(/商品目录中都不可供/)

  // What is newest is looked up once a second.
  shop.clock.now += 2000
  const answer = await shop.preview('gus', { n: 2 })
  expect(answer.items.map(({ itemId }) => itemId).sort()).toEqual(['book-1', 'book-2'])
  expect(answer.fallback).toMatchObject({
    code: 'not-in-catalogue',
    message: expect.stringMatching(/None of the items that the model learnt from is in the catalogue/),
  })
  expect((await shop.preview('gus', { n: 2, context: { language: 'zh' } })).fallback?.message).toMatch(
    /都不在商品目录中/,
  )
  // Nobody knows this person, and nothing of the catalogue is popular: it is the model’s items that are missing.
  expect((await shop.preview('a stranger', { n: 2 })).fallback?.code).toBe('not-in-catalogue')

  // With one of its items in the catalogue the model takes part again.
  await shop.put({ id: 'tea-2', title: 'Tea 2', categories: ['tea'] })
  expect((await shop.preview('gus', { n: 1 })).items[0]?.itemId).toBe('tea-2')
  // It is the only tea, so what is like it cannot be offered, but books are no alternative to it.
  await shop.act('pat', 'Product Viewed', 'tea-2')
  expect(like()).toMatchObject({ model: null, items: [] })
})
