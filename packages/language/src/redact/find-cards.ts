import { findPattern, isOfGoods } from './find-pattern.ts'
import type { Finder } from './personal-data.ts'

const number = /(?<![\dA-Za-z.])\d(?:[ -]?\d){11,18}(?![\dA-Za-z])/dg
const labelled =
  /(?:卡号|银行卡|信用卡|储蓄卡|借记卡|card(?: number| no\.?)?|iban)\s*[是为:]?\s*(?:is )?(\d(?:[ -]?\d){11,18})(?![\dA-Za-z])/dgi
const iban = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b/dg

/** First digits of the large schemes with the lengths that they give out. */
const schemes: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^4/, [16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(?:62|81)/, [16, 17, 18, 19]],
  [/^(?:6011|64[4-9]|65)/, [16, 19]],
  [/^35(?:2[89]|[3-8])/, [16]],
  [/^3(?:0[0-5]|[68])/, [14]],
]

/** The check digit of ISO/IEC 7812-1 (Luhn). */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i])
    const doubled = digit * 2
    sum += i % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** The check digits of ISO 13616: the country and check moved behind, letters as numbers, modulo 97. */
export function passesIban(text: string): boolean {
  const moved = `${text.slice(4)}${text.slice(0, 4)}`
  let rest = 0
  for (const sign of moved)
    for (const digit of Number.parseInt(sign, 36).toString()) rest = (rest * 10 + Number(digit)) % 97
  return rest === 1
}

const digitsOf = (value: string): string => value.replace(/[ -]/g, '')

function isCard(value: string): boolean {
  const digits = digitsOf(value)
  return passesLuhn(digits) && schemes.some(([first, lengths]) => first.test(digits) && lengths.includes(digits.length))
}

/** Numbers of payment cards (scheme, length and Luhn, or any number that is called one) and of accounts (IBAN). */
export const findCards: Finder = (text) => [
  ...findPattern(text, 'CARD', labelled),
  ...findPattern(text, 'CARD', number, (value, start) => isCard(value) && !isOfGoods(text, start)),
  ...findPattern(text, 'CARD', iban, (value) => passesIban(value.replaceAll(' ', ''))),
]
