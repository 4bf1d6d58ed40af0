import { historyOf } from '@attune/recommend'
import { expect, test } from 'vitest'
import { createEventTableBuilder, type EventRowInput } from './event-table.ts'
import { interactionsOf } from './interactions-of.ts'

function tableOf(...rows: readonly Omit<EventRowInput, 'line' | 'userId'>[]) {
  const builder = createEventTableBuilder(['x'])
  for (const [index, row] of rows.entries()) builder.add({ line: index + 1, userId: 'u', ...row })
  return builder.build('given')
}

const taken = (interactions: ReturnType<typeof interactionsOf>) => {
  const { items, weights } = historyOf(interactions, 0)
  return [...items].map((item, at) => [interactions.items.ids[item], Number((weights[at] as number).toFixed(3))])
}

test('one kind counts 1 each, whatever its weight', () => {
  const table = tableOf({ itemId: '10', event: 'Product Viewed' }, { itemId: '9', event: 'Product Viewed' })
  const interactions = interactionsOf(table, { order: 'sequence' })
  expect(taken(interactions)).toEqual([
    ['10', 1],
    ['9', 1],
  ])
  // Items stand in their natural order, so that ties go to the smaller id.
  expect(interactions.items.ids).toEqual(['9', '10'])
})

test('several kinds have their weights; a refund, a search and a list seen are left out', () => {
  const table = tableOf(
    { itemId: 'a', event: 'Product Viewed' },
    { itemId: 'a', event: 'Order Completed' },
    { itemId: 'a', event: 'Order Refunded' },
    { itemId: 'b', event: 'Product List Viewed' },
    { event: 'Products Searched' },
  )
  expect(taken(interactionsOf(table, { order: 'sequence' }))).toEqual([
    ['a', 0.1],
    ['a', 1],
  ])
})

test('every rating counts 1, unless a lowest one is asked for; times decide the order', () => {
  const table = tableOf(
    { itemId: 'late', event: 'Product Rated', rating: 5, time: 2 },
    { itemId: 'early', event: 'Product Rated', rating: 1, time: 1 },
  )
  expect(taken(interactionsOf(table, { order: 'times' }))).toEqual([
    ['early', 1],
    ['late', 1],
  ])
  expect(taken(interactionsOf(table, { order: 'times', minRating: 3 }))).toEqual([['late', 1]])
})

test('where there is no order a seed shuffles, and the same seed shuffles alike', () => {
  const table = tableOf(...Array.from({ length: 30 }, (_, n) => ({ itemId: `i${n}`, event: 'Song Played' })))
  const order = (seed: number) => taken(interactionsOf(table, { order: 'none', seed })).map(([id]) => id)
  expect(order(1)).toEqual(order(1))
  expect(order(1)).not.toEqual(order(2))
  expect(order(1).toSorted()).toEqual(table.itemIds.toSorted())
})
