import { seededRng } from '@attune/measure'
import { expect, test } from 'vitest'
import { qini } from './qini.ts'
import { uplift } from './uplift.ts'
import { upliftAnalyses } from './uplift-analyses.ts'

/** Whether every number in it can be told to a person. */
const isPlain = (value: unknown): boolean =>
  JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'number' && !Number.isFinite(one) ? 'not finite' : one,
  ).includes('not finite') === false

test.each(upliftAnalyses.map((analysis) => [analysis.name, analysis] as const))(
  'the example of %s runs',
  async (_, analysis) => {
    const found = await analysis.run(analysis.input.parse(analysis.example))
    expect(isPlain(found)).toBe(true)
    expect(found).toHaveProperty('scikitUplift')
  },
)

test('qini takes rows and gives both definitions by name', () => {
  const found = qini.run(qini.input.parse({ treatment: [0, 1], outcome: [1, 0], score: [0.1, 0.3], samples: 1 }))
  expect(found).toMatchObject({ scikitUplift: { qini: { value: 1 } }, curve: { units: [0, 1, 2] } })
})

test('what has no value is null, and a sentence in both languages says why', () => {
  const found = qini.run(qini.input.parse({ treatment: [0, 1], outcome: [0, 0], score: [0.1, 0.3] }))
  expect(found).toMatchObject({
    scikitUplift: { qini: null, auuc: null },
    warnings: expect.arrayContaining([
      { code: 'no-qini', en: expect.stringContaining('cannot be judged'), zh: expect.stringContaining('无法') },
    ]),
  })
})

test('uplift finds whom the treatment moves', async () => {
  const draw = seededRng(1)
  const rows = Array.from({ length: 1000 }, () => ({ x: draw(), t: Number(draw() < 0.5), u: draw() }))
  const given = {
    treatment: rows.map(({ t }) => t),
    outcome: rows.map(({ x, t, u }) => Number(u < 0.2 + 0.6 * t * x)),
    features: rows.map(({ x }) => [x]),
    propensity: 0.5,
  }
  const found = (await uplift.run(uplift.input.parse(given))) as {
    uplift: number[]
    scikitUplift: { qini: { low: number } }
    doublyRobustEffect: { low: number; high: number }
  }
  expect(found.scikitUplift.qini.low).toBeGreaterThan(0)
  expect(found.doublyRobustEffect.low).toBeLessThan(0.3)
  expect(found.doublyRobustEffect.high).toBeGreaterThan(0.3)
  const error = rows.reduce((sum, { x }, i) => sum + Math.abs(found.uplift[i]! - 0.6 * x), 0) / 1000
  expect(error).toBeLessThan(0.1)
})

test('columns that do not fit together are refused', async () => {
  expect(() => qini.run(qini.input.parse({ treatment: [0, 1], outcome: [0, 0, 1], score: [1, 2] }))).toThrow(
    expect.objectContaining({ code: 'out-of-range' }),
  )
  expect(qini.input.safeParse({ treatment: [0, 2], outcome: [0, 0], score: [1, 2] }).success).toBe(false)
  await expect(
    uplift.run(uplift.input.parse({ treatment: [0, 1, 1], outcome: [0, 0, 1], features: [[1], [2], [3]] })),
  ).rejects.toThrow(expect.objectContaining({ code: 'too-few' }))
})
