import fc from 'fast-check'
import { expect, test } from 'vitest'
import { randomOf } from '../evaluate/random.ts'
import { factorRanker } from './factor-ranker.ts'
import { nearestByCosine } from './nearest-by-cosine.ts'
import { symmetricEigen } from './symmetric-eigen.ts'
import { turnFactors } from './turn-factors.ts'

/** Factors with lengths that differ much, so that scans end early; some rows twice, some zero. */
function factorsOf(rows: number, d: number, seed: number): Float32Array {
  const random = randomOf(seed)
  const factors = new Float32Array(rows * d)
  for (let row = 0; row < rows; row++) {
    const length = row % 7 === 3 ? 0 : random() ** 4
    for (let k = 0; k < d; k++) factors[row * d + k] = Math.fround((random() - 0.4) * length)
    if (row % 5 === 4) factors.copyWithin(row * d, (row - 1) * d, row * d)
  }
  return factors
}

const product = (a: ArrayLike<number>, from: number, b: ArrayLike<number>, d: number): number => {
  let sum = 0
  for (let k = 0; k < d; k++) sum += a[from + k]! * b[k]!
  return sum
}

test('finds what a full sort finds, of equals the smaller id, for any length and any exclusion', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.constantFrom(1, 3, 4, 15, 16, 17, 33),
      fc.nat(),
      fc.constantFrom(1, 5, 1000),
      fc.constantFrom(1, 2, 3),
      (rows, d, seed, n, step) => {
        const factors = factorsOf(rows, d, seed)
        const random = randomOf(seed + 1)
        const query = Float64Array.from({ length: d }, () => random() - 0.3)
        const ranker = factorRanker(factors, d)
        const exclude = (item: number): boolean => step > 1 && item % step === 0
        const items = Int32Array.from({ length: rows }, (_, item) => item)
        const scores = ranker.scores(query, items)
        for (const item of items) expect(scores[item]).toBeCloseTo(product(factors, item * d, query, d), 5)
        const sorted = items
          .filter((item) => scores[item]! > 0 && !exclude(item))
          .sort((a, b) => scores[b]! - scores[a]! || a - b)
          .subarray(0, n)
        const best = ranker.best(query, n, exclude)
        expect(best.items).toEqual(sorted)
        expect(best.scores).toEqual(Float32Array.from(sorted, (item) => scores[item]!))
      },
    ),
    { numRuns: 150 },
  )
})

test('the nearest by cosine are those of a full sort, without the item itself', () => {
  const d = 5
  const factors = factorsOf(60, d, 9)
  const nearest = nearestByCosine(factors, d)
  const rowOf = (item: number) => factors.subarray(item * d, item * d + d)
  const cosine = (a: number, b: number): number => {
    const below = Math.sqrt(product(rowOf(a), 0, rowOf(a), d) * product(rowOf(b), 0, rowOf(b), d))
    return below === 0 ? 0 : product(rowOf(a), 0, rowOf(b), d) / below
  }
  for (let item = 0; item < 60; item++) {
    const expected = Array.from({ length: 60 }, (_, other) => cosine(item, other))
      .filter((near, other) => other !== item && near > 0)
      .sort((a, b) => b - a)
      .slice(0, 8)
    const { items, scores } = nearest(item, 8)
    expect(scores.length).toBe(expected.length)
    for (const [at, near] of expected.entries()) expect(scores[at]).toBeCloseTo(near, 6)
    for (const [at, other] of items.entries()) expect(scores[at]).toBeCloseTo(cosine(item, other), 6)
    expect(items.includes(item)).toBe(false)
  }
  expect(nearest(60, 3).items.length).toBe(0)
  expect(nearest(-1, 3).items.length).toBe(0)
})

test('eigenvectors are orthonormal and give the matrix back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(), fc.constantFrom(1e-6, 1, 1e6), (n, seed, scale) => {
      const random = randomOf(seed)
      const a = new Float64Array(n * n)
      for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = scale * (random() - 0.5)
      const { values, vectors } = symmetricEigen(a, n)
      for (let i = 0; i < n; i++) {
        if (i > 0) expect(values[i]).toBeLessThanOrEqual(values[i - 1]!)
        for (let j = 0; j < n; j++) {
          let back = 0
          let unit = 0
          for (let k = 0; k < n; k++) {
            back += vectors[i * n + k]! * values[k]! * vectors[j * n + k]!
            unit += vectors[k * n + i]! * vectors[k * n + j]!
          }
          expect(Math.abs(back - a[i * n + j]!)).toBeLessThan(1e-10 * scale)
          expect(unit).toBeCloseTo(i === j ? 1 : 0, 10)
        }
      }
    }),
  )
  // Worked out by hand: [[2, 1], [1, 2]] has 3 along (1, 1) and 1 along (1, −1).
  expect([...symmetricEigen(Float64Array.of(2, 1, 1, 2), 2).values].map((value) => Math.round(value * 1e12))).toEqual([
    3e12, 1e12,
  ])
})

test('turned factors keep every product and have a diagonal Gram matrix, largest first', () => {
  const d = 6
  const before = factorsOf(40, d, 4)
  const after = turnFactors(before, d)
  for (let a = 0; a < 40; a++) {
    for (let b = 0; b < 40; b++) {
      const [x, y] = [before, after].map((factors) => product(factors, a * d, factors.subarray(b * d, b * d + d), d))
      expect(y).toBeCloseTo(x!, 5)
    }
  }
  const energies = Array.from({ length: d * d }, (_, at) => {
    let sum = 0
    for (let row = 0; row < 40; row++) sum += after[row * d + Math.floor(at / d)]! * after[row * d + (at % d)]!
    return sum
  })
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) if (i !== j) expect(energies[i * d + j]).toBeCloseTo(0, 5)
    if (i > 0) expect(energies[i * d + i]).toBeLessThanOrEqual(energies[(i - 1) * d + i - 1]!)
  }
})
