import { expect, test } from 'vitest'
import { toneAgainst } from './reference-list.tsx'

test('only an interval that leaves out the reference says something', () => {
  expect(toneAgainst({ low: 1.01, high: 1.2 }, 1)).toBe('good')
  expect(toneAgainst({ low: 0.7, high: 0.99 }, 1)).toBe('bad')
  expect(toneAgainst({ low: 0.7, high: 1 }, 1)).toBe('none')
})
