import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'

let api: ApiFixture
beforeAll(async () => {
  api = await apiFixture()
})
afterAll(() => api.close())

test.each([
  [{ neighbours: 'x' }, 'neighbours', /whole number from 1 to 10000/],
  [{ neighbours: -1 }, 'neighbours', /whole number from 1 to 10000/],
  [{ neighbours: 2.5 }, 'neighbours', /whole number/],
  [{ decay: true }, 'decay', /number from 0 to 1/],
  [{ neighbors: 5 }, 'neighbors', /it has neighbours, /],
] as const)('parameters %j are refused before anything is begun', async (parameters, name, sentence) => {
  const answer = await api.call('admin', 'POST', '/v1/models/recencyItemKnn/train', { parameters })
  expect(answer.statusCode).toBe(400)
  expect(answer.json()).toMatchObject({
    code: 'bad-parameter',
    detail: expect.stringMatching(sentence),
    errors: [{ field: `parameters.${name}` }],
  })
  const { models } = (await api.call('read', 'GET', '/v1/models')).json()
  expect(models.flatMap(({ versions }: { versions: unknown[] }) => versions)).toEqual([])
})

test('parameters are those of the kind that is trained, not of the name', async () => {
  const train = (body: object) => api.call('admin', 'POST', '/v1/models/mine/train', body)
  expect((await train({ kind: 'popularity', parameters: { neighbours: 5 } })).statusCode).toBe(400)
  expect((await train({ kind: 'popularity', parameters: { halfLifeDays: 7 } })).statusCode).toBe(202)
})

test('nobody can go back to a version of a model that there never was', async () => {
  const answer = await api.call('admin', 'POST', '/v1/models/nobody/rollback')
  expect(answer.statusCode).toBe(404)
  expect(answer.json().code).toBe('unknown-model')
})
