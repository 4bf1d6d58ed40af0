import { expect, test } from 'vitest'
import { seededRng } from '../random.ts'
import { wilsonInterval } from '../wilson-interval.ts'
import { calibrationCurve } from './calibration-curve.ts'

test('two bins by hand', () => {
  const { bins, error, brier } = calibrationCurve([0.6, 0.1, 0.65, 0.15], [1, 0, 1, 1], { count: 2 })
  expect(bins.map(({ rows }) => rows)).toEqual([2, 2])
  expect(bins[0]!.predicted).toBeCloseTo(0.125, 12)
  expect(bins[0]!.observed).toEqual(wilsonInterval(1, 2))
  expect(bins[1]!.observed.value).toBe(1)
  expect(error).toBeCloseTo((2 * 0.375 + 2 * 0.375) / 4, 12)
  expect(brier).toBeCloseTo((0.01 + 0.85 ** 2 + 0.16 + 0.35 ** 2) / 4, 12)
})

test('chances that are right lie inside their intervals, and equal ones share a bin', () => {
  const rng = seededRng(6)
  const chances = Array.from({ length: 20_000 }, () => rng())
  const { bins, error } = calibrationCurve(
    chances,
    chances.map((p) => Number(rng() < p)),
  )
  expect(bins).toHaveLength(10)
  expect(
    bins.filter(({ predicted, observed }) => observed.low <= predicted && predicted <= observed.high).length,
  ).toBeGreaterThan(7)
  expect(error).toBeLessThan(0.02)
  expect(
    calibrationCurve([0.5, 0.5, 0.5, 0.5, 0.9], [0, 1, 0, 1, 1], { count: 5 }).bins.map(({ rows }) => rows),
  ).toEqual([4, 1])
})

test('rows of another kind are refused', () => {
  expect(() => calibrationCurve([], [])).toThrow(/at least one/)
  expect(() => calibrationCurve([1.2], [1])).toThrow(/between 0 and 1/)
  expect(() => calibrationCurve([0.2], [2])).toThrow(/0 or 1/)
  expect(() => calibrationCurve([0.2], [1, 0])).toThrow(/each/)
  expect(() => calibrationCurve([0.2], [1], { count: 0 })).toThrow(/bin/)
})
