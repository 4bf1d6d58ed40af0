import { normalCdf, seededRng } from '@attune/measure'
import { expect, test } from 'vitest'
import { thompsonShares } from './thompson-shares.ts'

const options = { better: 'up', least: 0.05, rng: seededRng(5), draws: 40_000 } as const

test('of two arms each gets the chance that it is the better one, above the floor', () => {
  const [a, b] = thompsonShares(
    [
      { value: 1, standardError: 0.3 },
      { value: 1.5, standardError: 0.4 },
    ],
    options,
  )
  const chance = normalCdf(0.5 / 0.5)
  expect(b).toBeCloseTo(0.05 + 0.9 * chance, 2)
  expect((a ?? 0) + (b ?? 0)).toBeCloseTo(1, 12)
})

test('where less is better the least wins, and nobody falls below the floor', () => {
  const shares = thompsonShares(
    [
      { value: 1, standardError: 0.01 },
      { value: 5, standardError: 0.01 },
      { value: 9, standardError: 0.01 },
    ],
    { ...options, better: 'down' },
  )
  expect(shares[0]).toBeCloseTo(0.9, 12)
  expect(shares[1]).toBeCloseTo(0.05, 12)
  expect(shares[2]).toBeCloseTo(0.05, 12)
})

test('where an arm is not known yet all get the same', () => {
  expect(
    thompsonShares(
      [
        { value: 1, standardError: 0.1 },
        { value: null, standardError: null },
      ],
      options,
    ),
  ).toEqual([0.5, 0.5])
})
