import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonRecord } from '../read-record.ts'
import { reducedRecord } from './reduced-record.ts'

function reduce(record: JsonRecord, of: 'event' | 'traits' | 'refused' = 'event', locationDecimals = 1) {
  const ignored: string[] = []
  return { record: reducedRecord(record, { of, locationDecimals }, 'context', ignored), ignored }
}

test('what points at a person, a device or a connection is left out and named, however it is written', () => {
  const { record, ignored } = reduce({
    $ip: '203.0.113.77',
    'E-Mail': 'ann@example.org',
    客户端IP: '203.0.113.77',
    身份证号码: '11010519491231002X',
    device: { id: 'A-1', advertisingId: 'B-2', name: 'Ann’s phone', type: 'phone', token: 'push' },
    设备: { 广告标识符: 'C-3', 型号: 'P70' },
    network: { bssid: '00:11:22:33:44:55', wifi: true },
    idfa: 'D-4',
    products: [{ product_id: 'tea', phone: '13800138000' }],
    mobile: true,
  })
  expect(record).toEqual({
    device: { type: 'phone' },
    设备: { 型号: 'P70' },
    network: { wifi: true },
    products: [{ product_id: 'tea' }],
    mobile: true,
  })
  expect(ignored).toEqual([
    'context.$ip',
    'context.E-Mail',
    'context.客户端IP',
    'context.身份证号码',
    'context.device.id',
    'context.device.advertisingId',
    'context.device.name',
    'context.device.token',
    'context.设备.广告标识符',
    'context.network.bssid',
    'context.idfa',
    'context.products[0].phone',
  ])
})

test('places keep one decimal of a degree, some eleven kilometres, in every way that places are written', () => {
  expect(
    reduce({
      latitude: 31.23041,
      location: { lng: 121.4737, country: 'CN', coordinates: [121.4737, 31.23041, 12.5] },
      纬度: '31.23041',
      geo: '31.23041, 121.47370',
      position: 3,
      geohash: 'wtw3sjq6q',
    }).record,
  ).toEqual({
    latitude: 31.2,
    location: { lng: 121.5, country: 'CN', coordinates: [121.5, 31.2, 12.5] },
    纬度: '31.2',
    geo: '31.2,121.5',
    position: 3,
    geohash: 'wtw3',
  })
  expect(reduce({ lat: 31.23041, lon: -0.04 }, 'event', 3).record).toEqual({ lat: 31.23, lon: -0.04 })
  expect(Object.is(reduce({ lon: -0.04 }).record.lon, 0)).toBe(true)
})

test('a long text that only begins like a place costs nothing', () => {
  const text = `31.2${' '.repeat(30_000)}x`
  expect(reduce({ location: text, lat: text }).record).toEqual({ location: text, lat: text })
})

test('user agents are coarse under any of their names, and addresses lose their personal parameters under any name', () => {
  const agent =
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'
  const once = reduce({
    user_agent: agent,
    httpUserAgent: agent,
    page: { search: '?email=a@b.example', referrer: 'https://x.example/?q=tea&token=1' },
    seen: ['https://x.example/?phone=13800138000'],
  }).record
  expect(once).toEqual({
    user_agent: 'Chrome 142, macOS, desktop',
    httpUserAgent: 'Chrome 142, macOS, desktop',
    page: { search: '', referrer: 'https://x.example/?q=tea' },
    seen: ['https://x.example/'],
  })
  expect(reduce(once).record).toBe(once)
})

test('traits may say who somebody is, but not from which connection, on which device or where to the metre', () => {
  expect(
    reduce(
      {
        email: 'ann@example.org',
        手机号: '13800138000',
        ip: '203.0.113.77',
        address: { lat: 31.23041 },
        idfa: 'x',
        website: 'https://ann.example/?email=ann@ann.example',
      },
      'traits',
    ),
  ).toEqual({
    record: {
      email: 'ann@example.org',
      手机号: '13800138000',
      ip: '203.0.113.0',
      address: { lat: 31.2 },
      website: 'https://ann.example/?email=ann@ann.example',
    },
    ignored: ['context.idfa'],
  })
})

test('a record with nothing of it comes back itself', () => {
  const record = { product_id: 'tea', price: 9.5, page: { url: 'https://shop.example/tea', path: '/tea' }, tags: ['a'] }
  expect(reduce(record).record).toBe(record)
})

test('reducing twice is reducing once, whatever the record', () => {
  const key = fc.constantFrom('email', 'ip', 'lat', 'location', 'url', 'userAgent', 'device', 'id', 'geohash', 'note')
  const leaf = fc.oneof(
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.string(),
    fc.double({ min: -180, max: 180, noNaN: true }),
    fc.ipV4(),
    fc.ipV6(),
    fc.constant('31.23041,121.4737'),
  )
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
    fc.property(record, fc.constantFrom('event' as const, 'traits' as const, 'refused' as const), (one, of) => {
      const once = reduce(one, of).record
      expect(reduce(once, of).record).toEqual(once)
    }),
    { numRuns: 1000 },
  )
})
