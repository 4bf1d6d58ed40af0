import { expect, test } from 'vitest'
import { seededRng } from '../random.ts'
import { calibrationByGroup } from './calibration-by-group.ts'

const rows = (group: string, score: number, positives: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({ group, score, actual: i < positives }))

test('a group whose scores are too high by .1 has a gap of −.1 and that expected error', () => {
  const { groups, difference } = calibrationByGroup([...rows('a', 0.3, 30, 100), ...rows('b', 0.3, 20, 100)])
  expect(groups[0]?.gap.value).toBeCloseTo(0, 12)
  expect(groups[1]?.gap.value).toBeCloseTo(-0.1, 12)
  expect(groups[1]?.expectedError).toBeCloseTo(0.1, 12)
  expect(difference).toBeCloseTo(0.1, 12)
  expect(groups[1]?.gap.high).toBeLessThan(0)
})

test('errors that cancel at large are found in the bins', () => {
  const { groups } = calibrationByGroup([...rows('a', 0.25, 45, 100), ...rows('a', 0.75, 55, 100)])
  expect(groups[0]?.gap.value).toBeCloseTo(0, 12)
  expect(groups[0]?.expectedError).toBeCloseTo(0.2, 12)
  expect(groups[0]?.bins.map(({ from, count }) => [from, count])).toEqual([
    [0.2, 100],
    [0.7, 100],
  ])
})

test('the interval of the gap covers the truth in 93 to 97 of 100 trials', () => {
  const rng = seededRng(3)
  let covered = 0
  const trials = 1000
  for (let t = 0; t < trials; t++) {
    const drawn = Array.from({ length: 80 }, () => {
      const score = rng()
      return { group: 'a', score, actual: rng() < score }
    })
    const gap = calibrationByGroup(drawn).groups[0]!.gap
    if (gap.low <= 0 && gap.high >= 0) covered++
  }
  expect(covered / trials).toBeGreaterThan(0.93)
  expect(covered / trials).toBeLessThan(0.97)
})

test('one row has a whole interval, no rows no groups, a score of 1 a bin', () => {
  expect(calibrationByGroup([]).warnings).toEqual([{ code: 'too-few-groups' }])
  const one = calibrationByGroup([{ group: 'a', score: 1, actual: true }])
  expect(one.groups[0]?.bins).toHaveLength(1)
  expect(Number.isFinite(one.groups[0]?.gap.low)).toBe(true)
  expect(() => calibrationByGroup([{ group: 'a', score: 1.2, actual: true }])).toThrow(/probability/)
})
