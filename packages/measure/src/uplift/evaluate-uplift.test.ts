import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRng } from '../random.ts'
import { evaluateUplift } from './evaluate-uplift.ts'
import { portableUplift } from './portable-uplift.fixture.ts'
import { rankOutcomes } from './ranked-outcomes.ts'
import { upliftAtShare } from './uplift-at-share.ts'

const data = (outcome: readonly number[], scores: readonly number[], treated: readonly number[]) => ({
  outcome: Float64Array.from(outcome),
  scores: Float64Array.from(scores),
  treated: Uint8Array.from(treated),
})

test('two units in the best and in the worst order, as scikit-uplift says of them', () => {
  const best = evaluateUplift(data([1, 0], [0.1, 0.3], [0, 1]), { samples: 1 })
  expect(best.scikitUplift.qini?.value).toBe(1)
  const worst = evaluateUplift(data([0, 1], [0.1, 0.3], [1, 0]), { samples: 1 })
  expect(worst.scikitUplift.auuc?.value).toBe(0)
})

test('the portable vector: all four areas and the uplift of the best 30 %', () => {
  const rows = portableUplift()
  expect(rows.treated.reduce((sum, one) => sum + one, 0)).toBe(999)
  const { scikitUplift, causalml, upliftAt, warnings } = evaluateUplift(rows, { samples: 200 })
  expect(scikitUplift.qini?.value).toBeCloseTo(0.085617414, 9)
  expect(scikitUplift.auuc?.value).toBeCloseTo(0.049201946, 9)
  expect(causalml.auuc?.value).toBeCloseTo(0.75710429, 9)
  expect(causalml.qini?.value).toBeCloseTo(0.261124167, 9)
  expect(upliftAt[2]?.share).toBe(0.3)
  expect(upliftAt[2]?.uplift?.value).toBeCloseTo(0.155938834, 9)
  expect(warnings).toEqual([])
  for (const { uplift } of upliftAt) {
    expect(uplift!.low).toBeLessThan(uplift!.value)
    expect(uplift!.high).toBeGreaterThan(uplift!.value)
  }
})

test('tied scores and shares of each arm, as scikit-uplift 0.5.1 measures them', () => {
  const rows = portableUplift()
  const tied = evaluateUplift({ ...rows, scores: rows.scores.map((score) => Math.round(score * 4)) }, { samples: 1 })
  expect(tied.scikitUplift.qini?.value).toBeCloseTo(0.08306788640195328, 12)
  expect(tied.scikitUplift.auuc?.value).toBeCloseTo(0.04696776903713319, 12)
  const ranked = rankOutcomes(rows)
  expect(upliftAtShare(ranked, 0.3, { strategy: 'by-group' })).toBeCloseTo(0.15099219620958754, 12)
  expect(upliftAtShare(ranked, 0.1)).toBeCloseTo(0.1292517006802721, 12)
})

test('uplift of the best half, by hand, overall and by arm', () => {
  // By falling score: treated 1, control 0, treated 0, control 1, treated 0, control 0.
  const ranked = rankOutcomes(data([1, 0, 0, 1, 0, 0], [6, 5, 4, 3, 2, 1], [1, 0, 1, 0, 1, 0]))
  expect(upliftAtShare(ranked, 0.5)).toBeCloseTo(1 / 2 - 0, 12)
  // The best of three treated (1) and of three untreated (1) at a third.
  expect(upliftAtShare(ranked, 1 / 3 + 1e-9, { strategy: 'by-group' })).toBeCloseTo(1 - 0, 12)
  expect(upliftAtShare(ranked, 1)).toBeCloseTo(1 / 3 - 1 / 3, 12)
})

test('the order of rows of one score is of no account', () => {
  const draw = fc.record({
    y: fc.integer({ min: 0, max: 1 }),
    t: fc.integer({ min: 0, max: 1 }),
    s: fc.integer({ min: 0, max: 3 }),
  })
  fc.assert(
    fc.property(fc.array(draw, { minLength: 6, maxLength: 40 }), fc.integer({ min: 1, max: 1000 }), (rows, seed) => {
      fc.pre(new Set(rows.map(({ t }) => t)).size === 2)
      const rng = seededRng(seed)
      const mixed = rows.map((row) => ({ row, at: rng() })).sort((a, b) => a.at - b.at)
      const figures = (all: typeof rows) => {
        const { scikitUplift, causalml, upliftAt } = evaluateUplift(
          data(
            all.map(({ y }) => y),
            all.map(({ s }) => s),
            all.map(({ t }) => t),
          ),
          { samples: 1 },
        )
        const round = (value: number | undefined) => (value === undefined ? null : Math.round(value * 1e9) / 1e9 + 0)
        return [
          scikitUplift.qini,
          scikitUplift.auuc,
          causalml.qini,
          causalml.auuc,
          ...upliftAt.map(({ uplift }) => uplift),
        ].map((interval) => round(interval?.value))
      }
      expect(figures(mixed.map(({ row }) => row))).toEqual(figures(rows))
    }),
    { numRuns: 100 },
  )
})

test('scores that say nothing have an area near zero and an interval across it', () => {
  const rng = seededRng(5)
  const { outcome, treated } = portableUplift()
  const { scikitUplift } = evaluateUplift({ outcome, treated, scores: outcome.map(() => rng()) }, { samples: 200 })
  expect(scikitUplift.qini!.low).toBeLessThan(0)
  expect(scikitUplift.qini!.high).toBeGreaterThan(0)
})

test('outcomes of which none differs have no area, and the result says so', () => {
  const { scikitUplift, causalml, warnings } = evaluateUplift(data([0, 0, 0, 0], [1, 2, 3, 4], [0, 1, 0, 1]))
  expect(scikitUplift).toEqual({ qini: null, auuc: null })
  expect(causalml).toEqual({ qini: null, auuc: null })
  expect(warnings.map(({ code }) => code)).toEqual(expect.arrayContaining(['no-qini', 'no-auuc', 'no-effect']))
})

test('what cannot be compared is refused with what to do', () => {
  const refused = (code: string) => expect.objectContaining({ code })
  expect(() => evaluateUplift(data([1, 0], [1, 2], [1, 1]))).toThrow(refused('one-arm'))
  expect(() => evaluateUplift(data([1, Number.POSITIVE_INFINITY], [1, 2], [1, 0]))).toThrow(refused('not-finite'))
  expect(() => evaluateUplift(data([1, 0], [1, Number.NaN], [1, 0]))).toThrow(refused('not-finite'))
  expect(() => evaluateUplift(data([1, 0], [1], [1, 0]))).toThrow(refused('out-of-range'))
  expect(() => evaluateUplift(data([1, 0], [1, 2], [1, 0]), { shares: [0] })).toThrow(refused('out-of-range'))
})
