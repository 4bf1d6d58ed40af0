import { expect, test } from 'vitest'
import { rowCosinesAmong } from './row-cosines-among.ts'

test('cosines of chosen rows, worked out by hand', () => {
  // (3, 4) and (4, 3): 24 / 25. (3, 4) and (−3, −4): −1. (3, 4) and (−4, 3): 0. A row of zeros has no direction.
  const rows = Float32Array.of(0, 0, 3, 4, 4, 3, -3, -4, -4, 3)
  const cosine = rowCosinesAmong(rows, 2, Int32Array.of(1, 2, 3, 4, 0, 99))
  expect([cosine(0, 1), cosine(1, 0), cosine(0, 2), cosine(0, 3)].map((value) => Number(value.toFixed(6)))).toEqual([
    0.96, 0.96, -1, 0,
  ])
  expect([cosine(0, 4), cosine(4, 4), cosine(0, 5)]).toEqual([0, 0, 0])
})
