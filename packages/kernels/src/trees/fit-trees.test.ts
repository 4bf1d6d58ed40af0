import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKernels, type Kernels } from '../create-kernels.ts'
import type { FeatureColumn } from './feature-column.ts'
import { fitTrees } from './fit-trees.ts'
import { meanLoss } from './mean-loss.ts'
import { predictTrees } from './predict-trees.ts'
import type { TreesParameters } from './trees-parameters.ts'

const numeric = (...values: number[]): FeatureColumn => ({ kind: 'numeric', values: Float64Array.from(values) })
const categorical = (...values: number[]): FeatureColumn => ({ kind: 'categorical', values: Int32Array.from(values) })
const noise = (at: number) => (((Math.sin(at + 1) * 43_758.5453) % 1) + 1) % 1

async function threaded(threads = 2): Promise<Kernels & { backend: 'threads' }> {
  const kernels = await createKernels({ threads })
  if (kernels.backend !== 'threads') throw new Error('no threads here')
  return kernels
}

/** Rows of any odd sizes: constant and all-missing features, one row, one column, more categories than bins. */
const problems = fc
  .record({
    rows: fc.integer({ min: 1, max: 70 }),
    kinds: fc.array(fc.constantFrom('real', 'few', 'constant', 'missing', 'holes', 'category', 'many'), {
      minLength: 1,
      maxLength: 19,
    }),
    salt: fc.integer({ min: 0, max: 1000 }),
    weighted: fc.boolean(),
    shifted: fc.boolean(),
    parameters: fc.record({
      loss: fc.constantFrom('squared' as const, 'logistic' as const, 'poisson' as const),
      maxLeaves: fc.integer({ min: 2, max: 9 }),
      maxDepth: fc.integer({ min: 1, max: 5 }),
      minRows: fc.integer({ min: 1, max: 4 }),
      l1: fc.constantFrom(0, 0.1),
      l2: fc.constantFrom(0, 1),
      maxBins: fc.constantFrom(2, 7, 255),
      rowShare: fc.constantFrom(1, 0.6),
      featureShare: fc.constantFrom(1, 0.5),
      minCategoryRows: fc.constantFrom(1, 3),
    }),
  })
  .map(({ rows, kinds, salt, weighted, shifted, parameters }) => {
    const random = (at: number, column: number) => noise(at * 13 + column * 101 + salt * 1009)
    const features = kinds.map((kind, column): FeatureColumn => {
      const of = (make: (u: number, row: number) => number) =>
        Array.from({ length: rows }, (_, row) => make(random(row, column), row))
      if (kind === 'category') return categorical(...of((u) => Math.floor(u * 6) - 1))
      if (kind === 'many') return categorical(...of((_, row) => row * 171))
      if (kind === 'few') return numeric(...of((u) => Math.floor(u * 3)))
      if (kind === 'constant') return numeric(...of(() => 4))
      if (kind === 'missing') return numeric(...of(() => Number.NaN))
      return numeric(...of((u, row) => (kind === 'holes' && random(row, 77) < 0.3 ? Number.NaN : 10 * u - 5)))
    })
    const labels = Float64Array.from({ length: rows }, (_, row) => {
      const u = random(row, 55)
      if (parameters.loss === 'logistic') return Math.round(u)
      return parameters.loss === 'poisson' ? Math.floor(4 * u) : 20 * u - 10
    })
    const weights = weighted ? { weights: Float64Array.from(labels, (_, row) => 0.5 + random(row, 66)) } : {}
    const offsets = shifted ? { offsets: Float64Array.from(labels, (_, row) => random(row, 44) - 0.5) } : {}
    return { input: { features, labels, ...weights, ...offsets }, parameters: { ...parameters, rounds: 4 } }
  })

test('the kernels give the same model as the plain reference, to the bit, for any sizes', async () => {
  await using kernels = await threaded(3)
  await using plain = await createKernels({ backend: 'plain' })
  await fc.assert(
    fc.asyncProperty(problems, async ({ input, parameters }) => {
      const withTest = { ...input, validation: input }
      const fast = await fitTrees(kernels, withTest, parameters)
      expect(fast).toEqual(await fitTrees(plain, withTest, parameters))
      expect(fast.history.length).toBe(4)
      expect(kernels.memory.usedBytes).toBe(0)
    }),
    { numRuns: 120 },
  )
})

test('trees that use other blocks of features each round agree too', async () => {
  await using kernels = await threaded()
  await using plain = await createKernels({ backend: 'plain' })
  const rows = 200
  const features = Array.from({ length: 21 }, (_, column) =>
    numeric(...Array.from({ length: rows }, (_, row) => noise(row * 29 + column * 101))),
  )
  const labels = Float64Array.from(
    { length: rows },
    (_, row) => noise(row * 29) + noise(row * 29 + 909) - noise(row * 29 + 1717),
  )
  const parameters = { loss: 'squared', rounds: 30, featureShare: 0.1, minRows: 5 } as const
  const model = await fitTrees(kernels, { features, labels }, parameters)
  expect(model).toEqual(await fitTrees(plain, { features, labels }, parameters))
  expect(new Set(model.feature).size).toBeGreaterThan(15)
})

test('what training scored is what prediction says', async () => {
  await using kernels = await threaded()
  await fc.assert(
    fc.asyncProperty(problems, async ({ input, parameters }) => {
      const model = await fitTrees(kernels, { ...input, validation: input }, { ...parameters, patience: 100 })
      const raw = predictTrees(model, input.features, {
        raw: true,
        ...('offsets' in input ? { offsets: input.offsets } : {}),
      })
      const trees = model.roots.length - 1
      expect(meanLoss(parameters.loss, { ...input, scores: raw })).toBeCloseTo(model.history[trees - 1]!, 9)
    }),
    { numRuns: 40 },
  )
})

test('thousands of rows: one, two and five threads and the plain reference agree to the bit', async () => {
  const rows = 20_011
  const features = [
    { kind: 'numeric', values: Float32Array.from({ length: rows }, (_, row) => noise(row)) },
    {
      kind: 'numeric',
      values: Float32Array.from({ length: rows }, (_, row) => (noise(row * 3) < 0.2 ? Number.NaN : noise(row * 5))),
    },
    { kind: 'categorical', values: Int32Array.from({ length: rows }, (_, row) => Math.floor(noise(row * 7) * 400)) },
  ] as const
  const labels = Float32Array.from({ length: rows }, (_, row) =>
    Number(noise(row) + noise(row * 5) + (Math.floor(noise(row * 7) * 400) % 5) / 5 + noise(row * 11) > 1.8),
  )
  const models = []
  for (const threads of [1, 2, 5]) {
    await using kernels = await threaded(threads)
    models.push(await fitTrees(kernels, { features, labels }, { loss: 'logistic', rounds: 5, rowShare: 0.7 }))
  }
  await using plain = await createKernels({ backend: 'plain' })
  models.push(await fitTrees(plain, { features, labels }, { loss: 'logistic', rounds: 5, rowShare: 0.7 }))
  for (const model of models.slice(1)) expect(model).toEqual(models[0])
})

test('a stump by hand: two leaves with their means, the missing value on the side it is like, unknown ones right', async () => {
  await using kernels = await threaded()
  const input = { features: [numeric(1, 2, 3, 4, Number.NaN)], labels: Float64Array.of(1, 1, 5, 7, 6) }
  const one = { loss: 'squared', rounds: 1, learningRate: 1, maxLeaves: 2, minRows: 1 } as const
  const model = await fitTrees(kernels, input, one)
  expect(model.baseScore).toBeCloseTo(4, 9)
  const said = predictTrees(model, [numeric(2.4, 2.6, Number.NaN)])
  for (const [row, value] of [1, 6, 6].entries()) expect(said[row]).toBeCloseTo(value, 6)
  // Half the squared error falls from 32 / 2 to 2 / 2; gains are counted twice.
  expect(model.gain[0]).toBeCloseTo(30, 6)

  // Where training met no missing number, one goes where more rows went.
  for (const [values, expected] of [
    [[1, 1, 1, 2], 0],
    [[1, 2, 2, 2], 9],
  ] as const) {
    const labels = Float64Array.from(values, (value) => (value === 1 ? 0 : 9))
    const complete = await fitTrees(kernels, { features: [numeric(...values)], labels }, one)
    expect(predictTrees(complete, [numeric(Number.NaN)])[0]).toBeCloseTo(expected, 6)
  }

  const colours = { features: [categorical(5, 5, 9, 9, 2, 2)], labels: Float64Array.of(0, 0, 6, 6, 0, 0) }
  const free = { ...one, minCategoryRows: 1, categorySmoothing: 0, categoryL2: 0 }
  const byColour = await fitTrees(kernels, colours, free)
  const colour = predictTrees(byColour, [categorical(5, 9, 2, 77, -1)])
  // Either {9} or {2, 5} goes left; what is unknown goes with the others.
  expect(colour[0]).toBeCloseTo(0, 6)
  expect(colour[1]).toBeCloseTo(6, 6)
  expect(colour[2]).toBeCloseTo(0, 6)
  const setLeft = byColour.sets[0]! === 0b100 ? 0 : 6
  for (const row of [3, 4]) expect(colour[row]).toBeCloseTo(setLeft, 6)
})

test('growing memory in the middle leaves the model what it is', async () => {
  await using kernels = await threaded()
  const features = [numeric(...Array.from({ length: 3000 }, (_, row) => noise(row)))]
  const input = { features, labels: Float64Array.from({ length: 3000 }, (_, row) => noise(row) ** 2) }
  const parameters: TreesParameters = { loss: 'squared', rounds: 6 }
  const alone = await fitTrees(kernels, input, parameters)
  const held: { free(): void }[] = []
  const before = kernels.memory.memory.buffer.byteLength
  const grown = await fitTrees(kernels, input, parameters, {
    onProgress: () => void held.push(kernels.memory.float32(2_000_000)),
  })
  expect(kernels.memory.memory.buffer.byteLength).toBeGreaterThan(before)
  expect(grown).toEqual(alone)
  for (const array of held) array.free()
  expect(kernels.memory.usedBytes).toBe(0)
})

test('a cancelled fit, and one that does not fit into memory, leave nothing behind', async () => {
  await using kernels = await threaded()
  const features = [numeric(...Array.from({ length: 500 }, (_, row) => noise(row)))]
  const input = { features, labels: Float64Array.from({ length: 500 }, (_, row) => noise(row)) }
  for (const backend of [kernels, await createKernels({ backend: 'plain' })]) {
    const controller = new AbortController()
    const told: number[] = []
    const running = fitTrees(
      backend,
      input,
      { loss: 'squared', rounds: 1000 },
      {
        signal: controller.signal,
        onProgress: (done) => {
          told.push(done)
          if (done === 3) setTimeout(() => controller.abort(new Error('enough')))
        },
      },
    )
    await expect(running).rejects.toMatchObject({ code: 'cancelled', cause: { message: 'enough' } })
    expect(told.length).toBeLessThan(1000)
    const never = fitTrees(backend, input, { loss: 'squared' }, { signal: AbortSignal.abort() })
    await expect(never).rejects.toMatchObject({ code: 'cancelled' })
  }
  expect(kernels.memory.usedBytes).toBe(0)
  await using small = await createKernels({ threads: 1, maximumBytes: 2 ** 18 })
  const wide = { features: Array.from({ length: 40 }, () => features[0]!), labels: input.labels }
  await expect(fitTrees(small, wide, { loss: 'squared' })).rejects.toMatchObject({ code: 'out-of-memory' })
  expect((small as typeof kernels).memory.usedBytes).toBe(0)
})

test('bad input is refused before any work', async () => {
  await using kernels = await threaded(1)
  const good = { features: [numeric(1, 2), categorical(0, 1)], labels: Float64Array.of(0, 1) }
  const refusal = async (changed: object, parameters: object = {}) =>
    fitTrees(kernels, { ...good, ...changed }, { loss: 'logistic', ...parameters }).then(
      () => 'nothing',
      (error: { code: string }) => error.code,
    )
  const labels = (...values: number[]) => ({ labels: Float64Array.from(values) })
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, -0.1, 1.1])
    expect(await refusal(labels(0, bad))).toBe('bad-value')
  expect(await refusal(labels(0, -1), { loss: 'poisson' })).toBe('bad-value')
  expect(await refusal(labels(0, 1e31), { loss: 'squared' })).toBe('bad-value')
  expect(await refusal(labels(0))).toBe('bad-shape')
  expect(await refusal({ labels: [0, 1] })).toBe('bad-shape')
  expect(await refusal({ weights: Float64Array.of(1, -1) })).toBe('bad-value')
  expect(await refusal({ weights: Float64Array.of(0, 0) })).toBe('bad-value')
  expect(await refusal({ offsets: Float64Array.of(0, Number.NaN) })).toBe('bad-value')
  expect(await refusal({ features: [] })).toBe('bad-shape')
  expect(await refusal({ features: [numeric()], ...labels() })).toBe('bad-shape')
  expect(await refusal({ features: [numeric(1, 2, 3)] })).toBe('bad-shape')
  expect(await refusal({ features: [numeric(1, Number.NEGATIVE_INFINITY)] })).toBe('bad-value')
  expect(await refusal({ features: [categorical(0, -2)] })).toBe('bad-value')
  expect(await refusal({ features: [{ kind: 'numeric', values: [1, 2] }] })).toBe('bad-shape')
  expect(await refusal({ validation: { ...good, features: [numeric(1, 2)] } })).toBe('bad-shape')
  expect(await refusal({ validation: { ...good, ...labels(0, 2) } })).toBe('bad-value')
  expect(await refusal({}, { maxLeaves: undefined, monotone: undefined })).toBe('nothing')
  const options = [
    { loss: 'hinge' },
    { rounds: 0 },
    { rounds: 1.5 },
    { learningRate: 0 },
    { maxLeaves: 1 },
    { maxBins: 256 },
    { rowShare: 1.1 },
    { l2: -1 },
    { l1: Number.NaN },
    { seed: -1 },
    { baseScore: Number.NaN },
    { monotone: [1] },
    { monotone: [0, 1] },
    { monotone: [2, 0] },
  ]
  for (const each of options) expect(await refusal({}, each), JSON.stringify(each)).toBe('bad-option')
  expect(kernels.memory.usedBytes).toBe(0)
})
