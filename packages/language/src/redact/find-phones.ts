import { findPattern, isOfGoods } from './find-pattern.ts'
import type { Finder } from './personal-data.ts'

const before = '(?<![\\dA-Za-z_.+/-])'
const after = '(?![\\dA-Za-z_]|\\.\\d|-[\\dA-Za-z])'
const extension = '(?: ?(?:转|分机|ext\\.?|x) ?\\d{1,5}|-\\d{1,4}(?!\\d))?'

const patterns: readonly RegExp[] = [
  // Chinese mobile, in any grouping.
  new RegExp(`${before}(?:\\(?(?:\\+|00)?86\\)?[ -]?)?1[3-9]\\d(?:[ -]?\\d){8}${after}`, 'dg'),
  // Chinese landline: area code, seven or eight digits.
  new RegExp(
    `${before}(?:\\(?(?:\\+|00)?86\\)?[ -]?)?\\(?0?(?:10|2\\d|[3-9]\\d{2})\\)?[ -]\\d{3,4}[ -]?\\d{4}${extension}${after}`,
    'dg',
  ),
  new RegExp(`${before}0(?:10|2\\d|[3-9]\\d{2})[2-8]\\d{6,7}${extension}${after}`, 'dg'),
  // E.164 in any grouping.
  new RegExp(`(?<![\\dA-Za-z_.])(?:\\+|00)[1-9]\\d{0,2}(?:[ .-]?\\(?\\d{1,4}\\)?){2,5}${extension}${after}`, 'dg'),
  // United States and Canada.
  new RegExp(
    `${before}(?:\\+?1[ .-]?)?(?:\\([2-9]\\d{2}\\) ?|[2-9]\\d{2}[ .-])[2-9]\\d{2}[ .-]\\d{4}${extension}${after}`,
    'dg',
  ),
  // United Kingdom: mobile, London, other places.
  new RegExp(
    `${before}\\(?0(?:7\\d{3}\\)?[ -]?\\d{3}[ -]?\\d{3}|2\\d\\)?[ -]?\\d{4}[ -]?\\d{4}|1\\d{2,3}\\)?[ -]?\\d{3}[ -]?\\d{3,4})${after}`,
    'dg',
  ),
]
const labelled =
  /(?:电话|手机号?码?|联系方式|座机|tel(?:ephone)?\.?|phone(?: number)?|mobile|cell|call(?: me)?(?: back)?(?: at| on)?|text me (?:at|on)|whatsapp)\s*[是为:]?\s*(?:is )?(\+?\(?\d(?:[ .()-]{0,2}\d){6,14})(?![\dA-Za-z])/dgi

/** E.164 has at most fifteen digits; fewer than seven are a short number that belongs to a company. */
function isDiallable(value: string): boolean {
  const digits = value.replace(/(?:转|分机|ext|x).*$/i, '').replace(/\D/g, '')
  // 400 and 800 are lines of companies.
  return digits.length >= 7 && digits.length <= 15 && !/^[48]00\d{7}$/.test(digits)
}

/** Telephone numbers: Chinese mobile and landline, international, American and British, and whatever is called one. */
export const findPhones: Finder = (text) => [
  ...findPattern(text, 'PHONE', labelled, (value) => isDiallable(value) && !/^\d+\.\d+$/.test(value)),
  ...patterns.flatMap((pattern) =>
    findPattern(text, 'PHONE', pattern, (value, start) => isDiallable(value) && !isOfGoods(text, start)),
  ),
]
