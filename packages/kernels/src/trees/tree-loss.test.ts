import { expect, test } from 'vitest'
import { baseScoreOf } from './base-score.ts'
import { curvatureOf, exponential, lossOf, meanOf, type TreeLoss } from './tree-loss.ts'

test('the exponential of the kernels is eˣ to 1e-11 of itself, and cut beyond ±700', () => {
  for (let x = -700; x <= 700; x += 0.377) expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThan(1e-11)
  expect(exponential(900)).toBe(exponential(700))
})

test('gradient and hessian are the differences of the loss', () => {
  const cases: [TreeLoss, number, number][] = [
    ['squared', 3, -1.2],
    ['logistic', 1, 0.7],
    ['logistic', 0.3, -2],
    ['poisson', 4, 0.6],
  ]
  for (const [loss, label, score] of cases) {
    const at = (s: number) => lossOf(loss, label, s)
    const step = 1e-3
    const mean = meanOf(loss, score)
    expect(mean - label).toBeCloseTo((at(score + step) - at(score - step)) / (2 * step), 5)
    const second = (at(score + step) - 2 * at(score) + at(score - step)) / step ** 2
    expect(curvatureOf(loss, mean)).toBeCloseTo(second, 5)
  }
})

test('the base score is the mean, its log odds or its logarithm, and with offsets no constant is better', () => {
  const labels = Float64Array.of(0, 1, 1, 1)
  const weights = Float64Array.of(2, 1, 1, 0)
  expect(baseScoreOf('squared', { labels })).toBeCloseTo(0.75, 12)
  expect(baseScoreOf('logistic', { labels })).toBeCloseTo(Math.log(3), 12)
  expect(baseScoreOf('poisson', { labels, weights })).toBeCloseTo(Math.log(0.5), 12)
  const offsets = Float64Array.of(0.5, -1, 2, 0.3)
  for (const loss of ['squared', 'logistic', 'poisson'] as const) {
    const base = baseScoreOf(loss, { labels, weights, offsets })
    const total = (score: number) =>
      labels.reduce((sum, label, row) => sum + weights[row]! * lossOf(loss, label, score + offsets[row]!), 0)
    expect(total(base)).toBeLessThan(Math.min(total(base + 1e-3), total(base - 1e-3)))
  }
})
