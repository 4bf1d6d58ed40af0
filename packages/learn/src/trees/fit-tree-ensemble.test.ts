import { createKernels, type FeatureColumn, type Kernels } from '@attune/kernels'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { areaUnderCurve } from '../calibrate/area-under-curve.ts'
import { fitTreeEnsemble } from './fit-tree-ensemble.ts'
import { explainTreeEnsemble, scoreTreeEnsemble } from './tree-ensemble.ts'

let kernels: Kernels
beforeAll(async () => {
  kernels = await createKernels({ threads: 1 })
})
afterAll(() => kernels.close())

/** A hash of whole numbers to [0, 1): repeatable noise. */
const noise = (a: number, b: number): number => {
  const z = Math.imul(Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 7, 0x85ebca6b), 0xc2b2ae35) >>> 0
  return ((z ^ (z >>> 13)) >>> 0) / 2 ** 32
}

/** Label 1 by the first number and the category; the second number says nothing. */
function table(rows: number, from = 0) {
  const x = Float64Array.from({ length: rows }, (_, row) => noise(row + from, 1))
  const nothing = Float64Array.from({ length: rows }, (_, row) => noise(row + from, 2))
  const kind = Int32Array.from({ length: rows }, (_, row) => Math.floor(4 * noise(row + from, 3)))
  const chance = (row: number): number => 1 / (1 + Math.exp(-(6 * (x[row]! - 0.5) + (kind[row] === 2 ? 2 : -0.7))))
  const labels = Float64Array.from({ length: rows }, (_, row) => Number(noise(row + from, 4) < chance(row)))
  const features: FeatureColumn[] = [
    { kind: 'numeric', values: x },
    { kind: 'numeric', values: nothing },
    { kind: 'categorical', values: kind },
  ]
  return { features, labels, chances: Float64Array.from(x, (_, row) => chance(row)) }
}

const options = { members: 5, rounds: 300, learningRate: 0.1, leaves: [4, 8] }

test('chances of new rows are close to the true ones, and rows left out tell how good they are', async () => {
  const model = await fitTreeEnsemble(kernels, table(2000), options)
  const fresh = table(2000, 50_000)
  const scores = scoreTreeEnsemble(model, fresh.features)
  const own = areaUnderCurve(scores, fresh.labels)
  expect(own).toBeGreaterThan(areaUnderCurve(fresh.chances, fresh.labels) - 0.02)
  expect(Math.abs(model.auc - own)).toBeLessThan(0.03)
  const gap = scores.reduce((sum, score, row) => sum + Math.abs(score - fresh.chances[row]!), 0) / scores.length
  expect(gap).toBeLessThan(0.06)
})

test('contributions add up to the score, and what says nothing contributes least', async () => {
  const data = table(800)
  const model = await fitTreeEnsemble(kernels, data, options)
  const { contributions, expected } = explainTreeEnsemble(model, data.features)
  const scores = scoreTreeEnsemble(model, data.features)
  const sums = [0, 0, 0]
  for (let row = 0; row < 50; row++) {
    const own = [0, 1, 2].map((feature) => contributions[row * 3 + feature]!)
    const raw = own.reduce((sum, one) => sum + one, expected)
    expect(1 / (1 + Math.exp(-raw))).toBeCloseTo(scores[row]!, 4)
    for (const [feature, one] of own.entries()) sums[feature]! += Math.abs(one)
  }
  expect(sums[1]).toBeLessThan(Math.min(sums[0]!, sums[2]!) / 2)
})

test('the same rows give the same model, and every row is judged by a member that did not see it', async () => {
  const data = table(400)
  const [one, two] = [await fitTreeEnsemble(kernels, data, options), await fitTreeEnsemble(kernels, data, options)]
  expect(scoreTreeEnsemble(one, data.features)).toEqual(scoreTreeEnsemble(two, data.features))
  // Labels by chance cannot be told: seen rows could be learnt by heart, unseen ones not.
  const random = { ...data, labels: Float64Array.from(data.labels, (_, row) => Number(noise(row, 9) < 0.5)) }
  const model = await fitTreeEnsemble(kernels, random, { ...options, leaves: [8] })
  expect(Math.abs(model.auc - 0.5)).toBeLessThan(0.1)
})

test('what cannot be learnt from is refused', async () => {
  const data = table(50)
  const refused = (labels: number[], more: object = {}) =>
    expect(fitTreeEnsemble(kernels, { ...data, labels }, more)).rejects
  await refused(data.labels.length === 50 ? Array(50).fill(1) : []).toThrow(
    expect.objectContaining({ code: 'bad-value' }),
  )
  await refused([...data.labels], { members: 1 }).toThrow(expect.objectContaining({ code: 'bad-option' }))
  await refused([...data.labels], { leaves: [] }).toThrow(expect.objectContaining({ code: 'bad-option' }))
  await refused([...data.labels.subarray(0, 49), 0.5]).toThrow(expect.objectContaining({ code: 'bad-value' }))
})
