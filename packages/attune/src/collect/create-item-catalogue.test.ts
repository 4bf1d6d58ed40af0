import { afterEach, beforeEach, expect, test } from 'vitest'
import { itemInputSchema } from '../api/schemas/items.ts'
import { openStateStore } from '../store/open-state-store.ts'
import type { StateStore } from '../store/state-store.ts'
import { createItemCatalogue } from './create-item-catalogue.ts'

const now = Date.UTC(2026, 2, 2, 12)
const item = (id: string, more: object = {}) => itemInputSchema.parse({ id, title: `title of ${id}`, ...more })

let state: StateStore
const open = () => createItemCatalogue({ state, clock: () => now })
beforeEach(() => {
  state = openStateStore(':memory:')
})
afterEach(() => state.close())

test('what was put is there after a restart, to the last field', async () => {
  const full = {
    kind: 'article',
    description: '说明',
    categories: ['a', '茶'],
    tags: ['t'],
    brand: 'b',
    price: 0.1,
    currency: 'CNY',
    image: 'i',
    url: 'u',
    language: 'zh',
    attributes: { n: [1, { deep: null }] },
    available: false,
    publishedAt: '2026-01-01T00:00:00.000Z',
  }
  const before = open()
  await before.put('default', [item('full', full), item('empty')])
  const after = open()
  expect(after.get('default', 'full')).toEqual(before.get('default', 'full'))
  expect(after.get('default', 'full')).toMatchObject(full)
  expect([...after.all('default')]).toEqual(expect.arrayContaining([...before.all('default')]))
})

test('workspaces do not see each other, and only their own changes raise their revision', async () => {
  const items = open()
  await items.put('one', [item('x')])
  await items.put('two', [item('x', { title: 'other' }), item('y')])
  expect([items.size('one'), items.size('two'), items.size('three')]).toEqual([1, 2, 0])
  expect(items.get('one', 'x')?.title).toBe('title of x')
  expect([items.revision('one'), items.revision('two'), items.revision('three')]).toEqual([1, 1, 0])
  expect(await items.remove('one', ['x', 'x', 'y'])).toBe(1)
  expect([items.get('one', 'x'), items.get('two', 'x')?.title]).toEqual([undefined, 'other'])
  expect(await items.remove('one', ['x'])).toBe(0)
  expect([items.revision('one'), items.revision('two')]).toEqual([2, 1])
})

test('a put that fails changes nothing, in memory neither', async () => {
  const items = open()
  await items.put('default', [item('kept', { title: 'old' })])
  state.raw.exec(
    "CREATE TRIGGER full BEFORE INSERT ON items WHEN NEW.id = 'bad' BEGIN SELECT RAISE(ABORT, 'full'); END",
  )
  await expect(items.put('default', [item('kept', { title: 'new' }), item('bad')])).rejects.toThrow('full')
  expect([items.get('default', 'kept')?.title, items.size('default'), items.revision('default')]).toEqual(['old', 1, 1])
  expect(open().get('default', 'kept')?.title).toBe('old')
})

test('a hundred thousand items go in at once and come back', async () => {
  const many = Array.from({ length: 100_000 }, (_, i) => item(`p${i}`, { categories: [`c${i % 100}`], price: i % 97 }))
  await open().put('default', many)
  const again = open()
  expect(again.size('default')).toBe(100_000)
  expect(again.get('default', 'p99999')).toMatchObject({ categories: ['c99'], price: 99_999 % 97 })
}, 120_000)
