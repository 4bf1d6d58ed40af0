import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRng } from '../random.ts'
import { demographicParity, selectionCounts } from './demographic-parity.ts'
import { equalisedOdds, equalOpportunity } from './equalised-odds.ts'
import { type GroupOutcomes, outcomesOfRows } from './group-outcomes.ts'
import { rateGap } from './rate-gap.ts'

/** Chosen 60 of 100 and 30 of 100; true positive rates 40/50 and 20/40; false positive rates 20/50 and 10/60. */
const two: readonly GroupOutcomes[] = [
  { group: 'a', truePositives: 40, falsePositives: 20, falseNegatives: 10, trueNegatives: 30 },
  { group: 'b', truePositives: 20, falsePositives: 10, falseNegatives: 20, trueNegatives: 50 },
]

test('demographic parity is the gap of the rates at which groups are chosen', () => {
  const parity = demographicParity(selectionCounts(two))
  expect(parity.difference?.value).toBeCloseTo(0.3, 12)
  expect(parity.ratio?.value).toBeCloseTo(0.5, 12)
  expect(parity).toMatchObject({ highest: 'a', lowest: 'b', warnings: [] })
})

test('equal opportunity looks at those who deserved it only', () => {
  const gap = equalOpportunity(two)
  expect(gap.difference?.value).toBeCloseTo(0.8 - 0.5, 12)
  expect(gap.ratio?.value).toBeCloseTo(0.5 / 0.8, 12)
})

test('equalised odds are the worse of both rates', () => {
  const odds = equalisedOdds(two)
  expect(odds.difference?.value).toBeCloseTo(Math.max(0.3, 0.4 - 1 / 6), 12)
  expect(odds.ratio?.value).toBeCloseTo(Math.min(0.625, 1 / 6 / 0.4), 12)
})

test('rows are counted as their table says', () => {
  const rows = two.flatMap((g) => [
    ...Array(g.truePositives).fill({ group: g.group, predicted: true, actual: true }),
    ...Array(g.falsePositives).fill({ group: g.group, predicted: true, actual: false }),
    ...Array(g.falseNegatives).fill({ group: g.group, predicted: false, actual: true }),
    ...Array(g.trueNegatives).fill({ group: g.group, predicted: false, actual: false }),
  ])
  expect(outcomesOfRows(rows)).toEqual(two)
  expect(outcomesOfRows([{ group: 'x', predicted: true, actual: false, weight: 2.5 }])[0]?.falsePositives).toBe(2.5)
})

test("the interval of a difference of two groups is Newcombe's: 56/70 against 48/80 is .2 (.0524, .3339)", () => {
  const { difference } = rateGap([
    { group: 'a', successes: 56, trials: 70 },
    { group: 'b', successes: 48, trials: 80 },
  ])
  expect(difference?.value).toBeCloseTo(0.2, 12)
  expect(difference?.low).toBeCloseTo(0.0524, 4)
  expect(difference?.high).toBeCloseTo(0.3339, 4)
})

test('with three equal groups the intervals of the widest gap hold their level, though it is chosen by looking', () => {
  const rng = seededRng(11)
  const covered = { difference: 0, ratio: 0 }
  const trials = 1000
  for (let t = 0; t < trials; t++) {
    const counts = ['a', 'b', 'c'].map((group) => {
      let successes = 0
      for (let i = 0; i < 200; i++) if (rng() < 0.3) successes++
      return { group, successes, trials: 200 }
    })
    const gap = rateGap(counts)
    if (gap.difference?.low === 0) covered.difference++
    if (gap.ratio?.high === 1) covered.ratio++
  }
  expect(covered.difference / trials).toBeGreaterThan(0.93)
  expect(covered.ratio / trials).toBeGreaterThan(0.93)
})

test('a small group is listed and said, not compared', () => {
  const gap = rateGap([
    { group: 'a', successes: 50, trials: 100 },
    { group: 'b', successes: 50, trials: 100 },
    { group: 'c', successes: 0, trials: 5 },
  ])
  expect(gap.difference?.value).toBe(0)
  expect(gap.groups[2]).toMatchObject({ group: 'c', small: true, rate: { value: 0 } })
  expect(gap.warnings).toEqual([{ code: 'small-group', group: 'c' }])
})

test('one group, no group and nobody chosen have stated results', () => {
  expect(rateGap([])).toMatchObject({ difference: null, ratio: null, warnings: [{ code: 'too-few-groups' }] })
  const nobody = rateGap([
    { group: 'a', successes: 0, trials: 100 },
    { group: 'b', successes: 0, trials: 100 },
  ])
  expect(nobody).toMatchObject({ difference: { value: 0 }, ratio: null, warnings: [{ code: 'no-positives' }] })
})

test('whatever the counts: finite, in order, 0 to 1, and the same whichever group is named first', () => {
  const count = fc
    .integer({ min: 0, max: 300 })
    .chain((trials) => fc.integer({ min: 0, max: trials }).map((successes) => ({ successes, trials })))
  fc.assert(
    fc.property(fc.array(count, { minLength: 2, maxLength: 4 }), (counts) => {
      const named = counts.map((one, i) => ({ ...one, group: `g${i}` }))
      const gap = rateGap(named, { minimumSize: 1 })
      for (const interval of [gap.difference, gap.ratio]) {
        if (!interval) continue
        expect(interval.low).toBeGreaterThanOrEqual(0)
        expect(interval.low).toBeLessThanOrEqual(interval.value)
        expect(interval.value).toBeLessThanOrEqual(interval.high)
        expect(interval.high).toBeLessThanOrEqual(1)
      }
      const turned = rateGap([...named].reverse(), { minimumSize: 1 })
      expect(turned.difference).toEqual(gap.difference)
      expect(turned.ratio).toEqual(gap.ratio)
    }),
    { numRuns: 300 },
  )
})

test('impossible counts are refused', () => {
  expect(() => selectionCounts([{ ...two[0]!, truePositives: -1 }])).toThrow(/not negative/)
  expect(() => selectionCounts([two[0]!, two[0]!])).toThrow(/once/)
  expect(() => outcomesOfRows([{ group: 'a', predicted: true, actual: true, weight: Number.NaN }])).toThrow(/weight/)
})
