import { expect, test } from 'vitest'
import { LanguageError } from '../errors.ts'
import { crossValidate, wilson } from './cross-validate.ts'

test('labels that the words give away are all found, and labels drawn by lot are not', () => {
  const texts = Array.from({ length: 40 }, (_, i) => `${i % 2 === 0 ? '苹果' : '香蕉'} ${'甲乙丙丁戊'[i % 5]}`)
  const clear = texts.map((_, i) => (i % 2 === 0 ? 'apple' : 'banana'))
  expect(crossValidate(texts, clear)).toMatchObject({ accuracy: 1, high: 1, texts: 40 })
  const lots = texts.map((_, i) => ((i * 7) % 40 < 20 ? 'a' : 'b'))
  expect(crossValidate(texts, lots).accuracy).toBeLessThan(0.8)
})

test('the interval is the published one of a worked example', () => {
  // Newcombe 1998, table I: 81 of 263 is .2553 to .3662.
  const { low, high } = wilson(81, 263)
  expect(low).toBeCloseTo(0.2553, 4)
  expect(high).toBeCloseTo(0.3662, 4)
})

test('too few texts of a label are refused', () => {
  expect(() => crossValidate(['a', 'b', 'c'], ['x', 'x', 'y'])).toThrow(LanguageError)
})
