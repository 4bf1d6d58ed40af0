import { createKernels } from '@attune/kernels'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { randomOf } from '../evaluate/random.ts'
import { historyOf, interactionsFrom } from '../interactions.ts'
import { loadRecommender } from '../recommender-registry.ts'
import { fitEase } from './fit-ease.ts'
import { invertPositiveDefinite } from './invert-positive-definite.ts'

const emptyHistory = { items: new Int32Array(0), weights: new Float32Array(0), times: new Float64Array(0) }

test('a matrix times its inverse is the identity, for sizes around the block and the tile', () => {
  for (const size of [1, 2, 3, 5, 63, 64, 65, 130]) {
    const random = randomOf(size)
    const half = Float64Array.from({ length: size * size }, () => random() - 0.5)
    const matrix = new Float64Array(size * size)
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        let sum = i === j ? 0.1 : 0
        for (let k = 0; k < size; k++) sum += half[i * size + k]! * half[j * size + k]!
        matrix[i * size + j] = sum
      }
    }
    // The upper triangle is not read.
    const lower = matrix.map((value, at) => (at % size > Math.floor(at / size) ? Number.NaN : value))
    const inverse = invertPositiveDefinite(lower, size)
    let worst = 0
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        let sum = 0
        for (let k = 0; k < size; k++) sum += matrix[i * size + k]! * inverse[k * size + j]!
        worst = Math.max(worst, Math.abs(sum - (i === j ? 1 : 0)))
      }
    }
    expect(worst).toBeLessThan(1e-8)
  }
})

test('a matrix that is not positive definite is refused', () => {
  expect(() => invertPositiveDefinite(Float64Array.of(1, 2, 2, 1), 2)).toThrow('positive definite')
  expect(() => invertPositiveDefinite(Float64Array.of(Number.NaN), 1)).toThrow('positive definite')
})

const rows = fc.array(fc.tuple(fc.nat({ max: 6 }), fc.nat({ max: 4 }), fc.constantFrom(0.5, 1, 2)), { minLength: 1 })

test('every column is the ridge regression of an item on the others (normal equations hold), on kernels too', async () => {
  await using kernels = await createKernels({ threads: 2 })
  const settings = fc.record({
    lambda: fc.constantFrom(0.5, 3, 100),
    weightPower: fc.constantFrom(0, 1),
    exponent: fc.constantFrom(0, 0.5),
    dropout: fc.constantFrom(0, 0.3),
  })
  await fc.assert(
    fc.asyncProperty(rows, settings, fc.boolean(), async (data, { lambda, ...options }, fast) => {
      const matrix = interactionsFrom({
        persons: Int32Array.from(data, ([person]) => person),
        items: Int32Array.from(data, ([, item]) => item),
        weights: data.map(([, , weight]) => weight),
      })
      const n = matrix.items.ids.length
      const table = matrix.persons.ids.map((_, person) => {
        const line = new Array<number>(n).fill(0)
        const { items, weights } = historyOf(matrix, person)
        for (const [at, item] of items.entries())
          line[item] = Math.max(line[item]!, weights[at]! ** options.weightPower)
        return line
      })
      const model = await fitEase(matrix, { lambda, ...options }, fast ? { kernels } : {})
      const all = Int32Array.from({ length: n }, (_, item) => item)
      const penalty = (i: number): number => {
        const column = table.map((line) => line[i]!)
        const energy = column.reduce((sum, value) => sum + value ** 2, 0)
        const holders = column.filter((value) => value > 0).length
        return lambda * holders ** options.exponent + (options.dropout / (1 - options.dropout)) * energy
      }
      // Asked with one item of weight 1, the scores are its row of B.
      const one = { weights: Float32Array.of(1), times: Float64Array.of(0) }
      const B = [...all].map((item) => [...model.score({ ...one, items: Int32Array.of(item) }, all)])
      for (const j of all) {
        expect(B[j]![j]).toBe(0)
        // Steck's constrained optimum: for i ≠ j, Xᵢᵀ(x_j − X b_j) = Λ_i b_ij.
        const residual = table.map((line) => line[j]! - line.reduce((sum, x, i) => sum + x * B[i]![j]!, 0))
        for (const i of all) {
          if (i === j) continue
          const gradient = table.reduce((sum, line, p) => sum + line[i]! * residual[p]!, 0)
          expect(gradient).toBeCloseTo(penalty(i) * B[i]![j]!, 3)
        }
      }
      for (const person of table.keys()) {
        const history = historyOf(matrix, person)
        for (const item of all) {
          const parts = table[person]!.map((x, i) => x * B[i]![item]!)
          expect(model.score(history, all)[item]).toBeCloseTo(
            parts.reduce((a, b) => a + b, 0),
            4,
          )
          const helping = parts.reduce((a, b) => a + Math.max(0, b), 0)
          for (const { item: source, share } of model.explain(history, item, 9)) {
            expect(share).toBeCloseTo(parts[source]! / helping, 4)
          }
        }
      }
    }),
    { numRuns: 50 },
  )
})

const taste = interactionsFrom({
  persons: ['ann', 'ann', 'bob', 'bob', 'cat', 'cat', 'cat', 'dan'],
  items: ['tea', 'jam', 'tea', 'jam', 'tea', 'jam', 'egg', 'egg'],
})

test('only the most popular items take part', async () => {
  const model = await fitEase(taste, { lambda: 1, items: 2 })
  expect([...model.recommend(historyOf(taste, 3), 9).items]).toEqual([])
  expect([...model.recommend(historyOf(taste, 0), 9, { exclude: (item) => item === 2 }).items]).toEqual([1])
  // XᵀX + I = [[4, 3], [3, 4]]; its inverse is [[4, −3], [−3, 4]] / 7, so B = 3/4.
  expect(model.similarItems(2, 9).scores[0]).toBeCloseTo(0.75, 6)
  // With half dropped, XᵀX + I + diag(3, 3) = [[7, 3], [3, 7]], so B = 3/7.
  const denoising = await fitEase(taste, { lambda: 1, items: 2, dropout: 0.5 })
  expect(denoising.similarItems(2, 9).scores[0]).toBeCloseTo(3 / 7, 6)
})

test('kernels give the answers of the plain path, at less than all items too; cancelling gives the memory back', async () => {
  const random = randomOf(8)
  const columns = { persons: new Int32Array(3000), items: new Int32Array(3000), weights: new Float32Array(3000) }
  for (let at = 0; at < 3000; at++) {
    columns.persons[at] = random() * 100
    columns.items[at] = random() ** 2 * 160
    columns.weights[at] = 1 + 3 * random()
  }
  const matrix = interactionsFrom(columns)
  const all = Int32Array.from(matrix.items.ids.keys())
  await using kernels = await createKernels({ threads: 2 })
  for (const parameters of [{ lambda: 20 }, { lambda: 5, items: 90, weightPower: 1, dropout: 0.4, exponent: 0.3 }]) {
    const fast = await fitEase(matrix, parameters, { kernels })
    const plain = await fitEase(matrix, parameters)
    for (let person = 0; person < 20; person++) {
      const history = historyOf(matrix, person)
      const scores = fast.score(history, all)
      for (const [item, score] of plain.score(history, all).entries()) expect(scores[item]).toBeCloseTo(score, 3)
    }
  }
  for (const run of [kernels, undefined]) {
    const cancelled = fitEase(matrix, {}, { kernels: run, signal: AbortSignal.abort() })
    await expect(cancelled).rejects.toMatchObject({ name: 'KernelError', code: 'cancelled' })
  }
  if (kernels.backend === 'threads') expect(kernels.memory.usedBytes).toBe(0)
})

test('answers the same after saving and loading; refuses what does not fit', async () => {
  const model = await fitEase(taste, { lambda: 2 })
  const loaded = loadRecommender(model.save())
  expect(loaded.recommend(historyOf(taste, 0), 9)).toEqual(model.recommend(historyOf(taste, 0), 9))
  expect(model.recommend(emptyHistory, 9).items.length).toBe(0)
  expect(model.similarItems(99, 9).items.length).toBe(0)
  const saved = model.save()
  expect(() => loadRecommender({ ...saved, arrays: { ...saved.arrays, weights: new Float32Array(3) } })).toThrow(
    'needs',
  )
  await expect(fitEase(taste, { lambda: 0 })).rejects.toThrow(/lambda must be a number/)
  await expect(fitEase(taste, { dropout: 1 })).rejects.toThrow(/dropout must be a number/)
  await expect(fitEase(interactionsFrom({ persons: [], items: [] }))).rejects.toThrow('some events')
  const huge = interactionsFrom({ persons: ['a', 'b'], items: ['x', 'y'], weights: [1, 1e30] })
  await expect(fitEase(huge, { weightPower: 1 })).rejects.toMatchObject({ code: 'bad-value' })
})
