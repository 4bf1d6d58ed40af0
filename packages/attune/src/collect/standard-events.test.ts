import { expect, test } from 'vitest'
import { eventMeanings } from './standard-events.ts'
import { builtInWeights } from './weights.ts'

const kindOf = (name: string, overrides = {}) => eventMeanings(overrides)(name)?.kind

test('names are matched however they are written', () => {
  for (const name of [
    'Order Completed',
    'order completed',
    'order_completed',
    'orderCompleted',
    'ORDER-COMPLETED',
    '订单完成',
  ])
    expect([name, kindOf(name)]).toEqual([name, 'order'])
  expect(kindOf('__proto__')).toBeUndefined()
  expect(kindOf('constructor')).toBeUndefined()
  expect(kindOf('')).toBeUndefined()
})

test('configuration adds, changes and switches off', () => {
  const meanings = eventMeanings({
    'Recipe Cooked': 'like',
    'Product Clicked': null,
    'Lesson Bought': 'order',
    view_page: 'own-kind',
  })
  expect(meanings('recipe_cooked')).toMatchObject({ kind: 'like' })
  expect(meanings('Product Clicked')).toEqual({ kind: null })
  // A kind brings its behaviour along: money for orders, stars for ratings.
  expect(meanings('Lesson Bought')).toMatchObject({ kind: 'order', money: true })
  expect(meanings('View Page')).toEqual({ kind: 'own-kind' })
  expect(meanings('Product Viewed')).toMatchObject({ kind: 'view' })
})

test('every kind of the table has a weight, and a million names do not fill the memory', () => {
  const meanings = eventMeanings()
  for (const name of [
    'Product Viewed',
    'Order Refunded',
    'Followed',
    'Article Read',
    'Recommendation Viewed',
    '收藏',
    '转发',
  ])
    expect(builtInWeights).toHaveProperty([meanings(name)?.kind ?? 'none'])
  for (let i = 0; i < 10_000; i += 1) expect(meanings(`made up ${i}`)).toBeUndefined()
  expect(meanings('Product Viewed')?.kind).toBe('view')
})
