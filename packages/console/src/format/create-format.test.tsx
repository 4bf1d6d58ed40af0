import { describe, expect, test } from 'vitest'
import { createFormat } from './create-format.ts'
import { dayAt, offsetText } from './utc-offset.ts'

const now = Date.parse('2026-11-22T12:00:00Z')
const en = createFormat({ language: 'en', now: () => now, timeZone: 'UTC' })
const zh = createFormat({ language: 'zh', now: () => now, timeZone: 'UTC' })
/** What a reader sees: joiners and no-break spaces as nothing and a space. */
const seen = (text: string) => text.replaceAll('\u2060', '').replaceAll('\u00a0', ' ')

describe('numbers as the guide writes them', () => {
  test('counts in full and short', () => {
    expect([en.count(412_806), zh.count(412_806)]).toEqual(['412,806', '412,806'])
    expect([en.big(5_820_000), zh.big(5_820_000), zh.big(120_000_000)]).toEqual(['5.82M', '582万', '1.2亿'])
    expect([en.big(9_999), en.big(412_806)]).toEqual(['9,999', '413K'])
  })
  test('changes carry their sign, with a real minus, and none at zero', () => {
    expect([en.change(0.041, 1), en.change(-0.009, 1)]).toEqual(['+4.1%', '−0.9%'])
    expect([en.change(0), en.change(-0.0004), en.change(0.0004, 1)]).toEqual(['0%', '0%', '0.0%'])
  })
  test('ranges', () => {
    expect(seen(en.percentRange(0.31, 0.45))).toBe('31–45%')
    expect(seen(zh.percentRange(0.31, 0.45))).toBe('31%～45%')
    expect(seen(en.changeRange(0.019, 0.063, 1))).toBe('+1.9% to +6.3%')
    expect(seen(zh.changeRange(0.019, 0.063, 1))).toBe('+1.9%～+6.3%')
    expect(seen(en.changeRange(-0.08, 0.04))).toBe('−8% to +4%')
  })
  test('a range can not break over two lines', () => {
    expect(zh.changeRange(0.01, 0.02)).toMatch(/\u2060～\u2060/)
    expect(en.changeRange(0.01, 0.02)).not.toMatch(/to \+/)
  })
  test('money, with currencies that have no symbol and with none at all', () => {
    expect([en.money(61_400, 'CNY'), en.moneyBig(120_000, 'CNY'), zh.moneyBig(120_000, 'CNY')]).toEqual([
      '¥61,400',
      '¥120k',
      '¥12万',
    ])
    expect([en.price(168, 'CNY'), en.price(19.9, 'GBP'), en.money(-3, 'CNY')]).toEqual(['¥168', '£19.90', '−¥3'])
    expect([seen(en.money(5, 'CHF')), en.money(5, null), seen(en.money(5, 'not a code'))]).toEqual([
      'CHF 5',
      '5',
      'not a code 5',
    ])
  })
})

describe('times', () => {
  const moment = Date.parse('2026-11-21T20:52:07Z')
  test('day and clock', () => {
    expect([en.moment(moment), zh.moment(moment)]).toEqual(['21 Nov · 20:52', '11月21日 · 20:52'])
    expect(en.clock(moment, true)).toBe('20:52:07')
  })
  test('another year is named', () => {
    expect(en.day(Date.parse('2025-11-21T12:00:00Z'))).toBe('21 Nov 2025')
  })
  test('how long ago', () => {
    expect([1000, 40_000, 6 * 60_000, 3 * 3_600_000, 9 * 86_400_000].map((age) => en.ago(now - age))).toEqual([
      'just now',
      '40 s ago',
      '6 min ago',
      '3 h ago',
      '9 d ago',
    ])
    expect(zh.ago(now - 6 * 60_000)).toBe('6 分钟前')
  })
  test('a time that lies ahead (a clock that is off) is now', () => {
    expect(en.ago(now + 60_000)).toBe('just now')
  })
  test('how long it took', () => {
    expect([2.34, 18, 1200, 31_000, 178_000, 3_600_000, 5_400_000].map(en.duration)).toEqual([
      '2.3 ms',
      '18 ms',
      '1.2 s',
      '31 s',
      '2 min 58 s',
      '1 h',
      '1 h 30 min',
    ])
    expect(zh.duration(178_000)).toBe('2 分 58 秒')
  })
  test('sizes of files in powers of 1000', () => {
    expect(
      [0, 999, 1000, 1_284, 12_840, 1_284_301_220, 5e15].map((size) => en.bytes(size).replace('\u00a0', ' ')),
    ).toEqual(['0 B', '999 B', '1.0 kB', '1.3 kB', '13 kB', '1.3 GB', '5,000 TB'])
  })
  test('days of a reader east and west of Greenwich', () => {
    const late = Date.parse('2026-11-21T20:00:00Z')
    expect([offsetText(480), offsetText(-210), offsetText(0)]).toEqual(['+08:00', '-03:30', '+00:00'])
    expect([dayAt(late, '+08:00'), dayAt(late, '+00:00'), dayAt(late, '-21:00')]).toEqual([
      '2026-11-22',
      '2026-11-21',
      '2026-11-20',
    ])
  })
})
