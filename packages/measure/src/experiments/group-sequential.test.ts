import { describe, expect, test } from 'vitest'
import { randomNormal, seededRng } from '../random.ts'
import { groupSequentialBounds } from './group-sequential.ts'

const equal = (looks: number) => Array.from({ length: looks }, (_, k) => (k + 1) / looks)

describe('published bounds (Lan & DeMets; Jennison & Turnbull 2000; R package ldbounds), two-sided .05', () => {
  test.each([
    [1, [1.96]],
    [2, [2.963, 1.969]],
    [3, [3.71, 2.511, 1.993]],
    [5, [4.877, 3.357, 2.68, 2.29, 2.031]],
  ])("O'Brien–Fleming spending, %i looks", (looks, expected) => {
    const bounds = groupSequentialBounds(equal(looks))
    for (const [k, bound] of expected.entries()) expect(Math.abs(bounds[k]! - bound)).toBeLessThan(6e-4)
  })

  test.each([
    [2, [2.157, 2.201]],
    [5, [2.438, 2.427, 2.41, 2.397, 2.386]],
  ])('Pocock spending, %i looks', (looks, expected) => {
    const bounds = groupSequentialBounds(equal(looks), { spending: 'pocock' })
    for (const [k, bound] of expected.entries()) expect(Math.abs(bounds[k]! - bound)).toBeLessThan(6e-4)
  })
})

test.each(['obrien-fleming', 'pocock'] as const)(
  '%s: of random walks without an effect one in twenty crosses a bound, at unequal looks',
  (spending) => {
    const fractions = [0.1, 0.25, 0.4, 0.7, 0.85, 1]
    const bounds = groupSequentialBounds(fractions, { spending })
    const rng = seededRng(9)
    const runs = 20_000
    let crossed = 0
    for (let run = 0; run < runs; run++) {
      let [score, t] = [0, 0]
      for (const [k, now] of fractions.entries()) {
        score += Math.sqrt(now - t) * randomNormal(rng)
        t = now
        if (Math.abs(score) / Math.sqrt(t) >= bounds[k]!) {
          crossed++
          break
        }
      }
    }
    // Standard error of the share: .0015.
    expect(crossed / runs).toBeGreaterThan(0.0455)
    expect(crossed / runs).toBeLessThan(0.0545)
  },
)

test('the bound of a look does not depend on looks to come', () => {
  const all = groupSequentialBounds([0.3, 0.6, 1])
  const some = groupSequentialBounds([0.3, 0.6])
  expect(some).toEqual(all.slice(0, 2))
})

test('looks that do not ascend are refused', () => {
  expect(() => groupSequentialBounds([0.5, 0.5])).toThrow(/ascend/)
  expect(() => groupSequentialBounds([0.5, 1.1])).toThrow(/at most 1/)
})
