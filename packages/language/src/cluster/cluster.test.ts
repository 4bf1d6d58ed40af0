import { createRandom } from '@attune/learn'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LanguageError } from '../errors.ts'
import { adjustedRandIndex } from './adjusted-rand-index.ts'
import { chooseClusters } from './choose-clusters.ts'
import { gaussianMixture } from './gaussian-mixture.ts'
import { kMeans } from './k-means.ts'
import { projectTo2d } from './project-to-2d.ts'
import { silhouette } from './silhouette.ts'

const random = createRandom(5, 'clusters')
const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
/** Three round groups of 40 rows in the plane, far apart. */
const groups = Float32Array.from({ length: 240 }, (_, at) => {
  const group = Math.floor(at / 80)
  return (at % 2 === 0 ? [0, 10, 0][group]! : [0, 0, 10][group]!) + normal()
})
const truth = Int32Array.from({ length: 120 }, (_, i) => Math.floor(i / 40))

describe('k-means', () => {
  test('finds groups that are there', () => {
    const { labels } = kMeans(groups, { dimensions: 2, clusters: 3 })
    expect(adjustedRandIndex(labels, truth)).toBe(1)
  })

  test('finds the least inertia that trying every partition of a few rows finds', () => {
    const rows = Float32Array.from({ length: 8 }, () => random())
    const cost = (own: number[]): number => {
      const mean = own.reduce((sum, x) => sum + x, 0) / own.length
      return own.reduce((sum, x) => sum + (x - mean) ** 2, 0)
    }
    let least = Number.POSITIVE_INFINITY
    for (let mask = 1; mask < 2 ** 8 - 1; mask++) {
      const one = [...rows].filter((_, i) => mask & (1 << i))
      const other = [...rows].filter((_, i) => !(mask & (1 << i)))
      least = Math.min(least, cost(one) + cost(other))
    }
    expect(kMeans(rows, { dimensions: 1, clusters: 2, restarts: 20 }).inertia).toBeCloseTo(least, 5)
  })

  test('leaves every row at its nearest centre and every centre at the mean of its rows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 6, maxLength: 40 }),
        fc.integer({ min: 1, max: 3 }),
        (values, clusters) => {
          const vectors = Float32Array.from(values.slice(0, values.length - (values.length % 2)))
          const { centres, labels, inertia } = kMeans(vectors, { dimensions: 2, clusters, restarts: 2 })
          let sum = 0
          for (const [i, label] of labels.entries()) {
            const gaps = Array.from(
              { length: clusters },
              (_, k) => (vectors[2 * i]! - centres[2 * k]!) ** 2 + (vectors[2 * i + 1]! - centres[2 * k + 1]!) ** 2,
            )
            expect(gaps[label]).toBeCloseTo(Math.min(...gaps), 4)
            sum += gaps[label]!
          }
          expect(inertia).toBeCloseTo(sum, 2)
        },
      ),
      { numRuns: 50 },
    )
  })

  test('gives the same for the same seed, and copes with rows that are all the same', () => {
    const options = { dimensions: 2, clusters: 3, seed: 9 }
    expect(kMeans(groups, options)).toEqual(kMeans(groups, options))
    expect(kMeans(new Float32Array(20).fill(1), { dimensions: 2, clusters: 3 }).inertia).toBe(0)
  })

  test('refuses what is no matrix', () => {
    expect(() => kMeans(Float32Array.of(1, 2, 3), { dimensions: 2, clusters: 1 })).toThrow(LanguageError)
    expect(() => kMeans(Float32Array.of(1, Number.NaN), { dimensions: 1, clusters: 1 })).toThrow(LanguageError)
    expect(() => kMeans(Float32Array.of(1, 2), { dimensions: 1, clusters: 3 })).toThrow(LanguageError)
  })
})

test('the silhouette is the one worked out by hand', () => {
  // Rows 0, 1 | 5: a = 1, b = 5 and 4, so .8 and .75; the row alone counts 0.
  const value = silhouette(Float32Array.of(0, 1, 5), Int32Array.of(0, 0, 1), { dimensions: 1 })
  expect(value).toBeCloseTo((0.8 + 0.75 + 0) / 3, 10)
  expect(silhouette(Float32Array.of(0, 1), Int32Array.of(0, 0), { dimensions: 1 })).toBeNaN()
})

test('a sampled silhouette is near the exact one', () => {
  const exact = silhouette(groups, truth, { dimensions: 2 })
  expect(silhouette(groups, truth, { dimensions: 2, sample: 60 })).toBeCloseTo(exact, 1)
})

test('the adjusted Rand index is the published one of a worked example', () => {
  // scikit-learn's documentation: [0, 0, 1, 2] against [0, 0, 1, 1] is .57.
  expect(adjustedRandIndex([0, 0, 1, 2], [0, 0, 1, 1])).toBeCloseTo(0.5714, 4)
  expect(adjustedRandIndex([0, 0, 1, 1], [5, 5, 3, 3])).toBe(1)
  expect(adjustedRandIndex([0, 0, 0, 0], [0, 1, 2, 3])).toBe(0)
})

describe('the number of clusters', () => {
  test('is three where there are three, with the reasons', () => {
    const { clusters, trials, reason } = chooseClusters(groups, { dimensions: 2, to: 5 })
    expect(clusters).toBe(3)
    expect(reason).toBe('best-of-both')
    const three = trials.find((trial) => trial.clusters === 3)
    expect(three).toMatchObject({ smallest: 40, stability: 1 })
    expect(three?.silhouette).toBeGreaterThan(0.7)
  })

  test('is not called well founded where there is one cloud', () => {
    const cloud = Float32Array.from({ length: 8 * 100 }, normal)
    expect(chooseClusters(cloud, { dimensions: 8, to: 4 }).reason).not.toBe('best-of-both')
  })
})

describe('a Gaussian mixture', () => {
  test.each(['diagonal', 'full'] as const)(
    'finds groups that are there, and its likelihood never falls: %s',
    (covariance) => {
      const { labels, logLikelihoods, weights, responsibilities } = gaussianMixture(groups, {
        dimensions: 2,
        clusters: 3,
        covariance,
        tolerance: 0,
      })
      expect(adjustedRandIndex(labels, truth)).toBe(1)
      for (const [i, now] of logLikelihoods.entries())
        expect(now).toBeGreaterThanOrEqual((logLikelihoods[i - 1] ?? now) - 1e-9)
      expect(weights.reduce((sum, own) => sum + own, 0)).toBeCloseTo(1, 6)
      expect(responsibilities[0]! + responsibilities[1]! + responsibilities[2]!).toBeCloseTo(1, 10)
    },
  )

  test('of one component has the mean and covariance of all rows, and their density', () => {
    const rows = Float32Array.of(0, 0, 2, 0, 0, 2, 2, 4)
    const { means, factors, logLikelihoods } = gaussianMixture(rows, {
      dimensions: 2,
      clusters: 1,
      covariance: 'full',
      ridge: 0,
    })
    expect([...means]).toEqual([1, 1.5].map((value) => expect.closeTo(value, 6)))
    // Covariance [[1, .5], [.5, 2.75]]: mean log-density −½ (2 + 2 ln 2π + ln 2.5).
    expect(logLikelihoods.at(-1)).toBeCloseTo(-0.5 * (2 + 2 * Math.log(2 * Math.PI) + Math.log(2.5)), 6)
    expect(factors[0]![0]).toBeCloseTo(1, 6)
  })

  test('tells by its criterion that three components are better than two', () => {
    const bic = (clusters: number): number =>
      gaussianMixture(groups, { dimensions: 2, clusters, covariance: 'full' }).bic
    expect(bic(3)).toBeLessThan(bic(2))
  })
})

describe('a map', () => {
  test('has the axes of most variance, at right angles', () => {
    const rows = Float32Array.from({ length: 300 }, (_, at) => [5, 2, 0.1][at % 3]! * normal())
    const { axes, explained, points } = projectTo2d(rows, { dimensions: 3 })
    expect(Math.abs(axes[0]!)).toBeGreaterThan(0.98)
    expect(Math.abs(axes[4]!)).toBeGreaterThan(0.98)
    expect(axes[0]! * axes[3]! + axes[1]! * axes[4]! + axes[2]! * axes[5]!).toBeCloseTo(0, 8)
    expect(explained[0] + explained[1]).toBeGreaterThan(0.99)
    expect(points.length).toBe(200)
  })

  test('of rows that are all the same is one point', () => {
    const { points, explained } = projectTo2d(new Float32Array(12).fill(3), { dimensions: 3 })
    expect([...points]).toEqual(new Array(8).fill(0))
    expect(explained).toEqual([0, 0])
  })
})
