import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldText } from './fold-text.ts'

test('case and width are folded, in Latin and around Chinese', () => {
  expect(foldText('ＮＩＫＥ　Air ￥９９ Don’t 手机')).toBe("nike air ¥99 don't 手机")
  expect(foldText('ÉCLAIR Привет')).toBe('éclair привет')
})

test('a character that would change its length stays', () => {
  expect(foldText('İ')).toBe('İ')
})

test('the length never changes', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (codes) => {
      const text = String.fromCharCode(...codes)
      return foldText(text).length === text.length && foldText(foldText(text)) === foldText(text)
    }),
  )
})
