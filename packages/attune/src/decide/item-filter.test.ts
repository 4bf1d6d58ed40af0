import { expect, test } from 'vitest'
import type { Filter } from '../api/schemas/decide.ts'
import type { Item } from '../api/schemas/items.ts'
import { filterKey, itemFilter } from './item-filter.ts'

const item = (facts: Partial<Item>): Item => ({
  id: 'i',
  kind: 'product',
  title: 'Tea',
  description: '',
  categories: [],
  tags: [],
  brand: null,
  price: null,
  currency: null,
  image: null,
  url: null,
  language: null,
  attributes: {},
  available: true,
  publishedAt: null,
  updatedAt: '2026-01-01T00:00:00.000Z',
  ...facts,
})
const tea = item({
  id: 'tea',
  categories: ['tea', 'drinks'],
  tags: ['spring'],
  brand: 'Wuyi',
  price: 30,
  language: 'zh-CN',
})
const mug = item({ id: 'mug', kind: 'ware', categories: ['kitchen'], price: 12 })
const gift = item({ id: 'gift' })
const gone = item({ id: 'gone', available: false })
const all = [tea, mug, gift, gone]
const passing = (...filters: Filter[]): string[] => all.filter(itemFilter(filters)).map(({ id }) => id)

test.each<[string, Filter, string[]]>([
  ['no rule: everything that is available', {}, ['tea', 'mug', 'gift']],
  ['any of the categories', { categories: ['drinks', 'toys'] }, ['tea']],
  ['none of the categories', { excludeCategories: ['tea', 'toys'] }, ['mug', 'gift']],
  ['kind', { kinds: ['ware'] }, ['mug']],
  ['tags', { tags: ['spring', 'autumn'] }, ['tea']],
  ['brand', { brands: ['Wuyi'] }, ['tea']],
  [
    'prices include their ends, and items without a price pass no price rule',
    { minPrice: 12, maxPrice: 30 },
    ['tea', 'mug'],
  ],
  ['below a price', { maxPrice: 29.99 }, ['mug']],
  ['a language takes its regions, and items without one', { language: 'ZH' }, ['tea', 'mug', 'gift']],
  ['another language', { language: 'en' }, ['mug', 'gift']],
  ['single items left out', { excludeItems: ['mug'] }, ['tea', 'gift']],
  ['an empty list is no rule', { categories: [], brands: [] }, ['tea', 'mug', 'gift']],
])('%s', (_, filter, expected) => {
  expect(passing(filter)).toEqual(expected)
})

test('the rules of the placement and of the request hold together', () => {
  expect(passing({ maxPrice: 50 }, { categories: ['kitchen'] })).toEqual(['mug'])
})

test('filters that let the same items through have one key', () => {
  expect(filterKey([{ tags: ['a'], excludeItems: ['x'] }])).toBe(filterKey([{ tags: ['a'] }]))
  expect(filterKey([{ tags: ['a'], includeSeen: true }])).toBe(filterKey([{ tags: ['a'] }]))
  expect(filterKey([{ tags: ['a'] }])).not.toBe(filterKey([{ tags: ['b'] }]))
})
