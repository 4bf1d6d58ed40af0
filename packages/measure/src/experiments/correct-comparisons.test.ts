import fc from 'fast-check'
import { expect, test } from 'vitest'
import { correctComparisons } from './correct-comparisons.ts'

const ps = (corrected: readonly { readonly p: number | null }[]) => corrected.map(({ p }) => p && Number(p.toFixed(10)))

test('Holm by hand', () => {
  expect(ps(correctComparisons([0.01, 0.04, 0.03, 0.005]))).toEqual([0.03, 0.06, 0.06, 0.02])
})

test("Benjamini & Hochberg's own example of fifteen p values: four are significant (1995, § 4)", () => {
  const values = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
  ]
  const found = correctComparisons(values, { correction: 'benjamini-hochberg' })
  expect(found.map(({ significant }) => significant)).toEqual(values.map((_, i) => i < 4))
  expect(correctComparisons(values).filter(({ significant }) => significant)).toHaveLength(3)
  expect(found[3]?.p).toBeCloseTo((0.0095 * 15) / 4, 12)
})

test('comparisons without a p value do not count', () => {
  expect(ps(correctComparisons([0.02, null, 0.5]))).toEqual([0.04, null, 0.5])
})

test('adjusted values keep the order, are never smaller, and Holm is never more lenient than Benjamini & Hochberg', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }), (given) => {
      const holm = correctComparisons(given)
      const bh = correctComparisons(given, { correction: 'benjamini-hochberg' })
      given.forEach((p, i) => {
        expect(bh[i]!.p!).toBeGreaterThanOrEqual(p)
        expect(holm[i]!.p!).toBeGreaterThanOrEqual(bh[i]!.p! - 1e-12)
        given.forEach((q, j) => {
          if (p < q) expect(holm[i]!.p!).toBeLessThanOrEqual(holm[j]!.p!)
        })
      })
    }),
  )
})

test('a p value outside [0, 1] is refused', () => {
  expect(() => correctComparisons([1.5])).toThrow(/p value/)
})
