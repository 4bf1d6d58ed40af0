import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createIdTable } from './id-table.ts'

test('agrees with a set of texts, whatever the words', () => {
  // Few values, so that words collide in part and in whole; the top bit and zero included.
  const word = fc.constantFrom(0, 1, 2, 256, -1, 2 ** 31, 0xffffffff)
  fc.assert(
    fc.property(fc.array(fc.tuple(word, word, word), { maxLength: 300 }), (keys) => {
      const table = createIdTable()
      const set = new Set<string>()
      for (const [a, b, c] of keys) {
        const text = [a | 0, b | 0, c | 0 || 1].join()
        expect(table.has(a, b, c)).toBe(set.has(text))
        expect(table.add(a, b, c)).toBe(!set.has(text))
        set.add(text)
      }
      expect(table.size).toBe(set.size)
    }),
  )
})

test('keeps many keys while growing', () => {
  const table = createIdTable()
  const key = (n: number): [number, number, number] => [
    Math.imul(n, 0x9e3779b1),
    Math.imul(n, 0x85ebca77),
    Math.imul(n, 0xc2b2ae3d),
  ]
  for (let n = 1; n <= 200_000; n += 1) table.add(...key(n))
  expect(table.size).toBe(200_000)
  let found = 0
  for (let n = 1; n <= 400_000; n += 1) if (table.has(...key(n))) found += 1
  expect(found).toBe(200_000)
})
