import { findPattern, isOfGoods } from './find-pattern.ts'
import type { Finder } from './personal-data.ts'

const eighteen = /(?<![\dA-Za-z])[1-9](?:[ -]?\d){16}[ -]?[\dXx](?![\dA-Za-z])/dg
const fifteen = /(?<![\dA-Za-z.])[1-9](?:[ -]?\d){14}(?![\dA-Za-z])/dg
const social = /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/dg
const insurance = /\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/dg
const labelled = /(?:身份证|证件)(?:号码|号)?\s*[是为:]?\s*([1-9](?:[ -]?\d){13,16}[ -]?[\dXx])(?![\dA-Za-z])/dg

const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
)
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/**
 * Whether a number is a Chinese identity number: 18 signs with the check digit of GB 11643-1999 (ISO 7064, MOD 11-2), or 15
 * as they were given out before; place and birthday have to exist.
 */
export function isIdentityNumber(number: string): boolean {
  if (!provinces.has(number.slice(0, 2))) return false
  if (number.length === 15) return isBirthday(`19${number.slice(6, 12)}`)
  if (number.length !== 18 || !isBirthday(number.slice(6, 14))) return false
  const sum = weights.reduce((total, weight, i) => total + weight * Number(number[i]), 0)
  return '10X98765432'[sum % 11] === number[17]?.toUpperCase()
}

function isBirthday(text: string): boolean {
  const [year, month, day] = [text.slice(0, 4), text.slice(4, 6), text.slice(6, 8)].map(Number)
  const date = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day ?? 0))
  return (
    year !== undefined && year >= 1880 && year <= 2100 && date.getUTCMonth() + 1 === month && date.getUTCDate() === day
  )
}

const isWritten = (value: string): boolean => isIdentityNumber(value.replace(/[ -]/g, ''))

/** Numbers that a state gave somebody: Chinese identity numbers; American and British social insurance. */
export const findIdentityNumbers: Finder = (text) => [
  ...findPattern(text, 'IDENTITY', eighteen, isWritten),
  ...findPattern(text, 'IDENTITY', fifteen, (value, start) => isWritten(value) && !isOfGoods(text, start)),
  // With a digit mistyped it is still somebody's.
  ...findPattern(text, 'IDENTITY', labelled),
  ...findPattern(text, 'IDENTITY', social, (_, start) => !isOfGoods(text, start)),
  ...findPattern(text, 'IDENTITY', insurance, (_, start) => !isOfGoods(text, start)),
]
