import { createRandom } from '@attune/learn'
import { describe, expect, test } from 'vitest'
import { fitCentroid } from './fit-centroid.ts'
import { fitLinearSvm } from './fit-linear-svm.ts'
import { fitLogistic } from './fit-logistic.ts'
import { fitSoftmax } from './fit-softmax.ts'
import { fitComplementNaiveBayes, logCountRatios } from './naive-bayes.ts'
import { type SparseRows, sparseOf } from './sparse-rows.ts'

const random = createRandom(7, 'linear models')
const dense = Array.from({ length: 60 }, () => Array.from({ length: 8 }, () => (random() < 0.5 ? 0 : random())))
const rows = sparseOf(dense, 8)
const truths = Int8Array.from(dense, (row) => (row[0]! + row[1]! - row[2]! + 0.4 * (random() - 0.5) > 0.2 ? 1 : -1))

/** Least of a convex function by plain descent with numeric slopes: slow and obvious. */
function descend(loss: (at: number[]) => number, dimensions: number): number[] {
  let at = new Array<number>(dimensions).fill(0)
  let size = 0.1
  let here = loss(at)
  for (let round = 0; round < 6000; round++) {
    const slopes = at.map((_, k) => {
      const [up, down] = [at.slice(), at.slice()]
      up[k]! += 1e-5
      down[k]! -= 1e-5
      return (loss(up) - loss(down)) / 2e-5
    })
    const next = at.map((own, k) => own - size * slopes[k]!)
    const there = loss(next)
    if (there < here) {
      at = next
      here = there
      size *= 1.2
    } else size /= 2
    if (size < 1e-14) break
  }
  return at
}
const decision = (at: readonly number[], row: readonly number[]): number =>
  row.reduce((sum, value, k) => sum + value * at[k]!, at[8]!)

describe('the support vector machine', () => {
  test('reaches the least squared hinge loss that plain descent finds', () => {
    const costs = [2, 0.7] as const
    const loss = (at: number[]): number =>
      0.5 * at.reduce((sum, own) => sum + own * own, 0) +
      dense.reduce((sum, row, i) => {
        const gap = Math.max(0, 1 - truths[i]! * decision(at, row))
        return sum + (truths[i] === 1 ? costs[0] : costs[1]) * gap * gap
      }, 0)
    const slow = descend(loss, 9)
    const { weights, bias } = fitLinearSvm(rows, truths, { costs, random: createRandom(1, 'a'), tolerance: 1e-6 })
    expect(loss([...weights, bias])).toBeCloseTo(loss(slow), 5)
    for (const [k, weight] of [...weights, bias].entries()) expect(weight).toBeCloseTo(slow[k]!, 2)
  })

  test('says the same for the same seed', () => {
    const fit = (): Float64Array => fitLinearSvm(rows, truths, { costs: [1, 1], random: createRandom(3, 'b') }).weights
    expect(fit()).toEqual(fit())
  })
})

test('logistic regression reaches the least loss that plain descent finds', () => {
  const loss = (at: number[]): number =>
    0.5 * at.reduce((sum, own) => sum + own * own, 0) +
    dense.reduce((sum, row, i) => sum + 3 * Math.log1p(Math.exp(-truths[i]! * decision(at, row))), 0)
  const slow = descend(loss, 9)
  const { weights, bias } = fitLogistic(rows, truths, { costs: [3, 3], random: createRandom(1, 'a'), tolerance: 1e-6 })
  expect(loss([...weights, bias])).toBeCloseTo(loss(slow), 5)
})

test('softmax regression has no slope left where it stops', () => {
  const labels = Int32Array.from(dense, (row) => (row[0]! > 0.5 ? 0 : row[1]! > 0.4 ? 1 : 2))
  const costs = [2, 2, 2]
  const lines = fitSoftmax(rows, labels, {
    classes: 3,
    costs,
    random: createRandom(1, 'a'),
    tolerance: 1e-9,
    maxRounds: 2000,
  })
  const ats = lines.map(({ weights, bias }) => [...weights, bias])
  // The gradient of ½‖W‖² − Σ c ln softmax is W − Σ c (1[y = k] − p) x.
  const slopes = ats.map((at) => at.slice())
  for (const [i, row] of dense.entries()) {
    const logits = ats.map((at) => decision(at, row))
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0)
    for (const [k, slope] of slopes.entries()) {
      const pull = 2 * ((labels[i] === k ? 1 : 0) - Math.exp(logits[k]!) / total)
      for (const [c, value] of [...row, 1].entries()) slope[c]! -= pull * value
    }
  }
  for (const slope of slopes.flat()) expect(Math.abs(slope)).toBeLessThan(2e-3)
})

const counts: SparseRows = sparseOf(
  [
    [2, 1, 0],
    [1, 0, 0],
    [0, 1, 3],
  ],
  3,
)
test('log-count ratios are those worked out by hand', () => {
  // Of the class 3, 1, 0 and of the rest 0, 1, 3, each plus one: shares 4/7, 2/7, 1/7 and 1/7, 2/7, 4/7.
  const ratios = logCountRatios(counts, Int8Array.of(1, 1, -1), 1)
  expect([...ratios]).toEqual([Math.log(4), 0, -Math.log(4)].map((value) => expect.closeTo(value, 10)))
})

test('complement naive Bayes weighs a term by its rarity in the other classes', () => {
  const { weights } = fitComplementNaiveBayes(counts, Int8Array.of(1, 1, -1), { smoothing: 1, classes: 3 })
  expect([...weights]).toEqual([7, 7 / 2, 7 / 4].map((ratio) => expect.closeTo(Math.log(ratio), 10)))
})

test('the centroid line is half-way between the means', () => {
  const { weights, bias } = fitCentroid(
    sparseOf(
      [
        [1, 0],
        [3, 0],
        [0, 2],
      ],
      2,
    ),
    Int8Array.of(1, 1, -1),
  )
  const at = (x: number, y: number): number => x * weights[0]! + y * weights[1]! + bias
  expect(at(1, 1)).toBeCloseTo(0, 10)
  expect(at(2, 0)).toBeCloseTo(-at(0, 2), 10)
  expect(at(2, 0)).toBeGreaterThan(0)
})
