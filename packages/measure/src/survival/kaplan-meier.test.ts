import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kaplanMeier, survivalAt } from './kaplan-meier.ts'
import { logRankTest } from './log-rank.ts'
import { ofGroup, remission } from './remission.fixture.ts'

test('remission on 6-mercaptopurine: the published curve, its errors and its median', () => {
  const curve = kaplanMeier(ofGroup(0))
  expect(curve.steps.map(({ time }) => time)).toEqual([6, 7, 10, 13, 16, 22, 23])
  const published = [
    [0.857, 0.0764],
    [0.807, 0.0869],
    [0.753, 0.0963],
    [0.69, 0.1068],
    [0.627, 0.1141],
    [0.538, 0.1282],
    [0.448, 0.1346],
  ] as const
  for (const [i, [survival, error]] of published.entries()) {
    expect(curve.steps[i]!.survival).toBeCloseTo(survival, 3)
    expect(curve.steps[i]!.standardError).toBeCloseTo(error, 4)
  }
  expect(curve.steps[0]!.low).toBeCloseTo(0.62, 3)
  expect(curve.steps[0]!.high).toBeCloseTo(0.952, 3)
  expect(curve).toMatchObject({ subjects: 21, events: 9, median: 23, medianLow: 13, medianHigh: null, until: 35 })
  expect(kaplanMeier(ofGroup(1)).median).toBe(8)
  expect(survivalAt(curve, 5)).toBe(1)
  expect(survivalAt(curve, 8)).toBeCloseTo(0.807, 3)
})

test('without censoring the curve is the share that is left', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1 }),
      fc.integer({ min: 0, max: 12 }),
      (time, at) => {
        const curve = kaplanMeier({ time, event: time.map(() => 1) })
        expect(survivalAt(curve, at)).toBeCloseTo(time.filter((one) => one > at).length / time.length, 9)
        for (const { low, high, survival } of curve.steps)
          if (low !== null && high !== null) expect(low <= survival && survival <= high).toBe(true)
      },
    ),
  )
})

test('where everybody had the event nothing is NaN', () => {
  const curve = kaplanMeier({ time: [1, 2], event: [1, 1] })
  expect(curve.steps[1]).toEqual({
    time: 2,
    atRisk: 1,
    events: 1,
    survival: 0,
    standardError: null,
    low: null,
    high: null,
  })
  expect(kaplanMeier({ time: [3, 4], event: [0, 0] })).toMatchObject({ steps: [], median: null, events: 0 })
})

test('the published log-rank test of 6-mercaptopurine against placebo', () => {
  const found = logRankTest(remission, remission.group)
  expect(found.chiSquared).toBeCloseTo(16.79, 2)
  expect(found.degreesOfFreedom).toBe(1)
  expect(found.p).toBeLessThan(0.0001)
  expect(found.observed).toEqual([9, 21])
  expect(found.expected[0]).toBeCloseTo(19.25, 2)
  expect(found.expected[1]).toBeCloseTo(10.75, 2)
})

test('with three groups the order of the groups changes nothing', () => {
  const groups = remission.time.map((_, i) => i % 3)
  const found = logRankTest(remission, groups)
  const turned = logRankTest(
    remission,
    groups.map((group) => (group + 1) % 3),
  )
  expect(found.degreesOfFreedom).toBe(2)
  expect(turned.chiSquared).toBeCloseTo(found.chiSquared, 9)
})

test('what cannot be compared is refused', () => {
  const refused = (run: () => unknown, code: string): unknown => expect(run).toThrow(expect.objectContaining({ code }))
  refused(() => kaplanMeier({ time: [], event: [] }), 'too-few')
  refused(() => kaplanMeier({ time: [-1], event: [1] }), 'out-of-range')
  refused(() => kaplanMeier({ time: [1], event: [0.5] }), 'out-of-range')
  refused(() => kaplanMeier({ time: [1, 2], event: [1] }), 'out-of-range')
  refused(() => logRankTest({ time: [1, 2], event: [1, 1] }, [0, 0]), 'too-few')
  refused(() => logRankTest({ time: [1, 2], event: [0, 0] }, [0, 1]), 'too-few')
  refused(() => logRankTest({ time: [1, 2], event: [1, 1] }, [0, 0.5]), 'out-of-range')
})
