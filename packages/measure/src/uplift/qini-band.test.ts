import { expect, test } from 'vitest'
import { evaluateUplift } from './evaluate-uplift.ts'
import { portableUplift } from './portable-uplift.fixture.ts'
import { qiniBand } from './qini-band.ts'

test('four units by hand: the best half wins all there is to win', () => {
  // By falling score: treated 1, control 0, treated 0, control 0. Half: 1 − 0 · 1/1 = 1; all: 1 − 0 · 2/2 = 1; of 2 treated.
  const band = qiniBand(
    {
      scores: Float64Array.of(4, 3, 2, 1),
      treated: Uint8Array.of(1, 0, 1, 0),
      outcome: Float64Array.of(1, 0, 0, 0),
    },
    { steps: 2, samples: 5 },
  )
  expect(band.map(({ share, gain, random }) => [share, gain.value, random])).toEqual([
    [0, 0, 0],
    [0.5, 0.5, 0.25],
    [1, 0.5, 0.5],
  ])
})

test('the end is the difference of means, and the points lie on the curve of the evaluation', () => {
  const rows = portableUplift()
  const band = qiniBand(rows, { steps: 20, samples: 100 })
  const { averageEffect, curve, units } = evaluateUplift(rows, { samples: 1 })
  expect(band).toHaveLength(21)
  expect(band[20]!.gain.value).toBeCloseTo(averageEffect.value, 12)
  const half = rows.scores.length / 2
  const at = curve.units.findIndex((count) => count >= half)
  expect(band[10]!.gain.value).toBeCloseTo(curve.gain[at]! / units.treated, 2)
  for (const { gain } of band.slice(1)) {
    expect(gain.low).toBeLessThan(gain.value)
    expect(gain.high).toBeGreaterThan(gain.value)
  }
})

test('units of one score are one straight line, and one arm alone is refused', () => {
  const data = { treated: Uint8Array.of(1, 0, 1, 0), outcome: Float64Array.of(1, 0, 1, 1) }
  const band = qiniBand({ ...data, scores: new Float64Array(4) }, { steps: 4, samples: 2 })
  for (const { gain, random } of band) expect(gain.value).toBeCloseTo(random, 12)
  expect(() => qiniBand({ ...data, treated: new Uint8Array(4), scores: new Float64Array(4) })).toThrow()
  expect(() => qiniBand({ ...data, scores: new Float64Array(4) }, { steps: 0 })).toThrow()
})
