import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupRowsByLength } from './group-rows.ts'

test('every row with many observations is in one group, none has more than 64, and longer rows come first', () => {
  const lengths = fc.array(fc.oneof(fc.nat(100), fc.integer({ min: 250, max: 300_000 })), { maxLength: 300 })
  fc.assert(
    fc.property(lengths, (given) => {
      const indptr = new Int32Array(given.length + 1)
      for (const [row, length] of given.entries()) indptr[row + 1] = indptr[row]! + length
      const { many, long, groups, blockRows } = groupRowsByLength(indptr, 300_000, 1024)
      expect(many).toBe(256)
      expect(blockRows).toBe(256)
      const rows = [...given.keys()].filter((row) => given[row]! >= many)
      expect([...long].sort((a, b) => a - b)).toEqual(rows)
      expect([...long].map((row) => given[row]!)).toEqual(rows.map((row) => given[row]!).sort((a, b) => b - a))
      expect([groups[0], groups.at(-1)]).toEqual([0, rows.length])
      for (let group = 0; group + 1 < groups.length; group++) {
        const size = groups[group + 1]! - groups[group]!
        expect(size > 0 && size <= 64).toBe(true)
      }
    }),
  )
})
