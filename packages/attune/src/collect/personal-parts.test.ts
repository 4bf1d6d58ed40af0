import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joinedParts, personalParts } from './personal-parts.ts'
import type { JsonRecord } from './read-record.ts'

test('ids, money and categories stay in clear, free text and places do not', () => {
  const { open, personal } = personalParts({
    product_id: 'tea-1',
    price: 12.5,
    category: '绿茶',
    query: '给妈妈的生日礼物',
    message: 'Please leave it with my neighbour Ann',
    latitude: 31.2304,
    first: true,
    products: [{ sku: 'a', name: 'Green tea', engraving: 'For Bob' }, { sku: 'b' }],
    page: { path: '/tea', url: 'https://shop.example/tea?mail=x', title: 'Tea' },
  })
  expect(open).toEqual({
    product_id: 'tea-1',
    price: 12.5,
    category: '绿茶',
    first: true,
    products: [{ sku: 'a', name: 'Green tea' }, { sku: 'b' }],
    page: { path: '/tea', title: 'Tea' },
  })
  expect(personal).toEqual({
    query: '给妈妈的生日礼物',
    message: 'Please leave it with my neighbour Ann',
    latitude: 31.2304,
    products: [{ engraving: 'For Bob' }, {}],
    page: { url: 'https://shop.example/tea?mail=x' },
  })
})

test('what looks like an address or a telephone is sealed under any key, and a name where no item is told', () => {
  for (const record of [
    { coupon: 'ann@example.org' },
    { order_id: '+86 138-0013-8000' },
    { title: '4111 1111 1111 1111' },
    { name: 'Ann' },
    { referrer: 'https://search.example/?q=what+ann+wants' },
    { url: 'https://ann@shop.example/' },
  ])
    expect(personalParts(record)).toEqual({ open: {}, personal: record })
})

test('the name beside an item’s id is the item’s, a buyer’s inside is not; an address without a query says where, not who', () => {
  for (const record of [
    { product_id: 'lamp-1', name: 'Reading lamp' },
    { page: { url: 'https://shop.example/lamps', referrer: 'https://example.org/' } },
    { userAgent: 'Chrome 142, macOS, desktop' },
  ])
    expect(personalParts(record).personal).toBeNull()
  expect(personalParts({ product_id: 'lamp-1', name: 'Lamp', buyer: { name: 'Ann' } }).personal).toEqual({
    buyer: { name: 'Ann' },
  })
})

test('nothing personal costs nothing: the record itself comes back', () => {
  const record = { product_id: 'a', items: [{ itemId: 'b', position: 0 }], rating: 4 }
  expect(personalParts(record)).toEqual({ open: record, personal: null })
  expect(personalParts(record).open).toBe(record)
})

test('the parts put together are the record again, whatever it is', () => {
  const key = fc.constantFrom('product_id', 'query', 'products', 'items', 'name', 'note', 'lat', 'page', 'tags')
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
  const { record } = fc.letrec<{ record: JsonRecord; value: unknown }>((tie) => ({
    record: fc.dictionary(key, tie('value'), { maxKeys: 5 }),
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      tie('record'),
      fc.array(tie('value'), { maxLength: 3 }),
    ),
  }))
  fc.assert(
    fc.property(record, (one) => {
      const { open, personal } = personalParts(one)
      expect(joinedParts(open, personal)).toEqual(one)
    }),
    { numRuns: 2000 },
  )
})

test('a campaign’s name says which campaign it was, unless it looks like somebody', () => {
  const campaign = { name: 'spring sale', source: 'newsletter', medium: 'email', term: 'gift for my sister' }
  expect(personalParts({ campaign })).toEqual({
    open: { campaign: { name: 'spring sale', source: 'newsletter', medium: 'email' } },
    personal: { campaign: { term: 'gift for my sister' } },
  })
  expect(personalParts({ campaign: { name: 'ann@example.org' } }).open).toEqual({ campaign: {} })
})
