import { expect, test } from 'vitest'
import { groupSimilarity, vectorSimilarity } from './item-similarity.ts'

test('cosines by hand: clipped at 0, or shifted to 0 … 1', () => {
  const vectors = Float32Array.of(3, 4, 4, 3, -3, -4, 0, 0)
  const clipped = vectorSimilarity(vectors, 2)
  expect([clipped(0, 1), clipped(0, 2), clipped(0, 3), clipped(3, 3)]).toEqual([0.96, 0, 0, 1])
  const shifted = vectorSimilarity(vectors, 2, 'shifted')
  expect([shifted(0, 1), shifted(0, 2), shifted(0, 3)]).toEqual([0.98, 0, 0.5])
  expect(() => vectorSimilarity(vectors, 3)).toThrow(/rows of 3/)
})

test('groups by hand: shared over all', () => {
  const groups = [['a', 'b'], ['b', 'c', 'd'], [], []]
  const similarity = groupSimilarity((item) => groups[item]!)
  expect([similarity(0, 1), similarity(0, 2), similarity(2, 3), similarity(2, 2)]).toEqual([0.25, 0, 0, 1])
})
