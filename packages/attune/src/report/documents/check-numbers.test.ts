import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CheckOptions, checkNumbers } from './check-numbers.ts'
import type { NumberUnit, ReportNumber } from './report-document.ts'
import { writeNumber, writtenForms } from './write-number.ts'

const number = (id: string, unit: NumberUnit, value: number, low: number | null = null, high: number | null = null) =>
  ({ id, unit, value, low, high }) satisfies ReportNumber
const table: readonly ReportNumber[] = [
  number('ctr', 'share', 0.042, 0.039, 0.0452),
  number('clicks', 'count', 12_340),
  number('lift', 'change', -0.032, -0.05, 0.012),
  number('gain', 'points', 0.0051),
]
const options: CheckOptions = {
  numbers: new Map(table.map((one) => [one.id, one])),
  names: new Set(['Tea 2000', '绿茶 500 克']),
  dates: ['2026-10-01', '2026-11-01'],
}
const check = (text: string, ...numbers: string[]) => checkNumbers({ text, numbers }, options)

test('numbers as the tables write them pass, in English and Chinese', () => {
  expect(check('The click rate was 4.20% (3.90% – 4.52%) of 12,340 clicks.', 'ctr', 'clicks')).toBeUndefined()
  expect(check('点击率为4.20%，共 12,340 次点击。', 'ctr', 'clicks')).toBeUndefined()
  expect(check('变化−3.20%，区间从 −5.00% 到 +1.20%。', 'lift')).toBeUndefined()
  expect(check('It moved by -3.20% (-5.00%-+1.20%).', 'lift')).toBeUndefined()
  expect(check('Nothing is known.')).toBeUndefined()
})

test('days of the report and names in quotation marks are no measurements; the same digits outside of them are', () => {
  expect(check('From 2026-10-01 to 2026-11-01 “Tea 2000” and “绿茶 500 克” were shown.')).toBeUndefined()
  expect(check('Tea 2000 was shown.')).toBe('foreign-number')
  expect(check('“Tea 2001” was shown.')).toBe('foreign-number')
})

test.each([
  ['another rounding', 'The click rate was 4.2%.', 'ctr'],
  ['no percent sign', 'The click rate was 4.20.', 'ctr'],
  ['no sign', 'It changed by 3.20%.', 'lift'],
  ['the other sign', 'It changed by +3.20%.', 'lift'],
  ['a sign lost at a letter', '变化+3.20%。', 'lift'],
  ['a gain written as a loss', '变化−0.51%。', 'gain'],
  ['a sum of its own', 'The click rate was 4.20%, or 42 of 1,000.', 'ctr'],
  ['other figures', 'The click rate was ４.３０％.', 'ctr'],
  ['figures of another script', 'The click rate was 4.20% (٤).', 'ctr'],
  ['a number of another sentence', '12,340 clicks at 4.20%.', 'ctr'],
] as const)('%s is caught', (_, text, id) => {
  expect(check(text, id)).toBe('foreign-number')
})

test.each([
  'Half of them clicked.',
  'It doubled.',
  'Three items are weak.',
  '点击翻番。',
  '有三成的人点击。',
  '百分之五十的人。',
  '有两个物品偏弱。',
])('a quantity in words is caught: %s', (text) => {
  expect(check(text)).toBe('in-words')
})

test('a number that is named must exist and be written', () => {
  expect(check('4.20%', 'nothing')).toBe('unknown-id')
  expect(check('The click rate is known.', 'ctr')).toBe('not-written')
})

const units: readonly NumberUnit[] = ['count', 'amount', 'share', 'change', 'points', 'p', 'decimal', 'signed']
const anyNumber = fc
  .record({
    unit: fc.constantFrom(...units),
    value: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    half: fc.option(fc.double({ min: 0, max: 10, noNaN: true })),
  })
  .map(({ unit, value, half }): ReportNumber => {
    const kept = ['count', 'share', 'p'].includes(unit) ? Math.abs(value) : value
    const one = unit === 'p' ? kept / 1e6 : kept
    return half === null ? number('n', unit, one) : number('n', unit, one, one - half, one + half)
  })
const phrases = ['The value is §.', '数值为§。', '（§）', 'up to § this time']

test('whatever a table holds may be said as it is written', () => {
  fc.assert(
    fc.property(anyNumber, fc.constantFrom(...phrases), (one, phrase) => {
      const sentence = { text: phrase.replace('§', writeNumber(one)), numbers: ['n'] }
      expect(checkNumbers(sentence, { ...options, numbers: new Map([['n', one]]) })).toBeUndefined()
    }),
  )
})

test('any figure that is changed is caught', () => {
  fc.assert(
    fc.property(
      anyNumber,
      fc.constantFrom(...phrases),
      fc.nat(),
      fc.integer({ min: 1, max: 9 }),
      (one, phrase, place, add) => {
        const written = writeNumber(one)
        const places = [...written.matchAll(/\d/g)].map(({ index }) => index)
        const at = places[place % places.length]!
        const digit = (Number(written[at]) + add) % 10
        const altered = `${written.slice(0, at)}${digit}${written.slice(at + 1)}`
        // An end of the interval may happen to be what the value was changed to: then it is a number of the table still.
        const bare = (text: string) => text.replaceAll(',', '')
        const forms = new Set(writtenForms(one).map(bare))
        const figures = bare(altered).match(/[+−]?\d+(?:\.\d+)?%?/g)!
        fc.pre(figures.some((figure) => !forms.has(figure)))
        const sentence = { text: phrase.replace('§', altered), numbers: ['n'] }
        expect(checkNumbers(sentence, { ...options, numbers: new Map([['n', one]]) })).toBeDefined()
      },
    ),
    { numRuns: 500 },
  )
})
