import { createKernels } from '@attune/kernels'
import { expect, test } from 'vitest'
import { randomOf } from '../evaluate/random.ts'
import { historyOf } from '../interactions.ts'
import { fitSvd, fitSvdpp } from './fit-factors.ts'
import { foldInFactors } from './fold-in-factors.ts'
import { randomNormals } from './random-normal.ts'
import { ratingMatrixOf } from './rating-matrix.ts'
import { randomRatings, ratingsFrom } from './ratings.fixture.ts'
import { type FactorParameters, type RatingFactors, trainFactors } from './train-factors.ts'

const data = randomRatings(17, 23, 0.5, 3)
const matrix = ratingMatrixOf(data)
const parameters: FactorParameters = {
  factors: 5,
  epochs: 4,
  learningRate: 0.02,
  regularisation: 0.1,
  spread: 0.2,
  seed: 7,
}

/** SVD++ as Koren writes it: every rating moves every y_j of the person one by one. */
function slowTraining(withImplicit: boolean): RatingFactors {
  const { factors, epochs, learningRate: rate, regularisation, spread, seed } = parameters
  const random = randomOf(seed)
  const { personCount, itemCount, indptr, columns, values, mean } = matrix
  const p = randomNormals(personCount * factors, spread, random)
  const q = randomNormals(itemCount * factors, spread, random)
  const y = randomNormals(withImplicit ? itemCount * factors : 0, spread, random)
  const bu = new Float64Array(personCount)
  const bi = new Float64Array(itemCount)
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let u = 0; u < personCount; u++) {
      const rated = columns.subarray(indptr[u], indptr[u + 1])
      const root = Math.sqrt(rated.length)
      for (const [at, i] of rated.entries()) {
        const said = Array.from({ length: factors }, (_, f) =>
          withImplicit ? rated.reduce((sum, j) => sum + y[j * factors + f]!, 0) / root : 0,
        )
        const product = said.reduce((sum, s, f) => sum + q[i * factors + f]! * (p[u * factors + f]! + s), 0)
        const e = values[indptr[u]! + at]! - mean - bu[u]! - bi[i]! - product
        bu[u]! += rate * (e - regularisation * bu[u]!)
        bi[i]! += rate * (e - regularisation * bi[i]!)
        for (let f = 0; f < factors; f++) {
          const puf = p[u * factors + f]!
          const qif = q[i * factors + f]!
          p[u * factors + f]! += rate * (e * qif - regularisation * puf)
          q[i * factors + f]! += rate * (e * (puf + said[f]!) - regularisation * qif)
          for (const j of withImplicit ? rated : []) {
            y[j * factors + f]! += rate * ((e * qif) / root - regularisation * y[j * factors + f]!)
          }
        }
      }
    }
  }
  return { personBiases: bu, itemBiases: bi, personFactors: p, itemFactors: q, implicit: y }
}

const far = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0)

test('training takes the very steps of the definition, for SVD and for SVD++', () => {
  for (const implicit of [false, true]) {
    const slow = slowTraining(implicit)
    const fast = trainFactors(matrix, { ...parameters, implicit })
    for (const name of ['personBiases', 'itemBiases', 'personFactors', 'itemFactors', 'implicit'] as const) {
      expect(fast[name].length).toBe(slow[name].length)
      expect(far(fast[name], slow[name])).toBeLessThan(1e-12)
    }
  }
})

test('predicts mean + biases + product, clipped to the scale', async () => {
  const slow = slowTraining(true)
  const model = await fitSvdpp(data, parameters)
  expect(model.scale).toEqual({ low: 1, high: 5 })
  for (const [person, item] of [
    [0, 0],
    [3, 20],
    [16, 22],
  ] as const) {
    const rated = matrix.columns.subarray(matrix.indptr[person], matrix.indptr[person + 1])
    let expected = matrix.mean + slow.personBiases[person]! + slow.itemBiases[item]!
    for (let f = 0; f < 5; f++) {
      const said = rated.reduce((sum, j) => sum + slow.implicit[j * 5 + f]!, 0) / Math.sqrt(rated.length)
      expected += slow.itemFactors[item * 5 + f]! * (slow.personFactors[person * 5 + f]! + said)
    }
    expect(model.predict(person, item)).toBeCloseTo(Math.min(5, Math.max(1, expected)), 5)
  }
})

test('the same seed gives the same model, another seed another', async () => {
  const arrays = async (seed: number) => (await fitSvd(data, { factors: 3, epochs: 2, seed })).save().arrays
  expect(await arrays(1)).toEqual(await arrays(1))
  expect(await arrays(1)).not.toEqual(await arrays(2))
})

test('a history is folded in by the same steps, and its parts add up to what it brought', async () => {
  for (const fit of [fitSvd, fitSvdpp]) {
    const { arrays } = (await fit(data, parameters)).save() as { arrays: Record<string, Float32Array> }
    const side = {
      mean: matrix.mean,
      itemBiases: arrays.itemBiases!,
      itemFactors: arrays.itemFactors!,
      implicit: arrays.implicit ?? new Float32Array(0),
    }
    const rated = { items: Int32Array.of(2, 9, 4), ratings: Float32Array.of(5, 1, 4) }
    const root = Math.sqrt(3)
    const said = [0, 1, 2, 3, 4].map((f) =>
      side.implicit.length > 0 ? rated.items.reduce((sum, j) => sum + side.implicit[j * 5 + f]!, 0) / root : 0,
    )
    const p = [0, 0, 0, 0, 0]
    let bias = 0
    const dot = (i: number) => p.reduce((sum, value, f) => sum + side.itemFactors[i * 5 + f]! * (value + said[f]!), 0)
    for (let epoch = 0; epoch < parameters.epochs; epoch++) {
      for (const [at, i] of rated.items.entries()) {
        const e = rated.ratings[at]! - side.mean - bias - side.itemBiases[i]! - dot(i)
        bias += 0.02 * (e - 0.1 * bias)
        for (let f = 0; f < 5; f++) p[f]! += 0.02 * (e * side.itemFactors[i * 5 + f]! - 0.1 * p[f]!)
      }
    }
    const person = foldInFactors(side, rated, parameters)
    for (const item of [0, 7, 22]) {
      expect(person.estimate(item)).toBeCloseTo(side.mean + bias + side.itemBiases[item]! + dot(item), 9)
      expect(person.parts(item).reduce((sum, part) => sum + part, 0)).toBeCloseTo(dot(item), 9)
    }
  }
})

test('somebody who was trained on and folded in again is predicted much the same', async () => {
  const model = await fitSvdpp(data, { factors: 5 })
  const items = Int32Array.from({ length: 23 }, (_, item) => item)
  let squares = 0
  let around = 0
  for (let person = 0; person < 17; person++) {
    const scores = model.score(historyOf(data, person), items)
    for (const item of items) {
      squares += (Math.min(5, Math.max(1, scores[item]!)) - model.predict(person, item)) ** 2
      around += (model.predict(person, item) - matrix.mean) ** 2
    }
  }
  expect(squares / around).toBeLessThan(0.05)
})

test('an item that nobody rated and a person without ratings are left to the biases', async () => {
  const shop = ratingsFrom([
    ['a', 'x', 5],
    ['b', 'x', 3],
    ['b', 'y', 1],
  ])
  const wider = { ...shop, items: { ...shop.items, ids: [...shop.items.ids, 'z'] } }
  const model = await fitSvd(wider, { factors: 4, spread: 1 })
  const { arrays } = model.save() as unknown as { arrays: Record<string, Float32Array> }
  expect(model.predict(0, 2)).toBeCloseTo(3 + arrays.personBiases![0]!, 6)
  expect(model.predict(-1, 0)).toBeCloseTo(3 + arrays.itemBiases![0]!, 6)
  expect(model.predict(99, 99)).toBe(3)
})

test('a learning rate that is too large is said to be so', async () => {
  const fit = fitSvd(randomRatings(30, 30, 0.8, 1), { learningRate: 1, spread: 10 })
  await expect(fit).rejects.toThrow(/learningRate/)
})

test('on kernels SVD++ takes the same steps, but for their precision', async () => {
  await using kernels = await createKernels({ threads: 2 })
  expect(kernels.backend).toBe('threads')
  const [slow, fast] = [await fitSvdpp(data, parameters), await fitSvdpp(data, { ...parameters, kernels })]
  const arrays = fast.save().arrays as Record<string, Float32Array>
  for (const [name, expected] of Object.entries(slow.save().arrays) as [string, Float32Array][]) {
    expect(arrays[name]!.length).toBe(expected.length)
    for (const [at, value] of expected.entries()) expect(arrays[name]![at]).toBeCloseTo(value, 5)
  }
})

test('on kernels SVD is the same for any number of threads, and fits the ratings as well', async () => {
  const ratings = randomRatings(60, 50, 0.4, 5)
  const whole = ratingMatrixOf(ratings)
  const options = { factors: 8, epochs: 40, learningRate: 0.02 }
  const errorOf = (model: Awaited<ReturnType<typeof fitSvd>>): number => {
    let sum = 0
    for (let person = 0; person < 60; person++) {
      for (let at = whole.indptr[person]!; at < whole.indptr[person + 1]!; at++)
        sum += (model.predict(person, whole.columns[at]!) - whole.values[at]!) ** 2
    }
    return Math.sqrt(sum / whole.values.length)
  }
  const models = []
  for (const threads of [1, 3]) {
    await using kernels = await createKernels({ threads })
    models.push(await fitSvd(ratings, { ...options, kernels }))
  }
  expect(models[0]!.save().arrays).toEqual(models[1]!.save().arrays)
  expect(Math.abs(errorOf(models[0]!) - errorOf(await fitSvd(ratings, options)))).toBeLessThan(0.02)
})

test('a training on kernels that is cancelled says so and gives its memory back', async () => {
  await using kernels = await createKernels({ threads: 1 })
  const controller = new AbortController()
  const onProgress = () => controller.abort()
  const fit = fitSvd(data, { ...parameters, kernels, signal: controller.signal, onProgress })
  await expect(fit).rejects.toMatchObject({ code: 'cancelled' })
  expect(kernels.backend === 'threads' && kernels.memory.usedBytes).toBe(0)
})
