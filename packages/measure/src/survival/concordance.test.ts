import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRng } from '../random.ts'
import { brierScore } from './brier-score.ts'
import { concordance } from './concordance.ts'

const subject = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 5 }))

test('the share of pairs in order, ties half, as counted pair by pair', () => {
  fc.assert(
    fc.property(fc.array(subject, { minLength: 1, maxLength: 40 }), (subjects) => {
      let [won, pairs] = [0, 0]
      for (const [time, event, risk] of subjects)
        for (const [other, happened, score] of subjects) {
          const first = event === 1 && (time < other || (time === other && happened === 0))
          if (!first) continue
          pairs++
          won += risk > score ? 1 : risk === score ? 0.5 : 0
        }
      const observations = { time: subjects.map(([time]) => time), event: subjects.map(([, event]) => event) }
      const found = concordance(
        observations,
        subjects.map(([, , risk]) => risk),
      )
      if (pairs === 0) expect(found).toBeNull()
      else expect(found).toBeCloseTo(won / pairs, 9)
    }),
  )
})

test('without anybody lost the Brier score is the mean square', () => {
  const observations = { time: [1, 2, 5, 9], event: [1, 1, 1, 1] }
  const left = [0.2, 0.4, 0.7, 0.9]
  expect(brierScore(observations, left, 3)).toBeCloseTo((0.04 + 0.16 + 0.09 + 0.01) / 4, 12)
  expect(brierScore(observations, left, 10)).toBeNull()
})

test('losing people by chance leaves the Brier score where it was', () => {
  const rng = seededRng(8)
  const times = Array.from({ length: 20_000 }, () => -Math.log(1 - rng()))
  const lost = times.map(() => -2 * Math.log(1 - rng()))
  const chance = times.map(() => rng())
  const whole = brierScore({ time: times, event: times.map(() => 1) }, chance, 0.8)!
  const partly = brierScore(
    { time: times.map((t, i) => Math.min(t, lost[i]!)), event: times.map((t, i) => Number(t <= lost[i]!)) },
    chance,
    0.8,
  )!
  expect(Math.abs(partly - whole)).toBeLessThan(0.01)
})

test('scores and chances of another kind are refused', () => {
  const one = { time: [1], event: [1] }
  expect(() => concordance(one, [Number.NaN])).toThrow(/finite/)
  expect(() => concordance(one, [])).toThrow(/each subject/)
  expect(() => brierScore(one, [2], 1)).toThrow(/chance/)
  expect(() => brierScore(one, [], 1)).toThrow(/each subject/)
})
