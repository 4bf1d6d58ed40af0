import { expect, test } from 'vitest'
import { fairnessAnalyses } from './fairness-analyses.ts'
import { fairnessAnalysis } from './fairness-analysis.ts'
import { rdpAnalysis } from './rdp-analysis.ts'

test.each(fairnessAnalyses.map((one) => [one.name, one] as const))(
  '%s: the example runs, and all of it can be written as JSON',
  (_, one) => {
    const result = one.run(one.input.parse(one.example))
    expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  },
)

test('rdp: ε of a training, the noise for a target, a composition, an accuracy', () => {
  expect(rdpAnalysis.run(rdpAnalysis.example)).toMatchObject({ epsilon: expect.closeTo(7.32911117, 7), warnings: [] })
  const { noise } = rdpAnalysis.run({ targetEpsilon: 7.33, rate: 0.04, steps: 2250, delta: 1e-5 }) as { noise: number }
  expect(noise).toBeCloseTo(1.5, 3)
  const both = rdpAnalysis.run({
    mechanisms: [
      { kind: 'laplace', scale: 10, steps: 3 },
      { kind: 'gaussian', noise: 2, rate: 0.01, steps: 100 },
    ],
    delta: 1e-6,
  }) as { epsilon: number }
  expect(both.epsilon).toBeGreaterThan(0)
  expect(rdpAnalysis.run({ laplace: { scale: 1, alpha: 0.05 } })).toMatchObject({
    accuracy: expect.closeTo(2.995732, 6),
  })
  expect(rdpAnalysis.input.safeParse({ noise: 0, rate: 0.1, steps: 1, delta: 1e-5 }).success).toBe(false)
})

test('fairness: from counts, rows, lists and benefits', () => {
  expect(fairnessAnalysis.run(fairnessAnalysis.example)).toMatchObject({
    demographicParity: { difference: { value: expect.closeTo(0.3, 12) } },
    alarms: expect.arrayContaining([expect.objectContaining({ measure: 'demographic-parity', certainty: 'certain' })]),
  })
  const rows = Array.from({ length: 200 }, (_, i) => ({
    group: i % 2 === 0 ? 'a' : 'b',
    predicted: i % 4 < 2,
    actual: i % 3 === 0,
    score: (i % 10) / 10,
  }))
  expect(fairnessAnalysis.run({ rows, mitigate: 'equal-opportunity' })).toMatchObject({
    calibration: { groups: [{ group: 'a' }, { group: 'b' }] },
    thresholds: { constraint: 'equal-opportunity' },
    reweighing: expect.arrayContaining([expect.objectContaining({ group: 'a', actual: true })]),
  })
  const merits = [{ group: 'x', merit: 1, items: 1 }]
  expect(fairnessAnalysis.run({ lists: [['x', 'y']], merits })).toMatchObject({
    groups: [{ group: 'x' }, { group: 'y' }],
  })
  expect(fairnessAnalysis.run({ benefits: [1, 1, 1, 2, 0] })).toMatchObject({
    generalisedEntropy: { total: expect.closeTo(0.2, 12) },
  })
})
