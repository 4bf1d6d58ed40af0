import { expect, test } from 'vitest'
import { createKernels } from '../create-kernels.ts'
import type { FeatureColumn } from './feature-column.ts'
import { fitTrees } from './fit-trees.ts'
import { meanLoss } from './mean-loss.ts'
import { predictTrees } from './predict-trees.ts'
import type { TreesPart } from './trees-input.ts'
import type { TreesParameters } from './trees-parameters.ts'

const noise = (at: number) => (((Math.sin(at + 1) * 43_758.5453) % 1) + 1) % 1

function part(rows: number, salt: number, holes = false): TreesPart & { labels: Float64Array } {
  const draw = (column: number) =>
    Float64Array.from({ length: rows }, (_, row) => noise(row * 7 + column * 13 + salt * 9999))
  const [a, b, c, d] = [draw(0), draw(1), draw(2), draw(3)]
  const features: FeatureColumn[] = [
    { kind: 'numeric', values: holes ? a.map((value) => (value < 0.3 ? Number.NaN : value)) : a },
    { kind: 'numeric', values: b },
    { kind: 'categorical', values: Int32Array.from(c, (value) => Math.floor(value * (holes ? 9 : 6))) },
  ]
  return { features, labels: a.map((value, row) => Number(value + 0.3 * b[row]! + d[row]! > 1.15)) }
}

test('early stopping keeps the trees of the least validation loss, and says what every round had', async () => {
  await using kernels = await createKernels({ threads: 2 })
  const input = { ...part(400, 1), validation: part(300, 2) }
  const parameters: TreesParameters = { loss: 'logistic', rounds: 500, learningRate: 0.3, minRows: 5, patience: 7 }
  const told: number[] = []
  const model = await fitTrees(kernels, input, parameters, { onProgress: (done) => told.push(done) })
  const trees = model.roots.length - 1
  const { history } = model
  expect(trees).toBeLessThan(100)
  expect(history.length).toBe(trees + 7)
  expect(told).toEqual([...history.keys().map((round) => round + 1), 500])
  expect(Math.min(...history)).toBe(history[trees - 1])
  expect(history[0]).toBeGreaterThan(history[trees - 1]!)
  const scores = predictTrees(model, input.validation.features, { raw: true })
  expect(meanLoss('logistic', { ...input.validation, scores })).toBeCloseTo(history[trees - 1]!, 9)
  // The trees are those of a fit that was not stopped.
  const short = await fitTrees(kernels, part(400, 1), { ...parameters, rounds: trees })
  expect(predictTrees(short, input.features)).toEqual(predictTrees(model, input.features))
})

test('validation rows with missing numbers and categories that training never met are scored as prediction scores them', async () => {
  await using kernels = await createKernels({ threads: 2 })
  const validation = part(300, 2, true)
  const model = await fitTrees(kernels, { ...part(400, 1), validation }, { loss: 'logistic', rounds: 20, patience: 20 })
  const scores = predictTrees(model, validation.features, { raw: true })
  expect(meanLoss('logistic', { ...validation, scores })).toBeCloseTo(model.history[model.roots.length - 2]!, 9)
})

test('a weight of three is a row three times; a weight of 0 counts for nothing', async () => {
  await using kernels = await createKernels({ threads: 2 })
  const { features, labels } = part(120, 4)
  const weights = Float64Array.from(labels, (_, row) => Math.floor(noise(row * 5) * 4))
  const copies = [...labels.keys()].flatMap((row) => new Array<number>(weights[row]!).fill(row))
  const repeated = features.map(({ kind, values }) =>
    kind === 'numeric'
      ? { kind, values: Float64Array.from(copies, (row) => values[row]!) }
      : { kind, values: Int32Array.from(copies, (row) => values[row]!) },
  ) as FeatureColumn[]
  const free = { rounds: 5, minRows: 1, minHessian: 1, minCategoryRows: 1, maxLeaves: 6 }
  for (const loss of ['squared', 'logistic', 'poisson'] as const) {
    const weighted = await fitTrees(kernels, { features, labels, weights }, { loss, ...free })
    const plain = await fitTrees(
      kernels,
      { features: repeated, labels: Float64Array.from(copies, (row) => labels[row]!) },
      { loss, ...free },
    )
    const [one, other] = [predictTrees(weighted, repeated), predictTrees(plain, repeated)]
    for (const [row, value] of one.entries()) expect(value).toBeCloseTo(other[row]!, 5)
  }
})

test('a Poisson fit with the logarithm of exposure as offset finds the rates', async () => {
  await using kernels = await createKernels({ threads: 2 })
  const rows = 4000
  const values = Int32Array.from({ length: rows }, (_, row) => row % 3)
  const exposure = Float64Array.from({ length: rows }, (_, row) => 1 + (row % 7))
  const rates = [0.5, 2, 4]
  const labels = exposure.map((time, row) => time * rates[values[row]!]!)
  const features = [{ kind: 'categorical', values }] as const
  const offsets = exposure.map(Math.log)
  const model = await fitTrees(kernels, { features, labels, offsets }, { loss: 'poisson', rounds: 200, categoryL2: 0 })
  const said = predictTrees(model, [{ kind: 'categorical', values: Int32Array.of(0, 1, 2) }])
  for (const [category, rate] of rates.entries()) expect(said[category]).toBeCloseTo(rate, 3)
  const two = predictTrees(model, [{ kind: 'categorical', values: Int32Array.of(1) }], {
    offsets: Float64Array.of(Math.log(5)),
  })
  expect(two[0]).toBeCloseTo(10, 2)
})

test('a seed fixes the draws, another one changes them, and shares are kept', async () => {
  await using kernels = await createKernels({ threads: 2 })
  const input = part(500, 3)
  const fitWith = (seed: number) =>
    fitTrees(kernels, input, { loss: 'logistic', rounds: 12, rowShare: 0.4, featureShare: 0.34, seed })
  const model = await fitWith(5)
  expect(await fitWith(5)).toEqual(model)
  expect((await fitWith(6)).value).not.toEqual(model.value)
  const used = new Set<number>()
  for (let tree = 0; tree < 12; tree++) {
    expect(model.count[model.roots[tree]!]).toBe(200)
    const features = new Set(model.feature.subarray(model.roots[tree], model.roots[tree + 1]).filter((at) => at >= 0))
    expect(features.size).toBeLessThanOrEqual(1)
    for (const feature of features) used.add(feature)
  }
  expect(used.size).toBeGreaterThan(1)
})
