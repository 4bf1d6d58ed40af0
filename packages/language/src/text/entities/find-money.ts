import { chineseDigits, chineseNumber } from './chinese-number.ts'
import type { FoundEntity } from './entity.ts'

const number = '[0-9]{1,15}(?:,[0-9]{3})*(?:\\.[0-9]{1,6})?'
const factor = '(?:千万|百万|十万|万|亿|(?:k|m|mn|bn)(?![a-z0-9])|\\s?(?:thousand|million|billion|trillion)\\b)'
const before: Readonly<Record<string, string>> = {
  '¥': 'CNY',
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '₩': 'KRW',
  '₹': 'INR',
  '₽': 'RUB',
  '฿': 'THB',
  '₫': 'VND',
  us$: 'USD',
  hk$: 'HKD',
  nt$: 'TWD',
  a$: 'AUD',
  c$: 'CAD',
  s$: 'SGD',
  rmb: 'CNY',
  cny: 'CNY',
  usd: 'USD',
  eur: 'EUR',
  gbp: 'GBP',
  jpy: 'JPY',
  hkd: 'HKD',
  twd: 'TWD',
  krw: 'KRW',
  sgd: 'SGD',
  aud: 'AUD',
  cad: 'CAD',
  人民币: 'CNY',
}
const after: Readonly<Record<string, string>> = {
  元: 'CNY',
  块: 'CNY',
  块钱: 'CNY',
  元人民币: 'CNY',
  人民币: 'CNY',
  圆: 'CNY',
  元钱: 'CNY',
  美元: 'USD',
  美金: 'USD',
  欧元: 'EUR',
  英镑: 'GBP',
  日元: 'JPY',
  日圆: 'JPY',
  円: 'JPY',
  港币: 'HKD',
  港元: 'HKD',
  台币: 'TWD',
  新台币: 'TWD',
  韩元: 'KRW',
  원: 'KRW',
  卢布: 'RUB',
  泰铢: 'THB',
  新加坡元: 'SGD',
  澳元: 'AUD',
  加元: 'CAD',
  yuan: 'CNY',
  rmb: 'CNY',
  cny: 'CNY',
  dollar: 'USD',
  dollars: 'USD',
  bucks: 'USD',
  usd: 'USD',
  euro: 'EUR',
  euros: 'EUR',
  eur: 'EUR',
  gbp: 'GBP',
  quid: 'GBP',
  yen: 'JPY',
  jpy: 'JPY',
  hkd: 'HKD',
  krw: 'KRW',
}
const factors: Readonly<Record<string, number>> = {
  千万: 1e7,
  百万: 1e6,
  十万: 1e5,
  万: 1e4,
  亿: 1e8,
  k: 1e3,
  m: 1e6,
  thousand: 1e3,
  million: 1e6,
  mn: 1e6,
  bn: 1e9,
  billion: 1e9,
  trillion: 1e12,
}
const escaped = (names: Readonly<Record<string, string>>): string =>
  Object.keys(names)
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replaceAll('$', '\\$') + (/[a-z]$/.test(name) ? '(?![A-Za-z])' : ''))
    .join('|')

const to = '\\s?[-–~至到]\\s?'
/** ¥1,299 · US$5 · $30–$50 · RMB 200 · ¥1.5万 */
const symbolFirst = new RegExp(
  `(?<![A-Za-z])(?<name>${escaped(before)})\\s?(?<from>${number})(?<factor>${factor})?(?:${to}(?:\\k<name>\\s?)?(?<to>${number})(?![0-9a-z]))?`,
  'giu',
)
/** 1,299元 · 30-50块 · 3万美元 · 20 dollars; 元旦 is a day, and 块 may be a piece of something. */
const unitLast = new RegExp(
  `(?<![0-9A-Za-z]|[0-9][.,])(?:(?<from>${number})${to})?(?<to>${number})(?<factor>${factor})?\\s?(?<name>${escaped(after)})(?<!元(?=[旦宵素]))(?<!块(?=(?![的起包就买多左以吧吗呢啊了])\\p{sc=Han}))`,
  'giu',
)
/** 一百元 · 五块钱 · 两万日元; a bare 块 after a Chinese number is more often a piece. */
const written = new RegExp(
  `(?<to>[${chineseDigits}]{1,12})(?<name>${escaped(after).replace('|块|', '|')})(?<!元(?=[旦宵素]))`,
  'gu',
)

/** 19,99 € · €5,00 · 1.299 €: the comma parts cents only beside a sign of the euro. */
const euros =
  /(?<![0-9][.,]?)(?:€\s?(?<first>[0-9]{1,3}(?:\.[0-9]{3})*,[0-9]{2})|(?<last>[0-9]{1,3}(?:\.[0-9]{3})*(?:,[0-9]{2})?|[0-9]{1,9})\s?€)(?![0-9])/gu

/**
 * Amounts of money in both languages.
 *
 * @param text of half-width characters
 */
export function findMoney(text: string, language: string | undefined): readonly FoundEntity[] {
  const found: FoundEntity[] = []
  for (const [pattern, names] of [
    [symbolFirst, before],
    [unitLast, after],
    [written, after],
  ] as const)
    for (const match of text.matchAll(pattern)) {
      const { name = '', from, to, factor } = match.groups ?? {}
      const currency = names[name.toLowerCase()]
      const times = factor === undefined ? 1 : (factors[factor.trim().toLowerCase()] ?? 1)
      const [low, high] = [from, to].map((part) => (part === undefined ? undefined : amountOf(part, times)))
      const amount = low ?? high
      if (currency === undefined || amount === undefined) continue
      const [whole] = match
      const end = match.index + whole.length
      found.push({
        kind: 'money',
        text: whole,
        start: match.index,
        end,
        value: {
          amount,
          ...(low !== undefined && high !== undefined ? { upTo: high } : {}),
          currency: name === '¥' && (language === 'ja' || text.startsWith('円', end)) ? 'JPY' : currency,
        },
      })
    }
  for (const match of text.matchAll(euros)) {
    const [whole] = match
    const { first, last } = match.groups ?? {}
    const amount = Number((first ?? last ?? '').replaceAll('.', '').replace(',', '.'))
    found.push({
      kind: 'money',
      text: whole,
      start: match.index,
      end: match.index + whole.length,
      value: { amount, currency: 'EUR' },
    })
  }
  return found
}

/** Rounded, so that 1.1 万 is 11,000 and not 11,000.000000000002. */
function amountOf(text: string, times: number): number | undefined {
  const value = /[0-9]/.test(text) ? Number(text.replaceAll(',', '')) : chineseNumber(text)
  return value === undefined ? undefined : Math.round(value * times * 1e6) / 1e6
}
