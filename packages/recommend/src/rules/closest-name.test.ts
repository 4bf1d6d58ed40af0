import { expect, test } from 'vitest'
import { closestName, editDistance } from './closest-name.ts'

test('edits are counted as letters more, less, other, or two swapped', () => {
  expect(editDistance('kitten', 'sitting')).toBe(3)
  expect(editDistance('ca', 'abc')).toBe(3)
  expect(editDistance('pirce', 'price')).toBe(1)
  expect(editDistance('', 'abc')).toBe(3)
})

test('the nearest name is suggested, and none that is far', () => {
  const known = ['price', 'published_at', 'tags']
  expect(closestName('publishedAt', known)).toBe('published_at')
  expect(closestName('Tag', known)).toBe('tags')
  expect(closestName('colour', known)).toBeUndefined()
})
