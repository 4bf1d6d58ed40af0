import type { FeatureColumn } from '@attune/kernels'
import { expect, test } from 'vitest'
import { fitBlend } from './fit-blend.ts'
import { fitLinear, scoreLinear } from './linear-model.ts'

const rows = 400
const wave = (row: number, step: number): number => ((row * step) % 97) / 97
const x = Float64Array.from({ length: rows }, (_, row) => (row % 10 === 3 ? Number.NaN : wave(row, 31)))
const kind = Int32Array.from({ length: rows }, (_, row) => (row % 3 === 0 ? 7 : row % 200 === 1 ? 9 : 2))
const features: FeatureColumn[] = [
  { kind: 'numeric', values: x },
  { kind: 'categorical', values: kind },
]
const labels = Float64Array.from(x, (value, row) =>
  Number(wave(row, 53) < (Number.isNaN(value) ? 0.2 : 0.15 + 0.7 * value) + (kind[row] === 7 ? 0.1 : 0)),
)

test('no step of any weight makes the penalised likelihood better', () => {
  const model = fitLinear(features, labels)!
  const [number, category] = model.terms
  if (number?.kind !== 'numeric' || category?.kind !== 'categorical') throw new Error('kinds')
  // Category 9 comes twice: too rarely for a weight.
  expect(category.codes.toSorted()).toEqual([2, 7])
  const goodness = (changed: Partial<typeof number>, by = [0, 0], constant = 0): number => {
    const moved = {
      ...model,
      constant: model.constant + constant,
      terms: [
        { ...number, ...changed },
        { ...category, weights: category.weights.map((weight, at) => weight + by[at]!) },
      ],
    }
    const [first, second] = moved.terms as [typeof number, typeof category]
    const squares = [first.weight, first.missing, ...second.weights, moved.constant].reduce((sum, w) => sum + w * w, 0)
    return scoreLinear(moved, features).reduce(
      (sum, z, row) => sum - Math.log1p(Math.exp(labels[row] === 1 ? -z : z)),
      -squares / 2,
    )
  }
  const best = goodness({})
  for (const h of [-0.01, 0.01])
    for (const other of [
      goodness({ weight: number.weight + h }),
      goodness({ missing: number.missing + h }),
      goodness({}, [h, 0]),
      goodness({}, [0, h]),
      goodness({}, [0, 0], h),
    ])
      expect(other).toBeLessThan(best)
})

test('too many columns are left to the trees', () => {
  const many = Array.from({ length: 200 }, (): FeatureColumn => ({ kind: 'numeric', values: x }))
  expect(fitLinear(many, labels)).toBeUndefined()
})

/** A hash of whole numbers to [0, 1): repeatable noise. */
const noise = (a: number, b: number): number => {
  const z = Math.imul(Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 7, 0x85ebca6b), 0xc2b2ae35) >>> 0
  return ((z ^ (z >>> 13)) >>> 0) / 2 ** 32
}

test('a score that points the wrong way has no say, and the other is calibrated', () => {
  const truth = Float64Array.from({ length: 4000 }, (_, row) => 4 * noise(row, 1) - 2)
  const own = Float64Array.from(truth, (z, row) => Number(noise(row, 2) < 1 / (1 + Math.exp(-z))))
  // Twice too sure of itself.
  const sure = truth.map((z) => 2 * z)
  const wrong = own.map((label, row) => 3 * noise(row, 3) - label)
  const blend = fitBlend(sure, wrong, own)
  expect(blend.linear).toBe(0)
  expect(Math.abs(blend.trees - 0.5)).toBeLessThan(0.06)
  expect(Math.abs(blend.offset)).toBeLessThan(0.15)
  expect(fitBlend(sure, undefined, own)).toEqual(blend)
  expect(fitBlend(wrong, sure, own)).toMatchObject({ trees: 0, linear: blend.trees })
  // Where none points the right way, the share of labels 1 is left, by Platt’s targets.
  const positives = own.reduce((sum, label) => sum + label, 0)
  const negatives = own.length - positives
  const mean = ((positives * (positives + 1)) / (positives + 2) + negatives / (negatives + 2)) / own.length
  const alone = fitBlend(wrong, undefined, own)
  expect(alone).toMatchObject({ trees: 0, linear: 0 })
  expect(alone.offset).toBeCloseTo(Math.log(mean / (1 - mean)), 6)
  expect(fitBlend(wrong, wrong, own)).toMatchObject({ trees: 0, linear: 0 })
})
