import type { Language } from '../texts/text.ts'

/** Numbers and dates as people of one language write them. Shares and changes come in as fractions: .38 is 38 %. */
export interface Format {
  /** 412,806 */
  count(value: number): string
  /** 5.82M, 582万 */
  big(value: number): string
  /** 0.118 */
  decimal(value: number, digits: number): string
  /** 0.112–0.117, 0.112～0.117 */
  decimalRange(low: number, high: number, digits: number): string
  /** +0.0123, −0.0034: a difference. */
  signedDecimal(value: number, digits: number): string
  /** +0.0101 to +0.0145, +0.0101～+0.0145 */
  signedRange(low: number, high: number, digits: number): string
  /** 4.2% */
  percent(share: number, digits?: number): string
  /** +38%, −0.9% */
  change(share: number, digits?: number): string
  /** 31–45%, 31%～45% */
  percentRange(low: number, high: number, digits?: number): string
  /** +1.9% to +6.3%, +1.9%～+6.3% */
  changeRange(low: number, high: number, digits?: number): string
  /** ¥61,400 */
  money(value: number, currency: string | null, digits?: number): string
  /** ¥168, ¥19.90: what one thing costs. */
  price(value: number, currency: string | null): string
  /** ¥120k, ¥12万 */
  moneyBig(value: number, currency: string | null): string
  moneyRange(low: number, high: number, currency: string | null, digits?: number): string
  /** 21 Nov, 11月21日; with the year when it is not this one. */
  day(time: number): string
  /** 25 Oct – 21 Nov, 10月25日～11月21日 */
  dayRange(from: number, to: number): string
  /** 20:52 */
  clock(time: number, seconds?: boolean): string
  /** 21 Nov · 20:52 */
  moment(time: number): string
  /** March 2023, 2023年3月 */
  month(time: number): string
  /** 6 min ago, 6 分钟前 */
  ago(time: number): string
  /** 18 ms, 2 min 58 s */
  duration(ms: number): string
  /** 1.2 MB, in powers of 1000 */
  bytes(value: number): string
  /** a, b and c */
  list(parts: readonly string[]): string
}

export interface FormatOptions {
  readonly language: Language
  readonly now: () => number
  /** Default: that of the reader's machine. */
  readonly timeZone?: string
}

/** A range never breaks over two lines: word joiners around the Chinese mark, no-break spaces around the English one. */
const TO = '\u2060～\u2060'
const EN_TO = '\u2060–\u2060'
const NBSP = '\u00a0'
const minute = 60_000
const hour = 60 * minute
const dayMs = 24 * hour

export function createFormat({ language, now, timeZone }: FormatOptions): Format {
  const zh = language === 'zh'
  const locale = zh ? 'zh-CN' : 'en-GB'
  const zone = timeZone === undefined ? {} : { timeZone }
  const realMinus = (text: string) => text.replace('-', '−')
  const number = (value: number, digits: number) =>
    realMinus(
      new Intl.NumberFormat(zh ? 'zh-CN' : 'en', {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }).format(value === 0 ? 0 : value),
    )
  const compact = (value: number) =>
    realMinus(
      new Intl.NumberFormat(zh ? 'zh-CN' : 'en', { notation: 'compact', maximumSignificantDigits: 3 }).format(value),
    )
  const signed = (value: number, digits: number, unit: string) => {
    const text = number(value, digits)
    const zero = !/[1-9]/.test(text)
    return (zero ? text.replace('−', '') : value > 0 ? `+${text}` : text) + unit
  }
  const symbol = (currency: string | null) => {
    if (currency === null) return ''
    try {
      const parts = new Intl.NumberFormat('en', {
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
      }).formatToParts(0)
      const text = parts.find((part) => part.type === 'currency')?.value ?? currency
      return text.length > 1 ? `${text}${NBSP}` : text
    } catch {
      return `${currency}${NBSP}`
    }
  }
  const withSign = (value: number, text: string) => (value < 0 ? `−${text}` : text)
  const date = (time: number, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, ...zone }).format(time)

  const format: Format = {
    count: (value) => number(value, 0),
    big: (value) => (Math.abs(value) < 10_000 ? number(value, 0) : compact(value)),
    decimal: number,
    decimalRange: (low, high, digits) => `${number(low, digits)}${zh ? TO : EN_TO}${number(high, digits)}`,
    signedDecimal: (value, digits) => signed(value, digits, ''),
    signedRange(low, high, digits) {
      const [a, b] = [signed(low, digits, ''), signed(high, digits, '')]
      return zh ? `${a}${TO}${b}` : `${a} to${NBSP}${b}`
    },
    percent: (share, digits = 0) => `${number(share * 100, digits)}%`,
    change: (share, digits = 0) => signed(share * 100, digits, '%'),
    percentRange(low, high, digits = 0) {
      const [a, b] = [number(low * 100, digits), number(high * 100, digits)]
      return zh ? `${a}%${TO}${b}%` : `${a}${EN_TO}${b}%`
    },
    changeRange(low, high, digits = 0) {
      const [a, b] = [signed(low * 100, digits, '%'), signed(high * 100, digits, '%')]
      return zh ? `${a}${TO}${b}` : `${a} to${NBSP}${b}`
    },
    price: (value, currency) => format.money(value, currency, Number.isInteger(value) ? 0 : 2),
    money: (value, currency, digits = 0) => withSign(value, symbol(currency) + number(Math.abs(value), digits)),
    moneyBig: (value, currency) =>
      withSign(
        value,
        symbol(currency) +
          (Math.abs(value) < 10_000 ? number(Math.abs(value), 0) : compact(Math.abs(value)).replace(/K$/, 'k')),
      ),
    moneyRange(low, high, currency, digits = 0) {
      const to = number(high, digits)
      return zh
        ? `${format.money(low, currency, digits)}${TO}${format.money(high, currency, digits)}`
        : `${format.money(low, currency, digits)}${EN_TO}${to}`
    },
    day: (time) =>
      date(time, {
        day: 'numeric',
        month: zh ? 'long' : 'short',
        ...(new Date(time).getUTCFullYear() === new Date(now()).getUTCFullYear() ? {} : { year: 'numeric' }),
      }),
    dayRange: (from, to) => `${format.day(from)}${zh ? TO : ' – '}${format.day(to)}`,
    clock: (time, seconds = false) =>
      date(time, {
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
        ...(seconds ? { second: '2-digit' as const } : {}),
      }),
    moment: (time) => `${format.day(time)} · ${format.clock(time)}`,
    month: (time) => date(time, { month: 'long', year: 'numeric' }),
    ago(time) {
      const age = Math.max(0, now() - time)
      if (age < 5_000) return zh ? '刚刚' : 'just now'
      if (age < minute) return zh ? `${Math.floor(age / 1000)} 秒前` : `${Math.floor(age / 1000)} s ago`
      if (age < hour) return zh ? `${Math.floor(age / minute)} 分钟前` : `${Math.floor(age / minute)} min ago`
      if (age < dayMs) return zh ? `${Math.floor(age / hour)} 小时前` : `${Math.floor(age / hour)} h ago`
      if (age < 30 * dayMs) return zh ? `${Math.floor(age / dayMs)} 天前` : `${Math.floor(age / dayMs)} d ago`
      return format.day(time)
    },
    duration(ms) {
      const [milli, sec, min, hr] = zh ? ['毫秒', '秒', '分', '小时'] : ['ms', 's', 'min', 'h']
      if (ms < 1000) return `${number(ms, ms < 10 ? 1 : 0)} ${milli}`
      if (ms < 10_000) return `${number(ms / 1000, 1)} ${sec}`
      if (ms < minute) return `${Math.round(ms / 1000)} ${sec}`
      const whole = Math.round(ms / 1000)
      if (whole < 3600) {
        const rest = whole % 60
        return `${Math.floor(whole / 60)} ${min}${rest > 0 ? ` ${rest} ${sec}` : ''}`
      }
      const minutes = Math.round(whole / 60)
      return `${Math.floor(minutes / 60)} ${hr}${minutes % 60 > 0 ? ` ${minutes % 60} ${min}` : ''}`
    },
    bytes(value) {
      const units = ['B', 'kB', 'MB', 'GB', 'TB']
      const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3))
      const amount = value / 1000 ** power
      return `${number(amount, power > 0 && amount < 10 ? 1 : 0)}${NBSP}${units[power]}`
    },
    list: (parts) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(parts),
  }
  return format
}
