import { expect, test } from 'vitest'
import { checkNames, type Measured, qualityChecks, verdictOf } from './quality-checks.ts'
import { qualityTexts } from './quality-texts.ts'
import { whyTexts } from './why-texts.ts'

const measured = (check: Measured['check'], value: number | null, rows = 1000, p?: number): Measured => ({
  check,
  source: null,
  of: null,
  value,
  rows,
  ...(p === undefined ? {} : { p }),
})

test('the limits themselves are still on the better side', () => {
  expect([0.95, 0.949, 0.8, 0.79].map((value) => verdictOf(measured('event-item', value)))).toEqual([
    'ok',
    'look',
    'look',
    'bad',
  ])
  expect([0.1, 0.11, 0.25, 0.26].map((value) => verdictOf(measured('drift-events', value, 1000, 0)))).toEqual([
    'ok',
    'look',
    'look',
    'bad',
  ])
})

test('nothing is said of few rows, and no difference that chance may have made is told', () => {
  expect(verdictOf(measured('event-item', 0, 19))).toBe('too-few')
  expect(verdictOf(measured('event-item', null))).toBe('too-few')
  expect(verdictOf(measured('drift-events', 0.3, 100, 0.2))).toBe('ok')
})

test('what a team may do without is never bad', () => {
  for (const check of ['item-price', 'item-text', 'person-trait'] as const)
    expect(verdictOf(measured(check, 0))).toBe('look')
})

test('every check has words in both languages, and Chinese ones in Chinese', () => {
  for (const check of checkNames) {
    expect(qualityTexts.en.checks[check].advice).toMatch(/^[A-Z].*\.$/)
    expect(qualityTexts.zh.checks[check].advice).toMatch(/\p{Script=Han}.*。$/u)
    expect(whyTexts[check].en).toMatch(/^[A-Z].*\.$/)
    expect(whyTexts[check].zh).toMatch(/\p{Script=Han}.*。$/u)
    expect(qualityTexts.zh.checks[check].name).toMatch(/\p{Script=Han}/u)
    const { better, ok, look } = qualityChecks[check]
    expect(better === 'high' ? ok > look : ok < look, check).toBe(true)
  }
})
