import { expect, test } from 'vitest'
import { BoundedMap } from './bounded-map.ts'

test('it never holds more than twice the limit, and keeps what is used', () => {
  const map = new BoundedMap<number, string>(100)
  map.set(-1, 'kept')
  for (let i = 0; i < 10_000; i += 1) {
    map.set(i, `${i}`)
    expect(map.get(-1)).toBe('kept')
    expect(map.size).toBeLessThanOrEqual(201)
  }
  expect(map.get(9_999)).toBe('9999')
  expect(map.get(9_901)).toBe('9901')
  expect(map.get(5)).toBeUndefined()
})

test('the last value counts, and what was deleted is gone from both generations', () => {
  const map = new BoundedMap<string, number>(2)
  map.set('a', 1)
  map.set('b', 1)
  map.set('c', 1)
  map.set('a', 2)
  expect(map.get('a')).toBe(2)
  map.delete('a')
  expect(map.get('a')).toBeUndefined()
})
