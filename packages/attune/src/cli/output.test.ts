import { expect, test } from 'vitest'
import { displayWidth, tableText } from './output.ts'

test('Han characters and emoji take two columns, accents none of their own', () => {
  expect(displayWidth('abc')).toBe(3)
  expect(displayWidth('推荐')).toBe(4)
  expect(displayWidth('é')).toBe(1)
  expect(displayWidth('e\u0301')).toBe(1)
  expect(displayWidth('🍵茶')).toBe(4)
})

test('a table lines up where Chinese and Latin text mix, and numbers stand right', () => {
  const text = tableText(
    [{ title: 'name' }, { title: 'n', align: 'right' }],
    [
      ['春茶', '7'],
      ['tea', '1,024'],
    ],
  )
  expect(text.split('\n')).toEqual(['name      n', '────  ─────', '春茶      7', 'tea   1,024'])
})
