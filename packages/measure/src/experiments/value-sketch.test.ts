import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addSketches, sketchQuantile, sketchValues, winsorisedSums } from './value-sketch.ts'

const money = fc.array(
  fc.oneof(
    fc.constant(0),
    fc.double({ min: 0.01, max: 1e6, noNaN: true }),
    fc.double({ min: -500, max: -0.01, noNaN: true }),
  ),
  { minLength: 1, maxLength: 60 },
)

test('a quantile lies at most two bins above the true one', () => {
  fc.assert(
    fc.property(money, fc.double({ min: 0, max: 1, noNaN: true }), (values, p) => {
      const sorted = [...values].sort((a, b) => a - b)
      const exact = sorted[Math.max(0, Math.ceil(p * sorted.length - 1e-9) - 1)]!
      const found = sketchQuantile(sketchValues(values, 0.01), p)
      expect(Math.abs(found - exact)).toBeLessThanOrEqual(0.0203 * Math.abs(exact) + 1e-12)
    }),
  )
})

test('sums under a cap from the sketch are those of the capped values, to the last digits', () => {
  fc.assert(
    fc.property(money, fc.double({ min: 0.5, max: 1, noNaN: true }), (values, p) => {
      const sketch = sketchValues(values)
      const cap = sketchQuantile(sketch, p)
      const capped = values.map((value) => Math.min(value, cap))
      const { units, sum, sumSquares } = winsorisedSums(sketch, cap)
      const size = values.reduce((s, v) => s + Math.abs(v), 1)
      expect(units).toBe(values.length)
      expect(Math.abs(sum - capped.reduce((s, v) => s + v, 0))).toBeLessThan(1e-8 * size)
      expect(Math.abs(sumSquares - capped.reduce((s, v) => s + v * v, 0))).toBeLessThan(1e-8 * size * size)
    }),
  )
})

test('sketches of parts add up to the sketch of the whole', () => {
  const [a, b] = [
    [1, 5, 0, -3],
    [5, 900, 1e-3],
  ]
  expect(addSketches([sketchValues(a), sketchValues(b)])).toEqual(sketchValues([...a, ...b]))
  expect(() => addSketches([sketchValues(a), sketchValues(b, 0.02)])).toThrow(/same accuracy/)
})

test('infinite values and empty sketches are refused', () => {
  expect(() => sketchValues([Number.POSITIVE_INFINITY])).toThrow(/finite/)
  expect(() => sketchQuantile(sketchValues([]), 0.5)).toThrow(/at least one/)
  expect(() => sketchValues([1], 1e-9)).toThrow(/accuracy/)
})
