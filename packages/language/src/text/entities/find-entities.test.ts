import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chineseNumber } from './chinese-number.ts'
import { createGazetteer } from './create-gazetteer.ts'
import type { EntityKind, TaggedEntity } from './entity.ts'
import { type EntityOptions, findEntities } from './find-entities.ts'

const today = '2026-11-27' // a Friday
const values = (text: string, kind: EntityKind, options: EntityOptions = {}): unknown[] =>
  findEntities(text, { today, ...options })
    .filter((entity) => entity.kind === kind)
    .map(({ value }) => value)
const money = (text: string): string[] =>
  (values(text, 'money') as { amount: number; upTo?: number; currency: string }[]).map(
    ({ amount, upTo, currency }) => `${amount}${upTo === undefined ? '' : `–${upTo}`} ${currency}`,
  )
const dates = (text: string, options?: EntityOptions): string[] =>
  (values(text, 'date', options) as { date: string }[]).map(({ date }) => date)
const places = (text: string): string[] =>
  (values(text, 'place') as { name: string; level: string }[]).map(({ name, level }) => `${name} ${level}`)

test('numbers written in Chinese', () => {
  const known = {
    十: 10,
    十二: 12,
    二十: 20,
    一百零五: 105,
    两千: 2000,
    一万二千: 12_000,
    三亿: 3e8,
    一万亿: 1e12,
    二〇二六: 2026,
    三百五十六: 356,
  }
  for (const [text, value] of Object.entries(known)) expect(chineseNumber(text)).toBe(value)
  for (const text of ['', '万', '一二百', 'a']) expect(chineseNumber(text)).toBeUndefined()
})

test('money: signs before, units after, both languages', () => {
  expect(money('原价¥1,299.00，现价899元')).toEqual(['1299 CNY', '899 CNY'])
  expect(money('US$5, HK$20 and €3.50, 20 dollars or 30 euros')).toEqual([
    '5 USD',
    '20 HKD',
    '3.5 EUR',
    '20 USD',
    '30 EUR',
  ])
  expect(money('年薪１．５万元，5块钱，3万美元，两千日元，一百元')).toEqual([
    '15000 CNY',
    '5 CNY',
    '30000 USD',
    '2000 JPY',
    '100 CNY',
  ])
  expect(money('30-50元 $30–$50 $2 million ¥1.5万')).toEqual(['30–50 CNY', '30–50 USD', '2000000 USD', '15000 CNY'])
  expect(money('50 €, 19,99€, €5,00, 1.299 € and €3.50')).toEqual([
    '50 EUR',
    '19.99 EUR',
    '5 EUR',
    '1299 EUR',
    '3.5 EUR',
  ])
  expect(money('£5bn US$3.8 trillion £26.5m')).toEqual(['5000000000 GBP', '3800000000000 USD', '26500000 GBP'])
  expect(money('CNY 200, RMB300, 400 yuan')).toEqual(['200 CNY', '300 CNY', '400 CNY'])
})

test('money: yen in Japanese, no money where there is none', () => {
  expect(values('¥1,980 税込', 'money', { language: 'ja' })).toEqual([{ amount: 1980, currency: 'JPY' }])
  expect(money('2026元旦 3块蛋糕 一块去 iPhone 15 won the test')).toEqual([])
  expect(money('只要3块！')).toEqual(['3 CNY'])
})

test('days of the calendar in both languages', () => {
  expect(dates('2026-11-27 2026/1/5 2026年3月8日')).toEqual(['2026-11-27', '2026-01-05', '2026-03-08'])
  expect(dates('November 27th, 2026; 3 Dec 2026; Jan. 5 2027')).toEqual(['2026-11-27', '2026-12-03', '2027-01-05'])
  expect(dates('十二月二十五日到二月三日')).toEqual(['2026-12-25', '2027-02-03'])
  expect(dates('11月11日 1月2号 Nov 28')).toEqual(['2026-11-11', '2027-01-02', '2026-11-28'])
})

test('a day without its year is the nearest one, and has no year where today is not known', () => {
  expect(findEntities('12月1日').map(({ value }) => value)).toEqual([{ date: '--12-01' }])
  expect(dates('1月1日', { today: '2026-02-01' })).toEqual(['2026-01-01'])
})

test('days told from today', () => {
  expect(dates('今天 明天 大后天 昨天 今晚')).toEqual([
    '2026-11-27',
    '2026-11-28',
    '2026-11-30',
    '2026-11-26',
    '2026-11-27',
  ])
  expect(dates('下周五 这周日 上周一 周一 下下周三')).toEqual([
    '2026-12-04',
    '2026-11-29',
    '2026-11-16',
    '2026-11-30',
    '2026-12-09',
  ])
  expect(dates('next Friday, this Sunday, last Monday, tomorrow')).toEqual([
    '2026-12-04',
    '2026-11-29',
    '2026-11-16',
    '2026-11-28',
  ])
  expect(dates('3天后 十天前 in 2 days 5 days ago')).toEqual(['2026-11-30', '2026-11-17', '2026-11-29', '2026-11-22'])
  expect(findEntities('明天 next Friday')).toEqual([])
})

test('days that are none: festivals, days that no calendar has, days that two calendars read differently', () => {
  expect(dates('双十一 2月30日 13月1日 2026-13-01 5/6/2026 Feb 30')).toEqual([])
  expect(dates('25/12/2026 12/25/2026 5/5/2026')).toEqual(['2026-12-25', '2026-12-25', '2026-05-05'])
  expect(() => findEntities('明天', { today: 'tomorrow' })).toThrow(expect.objectContaining({ code: 'bad-option' }))
})

test('percentages and discounts: 8折 and 20% off are the same', () => {
  expect(values('好评率98.5%，百分之三十', 'percent')).toEqual([
    { ratio: 0.985, discount: false },
    { ratio: 0.3, discount: false },
  ])
  expect(values('8折 85折 五折 8.8折', 'percent')).toEqual(
    [0.2, 0.15, 0.5, 0.12].map((ratio) => ({ ratio, discount: true })),
  )
  expect(values('20% off, 5 percent', 'percent')).toEqual([
    { ratio: 0.2, discount: true },
    { ratio: 0.05, discount: false },
  ])
  expect(values('折叠 3折叠 打折', 'percent')).toEqual([])
})

test('quantities, with units told apart by case', () => {
  expect(values('2斤苹果 500ml 128GB 12-pack 3双 2 bottles 1.5 kg', 'quantity')).toEqual([
    { amount: 1000, unit: 'g' },
    { amount: 500, unit: 'ml' },
    { amount: 128, unit: 'GB' },
    { amount: 12, unit: 'pack' },
    { amount: 3, unit: 'pair' },
    { amount: 2, unit: 'bottle' },
    { amount: 1.5, unit: 'kg' },
  ])
  expect(values('2个月 5升油', 'quantity')).toEqual([
    { amount: 2, unit: 'month' },
    { amount: 5, unit: 'l' },
  ])
  expect(values('5G iPhone15 3D 10.2升级 2个半月', 'quantity')).toEqual([])
})

test('places of China and of the world in both languages', () => {
  expect(places('上海到苏州，再去内蒙古自治区和石家庄')).toEqual([
    'Shanghai province',
    'Suzhou city',
    'Inner Mongolia province',
    'Shijiazhuang city',
  ])
  expect(places('日本东京 Paris, New York and South Korea')).toEqual([
    'Japan country',
    'Tokyo city',
    'Paris city',
    'New York city',
    'South Korea country',
  ])
  expect(places('白银市 白银项链')).toEqual(['Baiyin city'])
})

test('places are not found inside of words, nor without their capital', () => {
  expect(places('今日本店八折')).toEqual([])
  expect(places('fine china for us, nice paris')).toEqual([])
  expect(places('made in China for the US')).toEqual(['China country', 'United States country'])
})

const gazetteer = createGazetteer([
  { kind: 'brand', name: 'Nike', id: 'nike' },
  { kind: 'brand', name: '耐克', id: 'nike' },
  { kind: 'brand', name: '和服', id: 'kimono' },
  { kind: 'brand', name: 'Sale', id: 'sale' },
  { kind: 'product', name: 'Nike Air Max 90', id: 'p1' },
  { kind: 'product', name: '小米手环8', id: 'p2' },
  { kind: 'brand', name: 'X' },
])

test('brands and products: the longest name, both languages, no matter the case', () => {
  expect(
    findEntities('NIKE air max 90 和耐克的小米手环８', { gazetteer }).map(({ kind, text, value }) => [
      kind,
      text,
      value,
    ]),
  ).toEqual([
    ['product', 'NIKE air max 90', { name: 'Nike Air Max 90', id: 'p1' }],
    ['brand', '耐克', { name: '耐克', id: 'nike' }],
    ['product', '小米手环８', { name: '小米手环8', id: 'p2' }],
  ])
})

test('brands that are common words need their capital, and do not tear words apart', () => {
  expect(values('summer sale at Sale', 'brand', { gazetteer })).toEqual([{ name: 'Sale', id: 'sale' }])
  expect(values('产品和服务', 'brand', { gazetteer })).toEqual([])
  expect(gazetteer.size).toBe(6)
})

test('of overlapping entities the longest stays, then the one from the catalogue, then the tagger’s', () => {
  const tagger = (text: string): TaggedEntity[] => [
    {
      kind: 'brand',
      text: 'Nike',
      start: text.indexOf('Nike'),
      end: text.indexOf('Nike') + 4,
      value: { name: 'tagged' },
      confidence: 0.9,
    },
    {
      kind: 'named',
      text: '¥299',
      start: text.indexOf('¥'),
      end: text.indexOf('¥') + 4,
      value: { label: 'price', name: '¥299' },
      confidence: 0.8,
    },
  ]
  const found = findEntities('Nike ¥299 明天', { gazetteer, tagger, today })
  expect(found.map(({ value }) => value)).toEqual([
    { name: 'Nike', id: 'nike' },
    { label: 'price', name: '¥299' },
    { date: '2026-11-28' },
  ])
  expect(found.map((one) => [one.source, 'confidence' in one ? one.confidence : null])).toEqual([
    ['catalogue', null],
    ['model', 0.8],
    ['rule', null],
  ])
})

test('what a tagger finds outside of the text is left out', () => {
  const tagger = (): TaggedEntity[] =>
    [
      [-1, 2],
      [2, 2],
      [1, 99],
    ].map(([start = 0, end = 0]) => ({ kind: 'brand', text: '', start, end, value: { name: 'x' }, confidence: 1 }))
  expect(findEntities('很好', { tagger })).toEqual([])
})

test('offsets hold the text, entities come in order and never overlap, whatever the text', () => {
  const piece = fc.constantFrom(
    '¥',
    '￥',
    '1,299',
    '.',
    '5',
    '折',
    '元',
    '万',
    '块',
    '%',
    ' off',
    '11月',
    '27日',
    '2026-',
    '-',
    '下',
    '周五',
    '天前',
    '上海',
    '市',
    'Nike',
    ' Air Max 90',
    'US',
    '$',
    'kg',
    '十',
    '二',
    '百',
    ' ',
    'next ',
    'Friday',
    '\ud83d',
    '１',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), (parts) => {
      const text = parts.join('')
      let from = 0
      for (const { text: own, start, end } of findEntities(text, { gazetteer, today })) {
        expect(start).toBeGreaterThanOrEqual(from)
        expect(end).toBeGreaterThan(start)
        expect(text.slice(start, end)).toBe(own)
        from = end
      }
    }),
    { numRuns: 400 },
  )
})

test('long hostile texts are read in time that grows with their length', () => {
  for (const part of ['1,', '9', '十', '百分之', '1-', '$', 'jan ', '下', '2026-', '1.'])
    expect(findEntities(part.repeat(5_000), { gazetteer, today }).length).toBeLessThanOrEqual(10_000)
})
