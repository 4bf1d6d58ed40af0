import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api/api.fixture.ts'

let api: ApiFixture
beforeAll(async () => {
  api = await apiFixture()
  const items = ['tea', 'cup', 'pot'].map((id) => ({ id, title: `The ${id}` }))
  expect((await api.call('admin', 'PUT', '/v1/items', { items })).statusCode).toBe(200)
  const view = (userId: string, id: string) => ({
    type: 'track',
    event: 'Product Viewed',
    userId,
    properties: { product_id: id },
  })
  await api.call('write', 'POST', '/v1/batch', {
    batch: [view('ann', 'tea'), view('bob', 'cup'), view('bob', 'pot'), view('cai', 'pot')],
  })
  await api.call('admin', 'PUT', '/v1/placements/home', {
    title: { en: 'Home', zh: '首页' },
    split: [{ variation: 'ours', model: 'itemKnn', weight: 1 }],
    rerank: { stages: [{ kind: 'caps', name: 'not too much', whenStuck: 'stop', caps: [{ by: 'brand', most: 9 }] }] },
  })
})
afterAll(() => api.close())

const decide = async (userId: string) =>
  (await api.call('read', 'POST', '/v1/recommendations', { placement: 'home', userId, n: 2 })).json()

test('what was decided is told again as it was logged, with names, chances and why another model answered', async () => {
  const made = await decide('ann')
  api.clock.now += 86_400_000
  const told = (await api.call('read', 'GET', `/v1/people/ann/decisions/${made.decisionId}`)).json()
  expect(told).toMatchObject({
    decisionId: made.decisionId,
    at: '2026-03-02T12:00:00.000Z',
    placement: 'home',
    variation: 'ours',
    variationChance: 1,
    model: { name: made.model.name, version: made.model.version },
    fallback: {
      code: 'no-model',
      en: expect.stringContaining('no live version'),
      zh: expect.stringMatching(/\p{Script=Han}/u),
    },
    stages: ['not too much'],
  })
  const shown = made.items.map(
    (item: { itemId: string; propensity: number; explored: boolean; item: { title: string } }) => ({
      id: item.itemId,
      title: item.item.title,
      chance: item.propensity,
      explored: item.explored,
    }),
  )
  expect(told.items).toMatchObject(shown)
  expect(shown.length).toBe(2)
})

test('a decision is told of the person it was made for, and of nobody else', async () => {
  const { decisionId } = await decide('ann')
  for (const path of [`bob/decisions/${decisionId}`, 'ann/decisions/d_none', `nobody/decisions/${decisionId}`])
    expect((await api.call('read', 'GET', `/v1/people/${path}`)).statusCode, path).toBe(404)
})
