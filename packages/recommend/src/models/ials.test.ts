import { createKernels, prepareIalsFoldIn } from '@attune/kernels'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { randomOf } from '../evaluate/random.ts'
import { denseIdMap } from '../id-map.ts'
import { historyOf, type Interactions, interactionsFrom, interactionsFromDense } from '../interactions.ts'
import { loadRecommender } from '../recommender-registry.ts'
import { fitIals, kernelSettings } from './fit-ials.ts'
import type { IalsParameters } from './ials-parameters.ts'

const itemCount = 7
const all = Int32Array.from({ length: itemCount }, (_, item) => item)
const row = fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: itemCount - 1 }), fc.constantFrom(0.5, 1, 3, 0, -1))
const matrices = fc
  .array(row, { minLength: 1, maxLength: 30 })
  .filter((rows) => rows.some(([, , weight]) => weight > 0))
  .map((rows) =>
    interactionsFromDense({
      persons: Int32Array.from(rows, ([person]) => person),
      items: Int32Array.from(rows, ([, item]) => item),
      weights: Float32Array.from(rows, ([, , weight]) => weight),
      personIds: denseIdMap(6),
      itemIds: denseIdMap(itemCount),
    }),
  )
const settings = fc.record({
  factors: fc.constantFrom(1, 3, 5),
  observed: fc.constantFrom('added' as const, 'instead' as const),
  exponent: fc.constantFrom(0, 1),
  unobservedWeight: fc.constantFrom(0.1, 0.4),
  alpha: fc.constantFrom(1, 2),
  weightPower: fc.constantFrom(0, 0.5),
})
const common = { regularisation: 0.05, spread: 1, iterations: 4, steps: 8 }

/** Distinct items with confidences, by the definition. */
function confidencesOf(matrix: Interactions, person: number, { alpha, weightPower }: IalsParameters) {
  const found = new Map<number, number>()
  const { items, weights } = historyOf(matrix, person)
  for (const [at, item] of items.entries()) {
    if (weights[at]! > 0) found.set(item, Math.max(found.get(item) ?? 0, alpha * weights[at]! ** weightPower))
  }
  return [...found].sort(([a], [b]) => a - b)
}

/** A⁻¹ b by elimination. */
function solve(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const lines = a.map((line, at) => [...line, b[at]!])
  for (const [p, pivot] of lines.entries()) {
    for (const [at, line] of lines.entries()) {
      if (at === p) continue
      const factor = line[p]! / pivot[p]!
      for (const k of line.keys()) line[k]! -= factor * pivot[k]!
    }
  }
  return lines.map((line, at) => line.at(-1)! / line[at]!)
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, at) => sum + x * b[at]!, 0)

/** The matrix of one row's least squares against the factors of the other side. */
function systemOf(others: readonly number[][], observed: readonly (readonly [number, number])[], p: IalsParameters) {
  const lambda = p.regularisation * (observed.length + p.unobservedWeight * others.length) ** p.exponent
  const axes = Array.from({ length: p.factors }, (_, k) => k)
  return axes.map((i) =>
    axes.map((k) => {
      let sum = i === k ? lambda : 0
      for (const [other, y] of others.entries()) {
        const c = observed.find(([item]) => item === other)?.[1]
        const beside = c === undefined || p.observed === 'added' ? p.unobservedWeight : 0
        sum += (beside + (c ?? 0)) * y[i]! * y[k]!
      }
      return sum
    }),
  )
}

function rowsOf(factors: Float32Array, d: number): number[][] {
  return Array.from({ length: factors.length / d }, (_, at) => [...factors.subarray(at * d, at * d + d)])
}

test('a score is the sum of its parts c_h y_jᵀ A⁻¹ y_h, worked out densely, and explanations are these parts', async () => {
  await fc.assert(
    fc.asyncProperty(matrices, settings, async (matrix, options) => {
      const model = await fitIals(matrix, { ...common, ...options })
      const saved = model.save()
      const p = saved.parameters as unknown as IalsParameters
      const factors = saved.arrays.itemFactors as Float32Array
      const Y = rowsOf(factors, p.factors)
      const kernel = prepareIalsFoldIn(factors, p.factors, { ...kernelSettings(p), steps: 50 })
      for (let person = 0; person < 6; person++) {
        const history = historyOf(matrix, person)
        const observed = confidencesOf(matrix, person, p)
        const A = systemOf(Y, observed, p)
        const scores = model.score(history, all)
        const x = kernel({ indices: observed.map(([item]) => item), values: observed.map(([, c]) => c) })
        for (const item of all) {
          const parts = observed.map(([source, c]) => c * dot(Y[source]!, solve(A, Y[item]!)))
          const sum = parts.reduce((total, part) => total + part, 0)
          expect(scores[item]).toBeCloseTo(sum, 4)
          expect(scores[item]).toBeCloseTo(dot(Y[item]!, [...x]), 4)
          const helping = parts.reduce((total, part) => total + Math.max(0, part), 0)
          if (helping < 1e-3) continue
          for (const { item: source, share } of model.explain(history, item, 99)) {
            const at = observed.findIndex(([one]) => one === source)
            expect(share).toBeCloseTo(parts[at]! / helping, 3)
          }
        }
      }
    }),
    { numRuns: 60 },
  )
})

test('after many iterations every item solves its own least squares against the people', async () => {
  await fc.assert(
    fc.asyncProperty(matrices, settings, async (matrix, options) => {
      const model = await fitIals(matrix, { ...common, ...options, factors: 2, iterations: 400, steps: 5 })
      const saved = model.save()
      const p = saved.parameters as unknown as IalsParameters
      const Y = rowsOf(saved.arrays.itemFactors as Float32Array, 2)
      const observed = Array.from({ length: 6 }, (_, person) => confidencesOf(matrix, person, p))
      const X = observed.map((own) => {
        const b = [0, 1].map((k) => own.reduce((sum, [item, c]) => sum + c * Y[item]![k]!, 0))
        return own.length === 0 ? [0, 0] : solve(systemOf(Y, own, p), b)
      })
      for (const item of all) {
        const holders = observed.flatMap((own, person) => {
          const c = own.find(([one]) => one === item)?.[1]
          return c === undefined ? [] : [[person, c] as const]
        })
        if (holders.length === 0) {
          expect(Y[item]).toEqual([0, 0])
          continue
        }
        const b = [0, 1].map((k) => holders.reduce((sum, [person, c]) => sum + c * X[person]![k]!, 0))
        const y = solve(systemOf(X, holders, p), b)
        for (const k of [0, 1]) expect(Math.abs(Y[item]![k]! - y[k]!)).toBeLessThan(2e-3)
      }
    }),
    { numRuns: 25 },
  )
})

const tastes = interactionsFrom({
  persons: ['a', 'a', 'b', 'b', 'c', 'c', 'd', 'd', 'e', 'e', 'e'],
  items: ['tea', 'jam', 'tea', 'jam', 'nut', 'oil', 'nut', 'oil', 'jam', 'bun', 'tea'],
})
const idOf = (item: string): number => tastes.items.indexOf.get(item)!
const tea = { items: Int32Array.of(idOf('tea')), weights: Float32Array.of(1), times: Float64Array.of(0) }
const nobody = { items: new Int32Array(0), weights: new Float32Array(0), times: new Float64Array(0) }

test('somebody never seen in training is served by taste; ids and weights that make no sense are ignored', async () => {
  const model = await fitIals(tastes, { factors: 3, regularisation: 0.01 })
  const best = model.recommend(tea, 99, { exclude: (item) => item === idOf('tea') })
  expect(best.items[0]).toBe(idOf('jam'))
  expect(best.items.length).toBeLessThan(tastes.items.ids.length)
  expect([...best.scores]).toEqual([...model.score(tea, best.items)])
  expect(model.similarItems(idOf('nut'), 1).items[0]).toBe(idOf('oil'))
  const strange = {
    items: Int32Array.of(-1, 99, tea.items[0]!),
    weights: Float32Array.of(1, 1, 1),
    times: new Float64Array(3),
  }
  expect(model.recommend(strange, 9)).toEqual(model.recommend(tea, 9))
  for (const weight of [Number.NaN, Number.POSITIVE_INFINITY, -1, 0])
    expect(model.recommend({ ...tea, weights: Float32Array.of(weight) }, 9).items.length).toBe(0)
  const saved = model.save()
  const greedy = loadRecommender({ ...saved, parameters: { ...saved.parameters, weightPower: 2, alpha: 1e6 } })
  const sure = greedy.score({ ...tea, weights: Float32Array.of(3e38) }, tea.items)
  // So sure of tea that nothing else counts: its score is 1.
  expect(sure[0]).toBeCloseTo(1, 3)
  expect(model.recommend(nobody, 9).items.length).toBe(0)
  expect([...model.score(tea, Int32Array.of(-1, 99))]).toEqual([0, 0])
  expect(model.similarItems(99, 9).items.length).toBe(0)
  expect(model.explain(tea, 99, 9)).toEqual([])
})

test('threads and the plain reference agree; the same seed gives the same model', async () => {
  const random = randomOf(3)
  const columns = { persons: new Int32Array(900), items: new Int32Array(900) }
  for (let at = 0; at < 900; at++) {
    columns.persons[at] = random() * 60
    columns.items[at] = random() ** 2 * 80
  }
  const matrix = interactionsFrom(columns)
  await using kernels = await createKernels({ threads: 2 })
  const options = { factors: 9, iterations: 5, steps: 9, spread: 1, regularisation: 0.05 }
  const fast = await fitIals(matrix, options, { kernels })
  const again = await fitIals(matrix, options, { kernels })
  const slow = await fitIals(matrix, options)
  const other = await fitIals(matrix, { ...options, seed: 2 }, { kernels })
  const items = Int32Array.from({ length: matrix.items.ids.length }, (_, item) => item)
  const history = historyOf(matrix, 5)
  expect(again.score(history, items)).toEqual(fast.score(history, items))
  expect(other.score(history, items)).not.toEqual(fast.score(history, items))
  for (const [item, score] of slow.score(history, items).entries())
    expect(fast.score(history, items)[item]).toBeCloseTo(score, 3)
})

test('cancelling ends a training between its halves and gives the memory back', async () => {
  await using kernels = await createKernels({ threads: 2 })
  for (const run of [kernels, undefined]) {
    const abort = new AbortController()
    const seen: number[] = []
    const onProgress = (done: number) => {
      seen.push(done)
      if (done === 2) abort.abort()
    }
    const training = fitIals(tastes, { factors: 8 }, { kernels: run, signal: abort.signal, onProgress })
    await expect(training).rejects.toMatchObject({ name: 'KernelError', code: 'cancelled' })
    expect(seen).toEqual([1, 2])
  }
  if (kernels.backend === 'threads') expect(kernels.memory.usedBytes).toBe(0)
  // A timer is heard in the middle of a plain training too.
  const endless = fitIals(tastes, { iterations: 1000, factors: 64 }, { signal: AbortSignal.timeout(20) })
  await expect(endless).rejects.toMatchObject({ code: 'cancelled' })
})

test('answers the same after saving and loading; refuses what does not fit', async () => {
  const model = await fitIals(tastes, { factors: 3 })
  const saved = model.save()
  const loaded = loadRecommender(saved)
  expect(loaded.recommend(tea, 9)).toEqual(model.recommend(tea, 9))
  expect(loaded.explain(tea, 2, 9)).toEqual(model.explain(tea, 2, 9))
  for (const itemFactors of [
    undefined,
    new Float32Array(0),
    new Float32Array(4),
    new Int32Array(3),
    Float32Array.of(1, Number.NaN, 1),
  ]) {
    const arrays = (itemFactors ? { itemFactors } : {}) as (typeof saved)['arrays']
    expect(() => loadRecommender({ ...saved, arrays })).toThrow('needs the array itemFactors')
  }
})

test('refuses wrong parameters, weights that are too large and empty data before any work', async () => {
  for (const [name, value] of [
    ['factors', 0],
    ['factors', 2.5],
    ['factors', 513],
    ['iterations', 0],
    ['regularisation', -1],
    ['alpha', Number.NaN],
    ['unobservedWeight', Number.POSITIVE_INFINITY],
    ['observed', 'beside'],
  ] as const) {
    const refused = { name: 'RecommendError', code: 'bad-parameter', details: { parameter: name } }
    await expect(fitIals(tastes, { [name]: value })).rejects.toMatchObject(refused)
  }
  const huge = interactionsFrom({ persons: ['a', 'b'], items: ['x', 'y'], weights: [1, 1e30] })
  await expect(fitIals(huge, { weightPower: 1 })).rejects.toMatchObject({ code: 'bad-value' })
  expect((await fitIals(huge)).itemCount).toBe(2)
  const none = interactionsFrom({ persons: ['a'], items: ['x'], weights: [-1] })
  for (const empty of [none, interactionsFrom({ persons: [], items: [] })])
    await expect(fitIals(empty)).rejects.toMatchObject({ code: 'no-interactions' })
})
