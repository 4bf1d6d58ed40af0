import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventLimits } from './event-limits.ts'
import { validateEvent, validationOptions } from './validate-event.ts'

const receivedAt = Date.UTC(2026, 2, 2, 12)
const options = validationOptions({ collect: { maxFutureMinutes: 10, earliest: '1990-01-01', events: {} } }, receivedAt)
const track = (more: object = {}) => ({ type: 'track', event: 'Signed Up', userId: 'ann', ...more })
const judge = (raw: unknown, more: Partial<typeof options> = {}) => validateEvent(raw, { ...options, ...more })
const refusal = (raw: unknown): unknown => {
  const result = judge(raw)
  return result.ok ? 'accepted' : [result.refused.code, result.refused.field]
}
const accepted = (raw: unknown) => {
  const result = judge(raw)
  if (!result.ok) throw new Error(`refused: ${result.refused.code} ${result.refused.field}`)
  return result.event
}
const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) })

const viewed = (properties: object) => track({ event: 'Product Viewed', properties })
const ordered = (properties: object) => track({ event: 'Order Completed', properties })

test.each<[string, unknown, unknown]>([
  ['a list', [], ['wrong-type', null]],
  ['null', null, ['wrong-type', null]],
  ['text', 'track', ['wrong-type', null]],
  ['no type', { userId: 'ann' }, ['missing-field', 'type']],
  ['an unknown type', track({ type: 'purchase' }), ['unknown-type', 'type']],
  ['a type from the prototype', track({ type: 'constructor' }), ['unknown-type', 'type']],
  ['a number as type', track({ type: 4 }), ['wrong-type', 'type']],
  ['nobody', track({ userId: undefined }), ['missing-field', 'userId']],
  ['empty ids', track({ userId: '', anonymousId: null }), ['missing-field', 'userId']],
  ['a boolean as id', track({ userId: true }), ['wrong-type', 'userId']],
  ['an object as id', track({ anonymousId: { id: 1 } }), ['wrong-type', 'anonymousId']],
  ['an endless id', track({ userId: 'x'.repeat(257) }), ['too-long', 'userId']],
  ['a line break in an id', track({ userId: 'ann\nbob' }), ['invalid-value', 'userId']],
  ['half a character in an id', track({ userId: 'ann\ud83d' }), ['invalid-value', 'userId']],
  ['the word undefined', track({ userId: 'undefined' }), ['placeholder-id', 'userId']],
  ['[object Object]', track({ anonymousId: '[object Object]' }), ['placeholder-id', 'anonymousId']],
  ['no event name', track({ event: undefined }), ['missing-field', 'event']],
  ['a blank event name', track({ event: '  ' }), ['missing-field', 'event']],
  ['a number as event name', track({ event: 3 }), ['wrong-type', 'event']],
  ['a list of properties', track({ properties: [] }), ['wrong-type', 'properties']],
  ['text as context', track({ context: 'web' }), ['wrong-type', 'context']],
  ['text as traits', { type: 'identify', userId: 'ann', traits: 'gold' }, ['wrong-type', 'traits']],
  ['text as traits of the context', track({ context: { traits: 'gold' } }), ['wrong-type', 'context.traits']],
  ['a message id that is a list', track({ messageId: ['m'] }), ['wrong-type', 'messageId']],
  ['an endless message id', track({ messageId: 'm'.repeat(300) }), ['too-long', 'messageId']],
  ['a number as time', track({ timestamp: 1772366400000 }), ['wrong-type', 'timestamp']],
  ['a day that does not exist', track({ timestamp: '2026-02-30T10:00:00Z' }), ['invalid-value', 'timestamp']],
  ['an unreadable sentAt', track({ sentAt: 'just now' }), ['invalid-value', 'sentAt']],
  ['1970', track({ timestamp: '1970-01-01T00:00:00Z' }), ['ancient-timestamp', 'timestamp']],
  ['the future', track({ timestamp: '2026-03-02T12:10:01Z' }), ['future-timestamp', 'timestamp']],
  [
    'the future by its own clock',
    track({ originalTimestamp: '2026-03-03T00:00:00Z' }),
    ['future-timestamp', 'originalTimestamp'],
  ], // prettier-ignore
  [
    '1e999',
    JSON.parse('{"type":"track","event":"x","userId":"u","properties":{"a":[{"b c":1e999}]}}'),
    ['impossible-value', 'properties.a[0]["b c"]'],
  ], // prettier-ignore
  ['a Date as properties', track({ properties: new Date() }), ['wrong-type', 'properties']],
  ['a Map inside', track({ properties: { m: [new Map()] } }), ['wrong-type', 'properties.m[0]']],
  ['a function', track({ properties: { f: () => 1 } }), ['wrong-type', 'properties.f']],
  ['depth', track({ properties: nested(17) }), ['too-deep', `properties${'.a'.repeat(16)}`]],
  ['depth in an unknown key', track({ extra: nested(40) }), ['too-deep', `extra${'.a'.repeat(16)}`]],
  ['more than 32 KB', track({ properties: { text: '茶'.repeat(11_000) } }), ['event-too-large', null]],
  ['more than 32 KB in an unknown key', track({ extra: 'x'.repeat(33_000) }), ['event-too-large', null]],
  ['a view of nothing', viewed({}), ['missing-field', 'properties.product_id']],
  ['an item id that is an object', viewed({ product_id: {} }), ['wrong-type', 'properties.product_id']],
  ['an endless item id', viewed({ sku: 's'.repeat(257) }), ['too-long', 'properties.sku']],
  ['a NaN price', viewed({ sku: 's', price: 'NaN' }), ['impossible-value', 'properties.price']],
  ['a price in words', viewed({ sku: 's', price: 'cheap' }), ['wrong-type', 'properties.price']],
  ['a negative price', viewed({ sku: 's', price: -1 }), ['impossible-value', 'properties.price']],
  ['a list as price', viewed({ sku: 's', price: [1] }), ['wrong-type', 'properties.price']],
  ['no pieces', viewed({ sku: 's', quantity: 0 }), ['impossible-value', 'properties.quantity']],
  ['a currency in words', viewed({ sku: 's', currency: 'euro' }), ['invalid-value', 'properties.currency']],
  ['products that are no list', ordered({ products: { sku: 's' } }), ['wrong-type', 'properties.products']],
  ['a product that is null', ordered({ products: [{ sku: 's' }, null] }), ['wrong-type', 'properties.products[1]']],
  [
    'a product without id',
    ordered({ products: [{ price: 2 }] }),
    ['missing-field', 'properties.products[0].product_id'],
  ],
  [
    'a product with an infinite price',
    ordered({ products: [{ sku: 's', price: 'Infinity' }] }),
    ['impossible-value', 'properties.products[0].price'],
  ], // prettier-ignore
  ['negative revenue', ordered({ revenue: -3 }), ['impossible-value', 'properties.revenue']],
  [
    'a rating without stars',
    track({ event: 'Product Rated', properties: { sku: 's' } }),
    ['missing-field', 'properties.rating'],
  ], // prettier-ignore
  [
    'seven stars',
    track({ event: 'Product Rated', properties: { sku: 's', rating: 7 } }),
    ['impossible-value', 'properties.rating'],
  ], // prettier-ignore
  [
    'a click in place −1',
    track({ event: 'Recommendation Clicked', properties: { sku: 's', position: -1 } }),
    ['impossible-value', 'properties.position'],
  ], // prettier-ignore
  ['a group without id', { type: 'group', userId: 'ann' }, ['missing-field', 'groupId']],
  ['an alias of nothing', { type: 'alias', userId: 'ann' }, ['missing-field', 'previousId']],
  ['an alias for nobody', { type: 'alias', previousId: 'a', anonymousId: 'b' }, ['missing-field', 'userId']],
])('%s is refused with its field', (_, raw, expected) => {
  expect(refusal(raw)).toEqual(expected)
})

test('what is refused never repeats a value, which may be personal', () => {
  const result = judge(track({ timestamp: 'ann@example.org', userId: 'u' }))
  expect(result.ok ? '' : result.refused.message).not.toContain('example.org')
})

test('an endpoint of one type takes events without type, and refuses another type', () => {
  expect(judge({ userId: 'ann', name: '首页' }, { type: 'page' })).toMatchObject({
    ok: true,
    event: { type: 'page', event: '首页' },
  }) // prettier-ignore
  expect(judge(track(), { type: 'page' })).toMatchObject({ ok: false, refused: { code: 'unknown-type' } })
})

test('ids may be numbers, and any text: slashes, quotes, emoji, right to left, SQL', () => {
  expect(accepted(track({ userId: 42 })).userId).toBe('42')
  for (const id of ['a/b', `o'"x`, '👩‍💻', 'مرحبا', "'; DROP TABLE events; --", '../..', ' ', '张三'])
    expect(accepted(track({ userId: id })).userId).toBe(id)
})

test('an event of exactly 32 KB is taken and one byte more is not', () => {
  const frame = Buffer.byteLength(JSON.stringify(track({ messageId: 'm', properties: { text: '' } })))
  const of = (bytes: number) => track({ messageId: 'm', properties: { text: 'x'.repeat(bytes - frame) } })
  expect(refusal(of(eventLimits.eventBytes))).toBe('accepted')
  expect(refusal(of(eventLimits.eventBytes + 1))).toEqual(['event-too-large', null])
})

test('prototype pollution stays inert and is not stored', () => {
  const raw = JSON.parse(
    '{"type":"track","event":"x","userId":"u","__proto__":{"isAdmin":true},"properties":{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}},"n":{"__proto__":1,"k":2}},"context":{"__proto__":{"isAdmin":true}}}',
  )
  const event = accepted(raw)
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  expect(event.properties).toBe('{"constructor":{"prototype":{"isAdmin":true}},"n":{"k":2}}')
  expect(event.context).toBe('{}')
  expect((event as { isAdmin?: boolean }).isAdmin).toBeUndefined()
})

test('half characters and NULs inside properties become the replacement character', () => {
  const { personal } = accepted(track({ properties: { 'k\ud800': ['a\udc00b', 'c\u0000d', '👍'] } }))
  expect(JSON.parse(personal ?? '')).toEqual({ properties: { 'k\ufffd': ['a\ufffdb', 'c\ufffdd', '👍'] } })
})

test('the context of the batch is underlaid to that of the event', () => {
  const event = judge(track({ context: { locale: 'zh-CN' } }), { context: { locale: 'en', channel: 'app' } })
  expect(event.ok && JSON.parse(event.event.context)).toEqual({ locale: 'zh-CN', channel: 'app' })
})

test('where timestamp and originalTimestamp both stand, the time was corrected before and is not corrected twice', () => {
  const event = accepted(
    track({
      timestamp: '2026-03-02T11:00:00Z',
      originalTimestamp: '2026-03-02T09:00:00Z',
      sentAt: '2026-03-02T10:00:00Z',
    }),
  )
  expect(event.ts).toBe(Date.UTC(2026, 2, 2, 11))
})

test('keys that Segment writes are taken without a word, others are reported', () => {
  const event = accepted(track({ integrations: { All: true }, version: 2, channel: 'client', color: 'red', 'a b': 1 }))
  expect(event.ignored).toEqual(['color', '["a b"]'])
})

// The examples of Segment's e-commerce spec (v2), shortened to what is read, and the same in Chinese.
test.each([
  [
    'Product Viewed',
    {
      product_id: '507f1f77bcf86cd799439011',
      sku: 'G-32',
      name: 'Monopoly: 3rd Edition',
      price: 18.99,
      quantity: 1,
      currency: 'usd',
      position: 3,
      value: 18.99,
    },
    [['507f1f77bcf86cd799439011', 'view', 1, null, 'USD', null]],
    18.99,
  ],
  [
    '浏览商品',
    { product_id: '铁观音', name: '安溪铁观音', price: '68.00', currency: 'CNY' },
    [['铁观音', 'view', 1, null, 'CNY', null]],
    68,
  ],
  ['Product Added', { product_id: '1', price: 18.99, quantity: 2 }, [['1', 'cart', 2, null, null, null]], 37.98],
  ['加入购物车', { productId: '2' }, [['2', 'cart', 1, null, null, null]], null],
  ['Product List Viewed', { list_id: 'hot', products: [{ product_id: '1' }, { product_id: '2' }] }, [], null],
  [
    'Order Completed',
    {
      checkout_id: 'c',
      order_id: 'o',
      total: 27.5,
      revenue: 25,
      tax: 2,
      currency: 'USD',
      products: [
        { product_id: 'a', price: 19, quantity: 1 },
        { product_id: 'b', price: 3, quantity: 2 },
      ],
    },
    [
      ['a', 'order', 1, 19, 'USD', null],
      ['b', 'order', 2, 6, 'USD', null],
    ],
    25,
  ],
  [
    '支付成功',
    {
      currency: 'CNY',
      products: [
        { product_id: 'a', price: 10 },
        { product_id: 'a', price: 10, quantity: 2 },
      ],
    },
    [['a', 'order', 3, 30, 'CNY', null]],
    30,
  ],
  ['Order Completed', { order_id: 'o', revenue: 25 }, [], 25],
  ['Order Completed', { id: 'order-7', revenue: 25 }, [], 25],
  ['Order Completed', { product_id: 'a', revenue: 25 }, [['a', 'order', 1, 25, null, null]], 25],
  [
    'Order Completed',
    // 100 less 2 × 5 leaves 90 for four pieces.
    {
      total: 100,
      products: [{ product_id: 'a', price: 5, quantity: 2 }, { product_id: 'b' }, { sku: 'c', quantity: 3 }],
    },
    [
      ['a', 'order', 2, 10, null, null],
      ['b', 'order', 1, 22.5, null, null],
      ['c', 'order', 3, 67.5, null, null],
    ],
    100,
  ],
  [
    'Order Completed',
    { revenue: 8, products: [{ product_id: 'a', price: 10 }, { product_id: 'b' }] },
    [
      ['a', 'order', 1, 10, null, null],
      ['b', 'order', 1, 0, null, null],
    ],
    8,
  ],
  [
    'Order Refunded',
    { order_id: 'o', total: 30, products: ['a', 'b'] },
    [
      ['a', 'refund', 1, -15, null, null],
      ['b', 'refund', 1, -15, null, null],
    ],
    -30,
  ],
  [
    'Order Refunded',
    { order_id: 'o', currency: 'USD', products: [{ product_id: 'a', price: 19, quantity: 1 }] },
    [['a', 'refund', 1, -19, 'USD', null]],
    -19,
  ],
  ['Order Refunded', { order_id: 'o', total: 30 }, [], -30],
  ['Product Added to Wishlist', { wishlist_id: 'w', product_id: '1' }, [['1', 'wishlist', 1, null, null, null]], null],
  ['Product Shared', { share_via: 'email', product_id: '1' }, [['1', 'share', 1, null, null, null]], null],
  [
    'Product Reviewed',
    { product_id: '1', review_id: 'r', review_body: 'I love it', rating: '5' },
    [['1', 'rating', 5, null, null, null]],
    null,
  ],
  ['Product Reviewed', { product_id: '1', review_body: '很好' }, [['1', 'review', 1, null, null, null]], null],
  ['Product Rated', { product_id: '1', rating: 8, max_rating: 10 }, [['1', 'rating', 4, null, null, null]], null],
  ['Video Playback Started', { content_asset_id: '0129370' }, [['0129370', 'play', 1, null, null, null]], null],
  ['点赞', { id: '文章/1' }, [['文章/1', 'like', 1, null, null, null]], null],
  ['search_result_clicked', { itemId: 9, position: 'first' }, [['9', 'search-click', 1, null, null, null]], null],
  ['Products Searched', { query: 'blue hotpants' }, [], null],
  ['Something Else', { product_id: 'x', price: 'whatever' }, [], null],
] as const)('%s is understood (%#)', (event, properties, items, value) => {
  const { facts } = accepted(track({ event, properties }))
  expect(facts.items.map((f) => [f.itemId, f.kind, f.amount, f.value, f.currency, f.position])).toEqual(items)
  expect(facts.value).toBe(value)
})

test('whatever comes, it is judged and never thrown at; what is accepted can be read back', () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withNullPrototype: true,
    withMap: true,
    withSparseArray: true,
    withUnicodeString: true,
    maxDepth: 3,
  } as object) // prettier-ignore
  const mostly = (good: fc.Arbitrary<unknown>) =>
    fc.oneof({ weight: 9, arbitrary: good }, { weight: 1, arbitrary: anything }) // prettier-ignore
  const facts = fc.constantFrom('product_id', 'price', 'quantity', 'products', 'currency', 'rating', 'revenue', 'id')
  const raws = fc.record(
    {
      type: fc.constantFrom('track', 'identify', 'page', 'group', 'alias'),
      userId: mostly(fc.string()),
      event: mostly(
        fc.constantFrom('Product Viewed', 'Order Completed', 'Product Rated', 'Recommendation Viewed', 'x'),
      ),
      properties: mostly(fc.dictionary(facts, mostly(fc.oneof(fc.nat(), fc.string())))),
      traits: mostly(fc.dictionary(fc.string(), fc.jsonValue())),
      context: mostly(fc.dictionary(fc.string(), anything, { maxKeys: 1 })),
      groupId: mostly(fc.string()),
      previousId: mostly(fc.string()),
      timestamp: mostly(fc.constant('2026-03-01')),
      messageId: mostly(fc.uuid()),
    },
    { requiredKeys: ['type'] },
  )
  let kept = 0
  fc.assert(
    fc.property(raws, (raw) => {
      const result = judge(raw)
      if (!result.ok) {
        expect(result.refused.message.length).toBeGreaterThan(10)
        return
      }
      kept += 1
      const { properties, context, ts, facts, userId, anonymousId } = result.event
      expect([typeof JSON.parse(properties), typeof JSON.parse(context)]).toEqual(['object', 'object'])
      expect([Number.isFinite(ts), userId !== null || anonymousId !== null]).toEqual([true, true])
      for (const fact of facts.items)
        expect([Number.isFinite(fact.amount), fact.itemId.length > 0]).toEqual([true, true])
    }),
    { numRuns: 2_000 },
  )
  expect(kept).toBeGreaterThan(100)
})
