import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quantileEdges } from './quantile-edges.ts'

const binsOf = (values: Float64Array, edges: Float64Array) =>
  [...values].map((value) => [...edges].filter((edge) => value > edge).length)

test('few distinct values get a bin each; missing ones get none', () => {
  expect([...quantileEdges(Float64Array.of(3, 1, Number.NaN, 1, 2, 3), 255)]).toEqual([1.5, 2.5])
  expect([...quantileEdges(Float64Array.of(0, -0, 0), 255)]).toEqual([])
  expect([...quantileEdges(Float64Array.of(Number.NaN), 255)]).toEqual([])
})

test('neighbouring doubles and the largest ones are told apart', () => {
  const next = 1 + Number.EPSILON
  expect(binsOf(Float64Array.of(1, next), quantileEdges(Float64Array.of(1, next), 255))).toEqual([0, 1])
  const huge = Float64Array.of(-Number.MAX_VALUE, Number.MAX_VALUE)
  expect([...quantileEdges(huge, 255)]).toEqual([0])
})

test('never more bins than asked, edges ascending, equal values together, and no bin empty', () => {
  const values = fc.array(
    fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 0, max: 3 })),
    {
      minLength: 1,
      maxLength: 400,
    },
  )
  fc.assert(
    fc.property(values, fc.integer({ min: 2, max: 20 }), (list, maxBins) => {
      const typed = Float64Array.from(list)
      const edges = quantileEdges(typed, maxBins)
      expect(edges.length).toBeLessThan(maxBins)
      for (let at = 1; at < edges.length; at++) expect(edges[at]).toBeGreaterThan(edges[at - 1]!)
      expect(new Set(binsOf(typed, edges)).size).toBe(edges.length + 1)
    }),
  )
})

test('bins of different values hold about equally many; a frequent value fills one with at most half a bin of others', () => {
  const spread = Float64Array.from({ length: 10_000 }, (_, at) => Math.sin(at * 12.9898) * 43_758.5453)
  const sizes = (values: Float64Array, maxBins: number) => {
    const counts = new Map<number, number>()
    for (const bin of binsOf(values, quantileEdges(values, maxBins))) counts.set(bin, (counts.get(bin) ?? 0) + 1)
    return [...counts.values()]
  }
  const even = sizes(spread, 10)
  expect(even.length).toBe(10)
  expect(Math.max(...even) - Math.min(...even)).toBeLessThan(20)
  const heavy = Float64Array.from(spread, (value, at) => (at % 2 === 0 ? 7 : value))
  const fullest = Math.max(...sizes(heavy, 10))
  expect(fullest).toBeGreaterThanOrEqual(5000)
  expect(fullest).toBeLessThan(5300)
  // Beyond the sample that edges are made from.
  const many = Float64Array.from({ length: 300_000 }, (_, at) => Math.sin(at * 12.9898) * 43_758.5453)
  const edges = quantileEdges(many, 4)
  expect(many.filter((value) => value <= edges[1]!).length / many.length).toBeCloseTo(0.5, 2)
})
