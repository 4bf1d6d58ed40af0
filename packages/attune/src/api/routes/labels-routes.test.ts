import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../api.fixture.ts'

let api: ApiFixture
beforeAll(async () => {
  api = await apiFixture()
})
afterAll(() => api.close())

const teas = ['龙井绿茶', '碧螺春绿茶', '铁观音乌龙茶', '普洱熟茶', '正山小种红茶', 'Green tea', 'Black tea']
const cups = ['青瓷茶杯', '玻璃茶杯', '白瓷盖碗杯', '紫砂杯', '保温杯', 'Glass cup', 'Porcelain cup']
const idOf = (i: number, kind: string): string => `${kind}-${i}`

test('items are proposed, labelled, and a classifier is taught that is judged', async () => {
  const items = [
    ...teas.map((title, i) => ({ id: idOf(i, 'a'), title })),
    ...cups.map((title, i) => ({ id: idOf(i, 'b'), title })),
  ]
  await api.call('admin', 'PUT', '/v1/items', { items })
  const first = (await api.call('read', 'GET', '/v1/labels/kinds/proposals?count=3')).json()
  expect(first).toMatchObject({ task: 'kinds', labelled: 0 })
  expect(first.proposed).toHaveLength(3)
  const labels = items.map(({ id }) => ({ textId: `item:${id}`, label: id.startsWith('a') ? '茶' : '杯子' }))
  const put = await api.call('admin', 'PUT', '/v1/labels/kinds', { labels: labels.slice(0, -1) })
  expect(put.json()).toEqual({ task: 'kinds', labelled: 13 })
  const { proposed } = (await api.call('read', 'GET', '/v1/labels/kinds/proposals')).json()
  expect(proposed).toMatchObject([{ id: 'item:b-6', guess: { label: '杯子' } }])
  expect((await api.call('read', 'GET', '/v1/labels')).json()).toEqual({
    tasks: [
      {
        task: 'kinds',
        labels: [
          { label: '杯子', texts: 6 },
          { label: '茶', texts: 7 },
        ],
      },
    ],
  })
  const trained = (await api.call('admin', 'POST', '/v1/labels/kinds/train')).json()
  expect(trained).toMatchObject({ version: '1', texts: 13, labels: ['杯子', '茶'] })
  expect(trained.judged.accuracy).toBeGreaterThan(trained.judged.low)
})

test('what cannot be is refused without repeating it', async () => {
  const unknown = await api.call('admin', 'PUT', '/v1/labels/kinds', {
    labels: [{ textId: 'item:secret', label: 'x' }],
  })
  expect(unknown.statusCode).toBe(404)
  expect(unknown.json().code).toBe('unknown-text')
  expect(unknown.body).not.toContain('secret')
  expect((await api.call('admin', 'POST', '/v1/labels/empty/train')).json().code).toBe('too-few-labels')
  expect((await api.call('read', 'GET', '/v1/labels/Not%20A%20Name/proposals')).statusCode).toBe(400)
  expect(
    (await api.call('read', 'PUT', '/v1/labels/kinds', { labels: [{ textId: 'item:a-0', label: 'x' }] })).statusCode,
  ).toBe(403)
})
