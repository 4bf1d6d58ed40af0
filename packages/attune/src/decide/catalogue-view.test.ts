import { beforeEach, expect, test } from 'vitest'
import { itemInputSchema } from '../api/schemas/items.ts'
import { createItemCatalogue } from '../collect/create-item-catalogue.ts'
import { openStateStore } from '../store/open-state-store.ts'
import { createCatalogueViews } from './catalogue-view.ts'

let now: number
let items: ReturnType<typeof createItemCatalogue>
let view: ReturnType<typeof createCatalogueViews>
beforeEach(() => {
  now = Date.UTC(2026, 2, 2)
  items = createItemCatalogue({ state: openStateStore(':memory:'), clock: () => now })
  view = createCatalogueViews({ items, clock: () => now })
})

const put = (...list: object[]) =>
  items.put(
    'default',
    list.map((item) => itemInputSchema.parse({ title: 'x', ...item })),
  )
const newest = () =>
  view('default')
    .newest()
    .map(({ id }) => id)

test('newest first, by publication, else by the last change; ties by id', async () => {
  await put(
    { id: 'b' },
    { id: 'a' },
    { id: 'old', publishedAt: '2020-01-01T00:00:00Z' },
    { id: 'next', publishedAt: '2026-03-03T00:00:00Z' },
  )
  expect(newest()).toEqual(['next', 'a', 'b', 'old'])
})

test('a first item is there at once; later changes within a second', async () => {
  expect(newest()).toEqual([])
  await put({ id: 'a' })
  expect(newest()).toEqual(['a'])
  await put({ id: 'b' })
  now += 1000
  expect(newest()).toEqual(['a', 'b'])
})

test('a pool holds what passes; single items left out are the caller’s business', async () => {
  await put({ id: 'a', tags: ['t'] }, { id: 'b' }, { id: 'c', tags: ['t'], available: false }, { id: 'd', tags: ['t'] })
  const pool = view('default').pool([{ tags: ['t'], excludeItems: ['a'] }, { includeSeen: true }])
  expect(pool.map(({ id }) => id)).toEqual(['a', 'd'])
  expect(view('default').pool([{ tags: ['t'] }, {}])).toBe(pool)
})
