import type { ReasonEffect } from '@attune/measure'

export type Language = 'en' | 'zh'

/**
 * A size in the unit of an effect: a relative one in percent, a difference of proportions in percentage points, any
 * other in the metric's own unit to three digits.
 */
export function effectSize(
  value: number,
  { scale, kind }: Pick<ReasonEffect, 'scale' | 'kind'>,
  language: Language,
): string {
  const en = language === 'en'
  if (scale === 'relative') return `${signed(percent(value))}${en ? ' %' : '%'}`
  if (kind === 'proportion') return `${signed(percent(value))}${en ? ' points' : ' 个百分点'}`
  return signed(Number(value.toPrecision(3)).toString())
}

/** Enough digits that a small effect does not read as none. */
function percent(share: number): string {
  const value = 100 * share
  return value.toFixed(Math.abs(value) >= 1 || value === 0 ? 1 : 2)
}

/** Typographic minus, and a plus where there is more than nothing. */
const signed = (text: string): string =>
  text.startsWith('-') ? `−${text.slice(1)}` : Number(text) === 0 ? text : `+${text}`

/** An effect with its interval, where there is one. */
export function effectWithInterval(effect: ReasonEffect, language: Language): string {
  const { value, low, high } = effect
  const size = (number: number) => effectSize(number, effect, language)
  if (low === null || high === null) return size(value)
  return language === 'en'
    ? `${size(value)} (${size(low)} to ${size(high)})`
    : `${size(value)}（${size(low)} 至 ${size(high)}）`
}

/** A chance such as 97.3 %, never rounded to certainty. */
export function chance(value: number, language: Language): string {
  const sign = language === 'en' ? ' %' : '%'
  if (value > 0.999) return `> 99.9${sign}`
  if (value < 0.001) return `< 0.1${sign}`
  return `${(100 * value).toFixed(1)}${sign}`
}

/** A p value to two digits, in words of its size where it is tiny. */
export const pValue = (p: number): string => (p < 0.0001 ? '< 0.0001' : Number(p.toPrecision(2)).toString())

export const count = (value: number, language: Language): string =>
  Math.round(value).toLocaleString(language === 'en' ? 'en-US' : 'zh-CN')
