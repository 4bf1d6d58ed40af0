import { afterAll, beforeAll, expect, test } from 'vitest'
import { comparisonOf, modelOf } from '../../evaluations/comparison.fixture.ts'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'

let api: ApiFixture
beforeAll(async () => {
  api = await apiFixture()
})
afterAll(() => api.close())

const comparison = comparisonOf([modelOf('popularity', 'ndcg@10', [0.04, 0.03, 0.05])])
const list = async () => (await api.call('read', 'GET', '/v1/evaluations')).json().evaluations

test('an evaluation is saved, read, replaced and removed', async () => {
  expect(await list()).toEqual([])
  expect((await api.call('admin', 'PUT', '/v1/evaluations/spring', comparison)).statusCode).toBe(204)
  expect(
    (await api.call('admin', 'PUT', `/v1/evaluations/${encodeURIComponent('春 / 1')}`, comparison)).statusCode,
  ).toBe(204)
  expect(await list()).toMatchObject([{ comparison }, { comparison }])
  const other = { ...comparison, data: 'other.csv' }
  await api.call('admin', 'PUT', '/v1/evaluations/spring', other)
  const saved = await list()
  expect(saved.map(({ name }: { name: string }) => name).sort()).toEqual(['spring', '春 / 1'].sort())
  expect(saved.find(({ name }: { name: string }) => name === 'spring').comparison).toEqual(other)
  expect((await api.call('admin', 'DELETE', '/v1/evaluations/spring')).statusCode).toBe(204)
  expect((await api.call('admin', 'DELETE', '/v1/evaluations/spring')).json().code).toBe('unknown-evaluation')
  expect(await list()).toHaveLength(1)
})

test('a key that may only read saves nothing, and nonsense is refused by field', async () => {
  expect((await api.call('read', 'PUT', '/v1/evaluations/mine', comparison)).statusCode).toBe(403)
  const wrong = await api.call('admin', 'PUT', '/v1/evaluations/mine', { ...comparison, models: [] })
  expect(wrong.statusCode).toBe(400)
  expect(wrong.json().errors).toMatchObject([{ field: 'models' }])
  expect((await list()).map(({ name }: { name: string }) => name)).not.toContain('mine')
})
