import { expect, test } from 'vitest'
import { assumedEvent, assumptionNote } from './assumed-event.ts'

const people = { user: 'who', item: 'sku' }

test.each([
  [{ rating: 'stars', value: 'price', order: 'no' }, 'Product Rated', 'rating'],
  [{ value: 'total' }, 'Order Completed', 'value'],
  [{ order: 'no', value: 'total' }, 'Order Completed', 'order'],
  [{ quantity: 'qty' }, 'Order Completed', 'quantity'],
  [{ time: 'date', currency: 'cur' }, 'Product Viewed', undefined],
  // Beside views there are prices too: money makes no order of a line whose event is empty.
  [{ event: 'what', value: 'price' }, 'Product Viewed', undefined],
  [{ event: 'what', order: 'no' }, 'Order Completed', 'order'],
])('%o is taken for %s', (columns, name, because) => {
  expect(assumedEvent({ ...people, ...columns })).toEqual({ name, because })
})

test('the note says what was assumed, why, and how to say otherwise; where nothing was, there is none', () => {
  const say = (columns: object, lines: number) => {
    const all = { ...people, ...columns }
    return assumptionNote(assumedEvent(all), all, lines)
  }
  expect(say({ value: 'total' }, 3)).toBe(
    'No column says what happened: every line was taken for “Order Completed” because there is a column for the value (total). If it was something else, import with --event, such as --event "Product Viewed", into a data folder without these lines: what is stored stays.',
  )
  expect(say({}, 3)).toBe(
    'No column says what happened: every line was taken for “Product Viewed”. If it was something else, import with --event, such as --event "Order Completed", into a data folder without these lines: what is stored stays.',
  )
  expect(say({ event: 'what' }, 1)).toMatch(
    'The column what is empty in 1 line: each of them was taken for “Product Viewed”.',
  )
  expect(say({ event: 'what' }, 0)).toBeUndefined()
})
