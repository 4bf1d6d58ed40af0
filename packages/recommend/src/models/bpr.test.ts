import { createKernels } from '@attune/kernels'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { randomOf } from '../evaluate/random.ts'
import { historyOf, interactionsFrom } from '../interactions.ts'
import { loadRecommender } from '../recommender-registry.ts'
import type { BprParameters } from './bpr-parameters.ts'
import { fitBpr } from './fit-bpr.ts'

/** Two tastes: even people take even items, odd people odd ones, about half of them each. */
function twoTastes(people: number, items: number) {
  const columns = { persons: [] as string[], items: [] as string[] }
  for (let person = 0; person < people; person++) {
    for (let item = person % 2; item < items; item += 2) {
      if ((person * 7 + item * 5) % 9 >= 4) continue
      columns.persons.push(`p${person}`)
      columns.items.push(`i${item}`)
    }
  }
  return interactionsFrom(columns)
}
const tastes = twoTastes(60, 20)
const all = Int32Array.from(tastes.items.ids.keys())
const isEven = (item: number): boolean => Number(tastes.items.ids[item]!.slice(1)) % 2 === 0
const historyFor = (...items: number[]) => ({
  items: Int32Array.from(items),
  weights: new Float32Array(items.length).fill(1),
  times: new Float64Array(items.length),
})
const settings = { factors: 6, epochs: 60, learningRate: 0.1 }

test('somebody never seen in training gets what their taste takes, before what others take', async () => {
  await using kernels = await createKernels({ threads: 2, deterministic: true })
  for (const negatives of ['uniform', 'popular'] as const) {
    const model = await fitBpr(tastes, { ...settings, negatives }, { kernels })
    for (const parity of [true, false]) {
      const own = [...all].filter((item) => isEven(item) === parity)
      const history = historyFor(...own.slice(0, 3))
      const { items } = model.recommend(history, 3, { exclude: (item) => history.items.includes(item) })
      expect(items.length).toBe(3)
      for (const item of items) expect(isEven(item)).toBe(parity)
      for (const item of model.similarItems(own[0]!, 4).items) expect(isEven(item)).toBe(parity)
    }
  }
})

/** The fold-in by its definition: every step moves a vector of its own history item, and all vectors fade. */
function slowly(Y: number[][], b: number[], items: number[], p: BprParameters) {
  const random = randomOf(p.seed)
  const moved = items.map(() => new Array<number>(p.factors).fill(0))
  const dot = (a: number[], c: number[]) => a.reduce((sum, value, k) => sum + value * c[k]!, 0)
  const x = () =>
    moved.reduce((sum, one) => sum.map((value, k) => value + one[k]!), new Array<number>(p.factors).fill(0))
  for (let pass = 0; pass < p.foldInPasses; pass++) {
    for (const [at, item] of items.entries()) {
      let negative = -1
      for (let n = 0; n < 16 && negative < 0; n++) {
        const drawn = Math.floor(random() * b.length)
        if (!items.includes(drawn)) negative = drawn
      }
      if (negative < 0) continue
      const between = Y[item]!.map((value, k) => value - Y[negative]![k]!)
      const slope = 1 / (1 + Math.exp(dot(x(), between) + b[item]! - b[negative]!))
      for (const one of moved) for (const k of one.keys()) one[k]! *= 1 - p.learningRate * p.regularisation
      for (const k of between.keys()) moved[at]![k]! += p.learningRate * slope * between[k]!
    }
  }
  return {
    score: (item: number) => b[item]! + dot(x(), Y[item]!),
    part: (at: number, item: number) => dot(moved[at]!, Y[item]!),
  }
}

test('a score is a bias and the steps of the history’s items, and explanations are these steps', async () => {
  const model = await fitBpr(tastes, { ...settings, epochs: 20 })
  const saved = model.save()
  const factors = saved.arrays.itemFactors as Float32Array
  const b = [...(saved.arrays.itemBiases as Float32Array)]
  const Y = b.map((_, item) => [...factors.subarray(item * 6, item * 6 + 6)])
  for (const k of [0, 3, 5]) expect(Y.reduce((sum, row) => sum + row[k]!, 0)).toBeCloseTo(0, 4)
  expect(b.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 4)
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(all.length - 1), { minLength: 1, maxLength: all.length }),
      fc.constantFrom(0, 0.4),
      fc.constantFrom(1, 9),
      (chosen, regularisation, foldInPasses) => {
        const parameters = { ...saved.parameters, regularisation, foldInPasses }
        const asked = loadRecommender({ ...saved, parameters })
        const items = chosen.sort((a, c) => a - c)
        const slow = slowly(Y, b, items, parameters as unknown as BprParameters)
        const scores = asked.score(historyFor(...items), all)
        for (const item of all) {
          expect(scores[item]).toBeCloseTo(slow.score(item), 4)
          const parts = items.map((_, at) => slow.part(at, item))
          expect(slow.score(item)).toBeCloseTo(b[item]! + parts.reduce((sum, part) => sum + part, 0), 8)
          const whole = parts.reduce((sum, part) => sum + Math.max(0, part), Math.max(0, b[item]!))
          const shares = asked.explain(historyFor(...items), item, 99)
          expect(shares.length).toBe(parts.filter((part) => part > 0).length)
          for (const { item: source, share } of shares)
            expect(share).toBeCloseTo(parts[items.indexOf(source)]! / whole, 5)
        }
      },
    ),
    { numRuns: 40 },
  )
})

test('deterministic threads and the plain reference agree', async () => {
  await using kernels = await createKernels({ threads: 2, deterministic: true })
  const fast = await fitBpr(tastes, { ...settings, epochs: 4 }, { kernels })
  const slow = await fitBpr(tastes, { ...settings, epochs: 4 })
  const other = await fitBpr(tastes, { ...settings, epochs: 4, seed: 2 })
  const history = historyOf(tastes, 3)
  for (const [item, score] of slow.score(history, all).entries())
    expect(fast.score(history, all)[item]).toBeCloseTo(score, 4)
  expect(other.score(history, all)).not.toEqual(slow.score(history, all))
})

test('cancelling ends a training between its passes and gives the memory back', async () => {
  await using kernels = await createKernels({ threads: 2 })
  for (const run of [kernels, undefined]) {
    const abort = new AbortController()
    const onProgress = (done: number) => {
      if (done === 2) abort.abort()
    }
    const training = fitBpr(tastes, settings, { kernels: run, signal: abort.signal, onProgress })
    await expect(training).rejects.toMatchObject({ name: 'KernelError', code: 'cancelled' })
  }
  if (kernels.backend === 'threads') expect(kernels.memory.usedBytes).toBe(0)
})

test('answers the same after saving and loading; strange histories and broken models', async () => {
  const model = await fitBpr(tastes, { ...settings, epochs: 3 })
  const saved = model.save()
  const loaded = loadRecommender(saved)
  const history = historyFor(0, 3)
  expect(loaded.recommend(history, 9)).toEqual(model.recommend(history, 9))
  expect(loaded.explain(history, 5, 9)).toEqual(model.explain(history, 5, 9))
  expect(model.recommend({ ...historyFor(-1, 0, 99, 3) }, 9)).toEqual(model.recommend(history, 9))
  expect(model.recommend({ ...history, weights: Float32Array.of(Number.NaN, -1) }, 9).items.length).toBe(0)
  expect([...model.score(historyFor(), all)].every((score) => score === 0)).toBe(true)
  expect(model.explain(historyFor(), 1, 9)).toEqual([])
  expect(model.explain(history, 99, 9)).toEqual([])
  // Whoever has everything leaves nothing to be held against it.
  expect(model.score(historyFor(...all), all).every(Number.isFinite)).toBe(true)
  for (const changed of [
    { itemBiases: undefined },
    { itemBiases: new Float32Array(3) },
    { itemFactors: new Float32Array(5) },
    { itemBiases: (saved.arrays.itemBiases as Float32Array).map(() => Number.NaN) },
  ]) {
    const arrays = { ...saved.arrays, ...changed } as (typeof saved)['arrays']
    expect(() => loadRecommender({ ...saved, arrays })).toThrow('needs the arrays')
  }
})

test('refuses wrong parameters and empty data before any work', async () => {
  for (const [name, value] of [
    ['factors', 0],
    ['learningRate', 0],
    ['regularisation', Number.NaN],
    ['negatives', 'all'],
    ['foldInPasses', 1.5],
  ] as const) {
    const refused = { name: 'RecommendError', code: 'bad-parameter', details: { parameter: name } }
    await expect(fitBpr(tastes, { [name]: value })).rejects.toMatchObject(refused)
  }
  const none = interactionsFrom({ persons: ['a'], items: ['x'], weights: [-1] })
  for (const empty of [none, interactionsFrom({ persons: [], items: [] })])
    await expect(fitBpr(empty)).rejects.toMatchObject({ code: 'no-interactions' })
})
