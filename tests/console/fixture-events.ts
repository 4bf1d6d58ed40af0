import type { Item, LiveEvent } from 'attune/api-types'

export function fixtureEvents(at: (ms: number) => string, items: readonly Item[]): readonly LiveEvent[] {
  const accepted = (i: number, event: string, value: number | null): LiveEvent => {
    const item = items[i % items.length]
    return {
      kind: 'event',
      messageId: `m-${i}`,
      type: 'track',
      event,
      personId: `p_8f31c2aa${i % 10}`,
      itemId: item?.id ?? null,
      itemTitle: item?.title ?? null,
      value,
      currency: value === null ? null : 'CNY',
      source: 'http',
      at: at(i * 900),
      reason: null,
      field: null,
      message: null,
      payload: null,
    }
  }
  const refused = (i: number, reason: string, field: string | null, message: string, payload: unknown): LiveEvent => ({
    kind: 'refused',
    messageId: `x-${i}`,
    type: 'unknown',
    event: null,
    personId: null,
    itemId: null,
    itemTitle: null,
    value: null,
    currency: null,
    source: 'http',
    at: at(i * 900),
    reason,
    field,
    message,
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  })
  const names = [
    'Product Viewed',
    'Product Clicked',
    'Product Viewed',
    'Product Added',
    'Recommendation Viewed',
    'Order Completed',
  ]
  return [
    refused(0, 'wrong-type', 'properties.price', 'properties.price must be a number; this is a string.', {
      type: 'track',
      event: 'Product Viewed',
      messageId: 'x-0',
      anonymousId: 'a-77',
      properties: { product_id: 'tea-104', price: '19,90', currency: 'CNY' },
    }),
    ...Array.from({ length: 24 }, (_, i) => accepted(i + 1, names[i % names.length] ?? '', i % 6 === 5 ? 268 : null)),
    refused(9, 'missing-field', 'userId', 'Say who it was: userId or anonymousId.', {
      type: 'track',
      event: 'Product Viewed',
      messageId: 'x-9',
      properties: { product_id: 'tea-101' },
    }),
    refused(14, 'future-timestamp', 'timestamp', 'timestamp is more than 10 minutes after it was received.', {
      type: 'page',
      messageId: 'x-14',
      anonymousId: 'a-12',
      timestamp: '2031-01-01T00:00:00Z',
    }),
  ]
}
