import { expect, test } from 'vitest'
import { eventFields, guessColumns, parseColumns, placeColumns } from './map-columns.ts'

test('columns are named field=column', () => {
  expect(parseColumns('user=Customer ID, item=sku', eventFields)).toEqual({ user: 'Customer ID', item: 'sku' })
})

test.each([
  ['user', 'field=column'],
  ['user=', 'field=column'],
  ['who=customer', 'There is no field “who”'],
])('%s is refused with what is expected', (text, message) => {
  expect(() => parseColumns(text, eventFields)).toThrow(message)
})

test('usual names are recognised without case and punctuation', () => {
  const columns = ['InvoiceNo', 'StockCode', 'Quantity', 'InvoiceDate', 'UnitPrice', 'Customer ID']
  expect(guessColumns(columns, eventFields)).toEqual({
    user: 'Customer ID',
    item: 'StockCode',
    time: 'InvoiceDate',
    value: 'UnitPrice',
    quantity: 'Quantity',
    order: 'InvoiceNo',
  })
})

test('a missing column is told with what there is and the nearest name', () => {
  expect(() => placeColumns('x.csv', ['customer', 'product_id'], { user: 'custmer' })).toThrow(
    'x.csv has no column “custmer” (for user). It has customer, product_id. Did you mean user=customer?',
  )
})

test('a column may be given by its place', () => {
  expect(placeColumns('x.csv', ['a', 'b'], { item: '2' })).toEqual({ item: 1 })
})
