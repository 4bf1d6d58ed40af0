import { createKernels } from '@attune/kernels'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { randomOf } from '../evaluate/random.ts'
import { denseIdMap } from '../id-map.ts'
import { historyOf, type Interactions, interactionsFrom, interactionsFromDense } from '../interactions.ts'
import { loadRecommender } from '../recommender-registry.ts'
import { fitItemKnn } from './fit-item-knn.ts'
import { fitUserKnn } from './fit-user-knn.ts'
import { similarityMeasures } from './vector-similarity.ts'

const itemCount = 6
const personCount = 7
const all = Int32Array.from({ length: itemCount }, (_, item) => item)
const row = fc.tuple(
  fc.nat({ max: personCount - 1 }),
  fc.nat({ max: itemCount - 1 }),
  fc.constantFrom(0.5, 1, 3, 0, -1),
)
const matrices = fc
  .array(row, { minLength: 1, maxLength: 40 })
  .filter((rows) => rows.some(([, , weight]) => weight > 0))
  .map((rows) =>
    interactionsFromDense({
      persons: Int32Array.from(rows, ([person]) => person),
      items: Int32Array.from(rows, ([, item]) => item),
      weights: Float32Array.from(rows, ([, , weight]) => weight),
      personIds: denseIdMap(personCount),
      itemIds: denseIdMap(itemCount),
    }),
  )

/** Persons × items, dense: the strongest weight to a power. */
function tableOf(matrix: Interactions, power: number): number[][] {
  const table = Array.from({ length: personCount }, () => new Array<number>(itemCount).fill(0))
  for (const [person, line] of table.entries()) {
    const { items, weights } = historyOf(matrix, person)
    for (const [at, item] of items.entries()) {
      if (weights[at]! > 0) line[item] = Math.max(line[item]!, weights[at]! ** power)
    }
  }
  return table
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const dot = (a: readonly number[], b: readonly number[]): number => sum(a.map((value, at) => value * b[at]!))
const flip = (table: number[][]): number[][] => table[0]!.map((_, column) => table.map((line) => line[column]!))

/** The measures on dense vectors, by their textbook formulas. `all` are the vectors among which BM25 counts. */
function slowSimilarity(measure: string, shrinkage: number, a: number[], b: number[], vectors: number[][]): number {
  const common = a.filter((value, at) => value > 0 && b[at]! > 0).length
  if (common === 0) return 0
  const mean = (x: number[]) => sum(x) / x.length
  const centred = (x: number[]) => x.map((value) => value - mean(x))
  const length = (x: number[]) => Math.sqrt(dot(x, x))
  const cosine = (x: number[], y: number[]) => dot(x, y) / (length(x) * length(y) + shrinkage)
  const bm25 = (x: number[]) =>
    x.map((tf, term) => {
      const n = vectors.filter((vector) => vector[term]! > 0).length
      const idf = Math.log(1 + (vectors.length - n + 0.5) / (n + 0.5))
      return (idf * tf * 2.2) / (tf + 1.2 * (0.25 + (0.75 * sum(x)) / mean(vectors.map(sum))))
    })
  const isConstant = [a, b].some((x) => x.every((value) => value === x[0]))
  const formulas: Record<string, () => number> = {
    cosine: () => cosine(a, b),
    jaccard: () => common / (a.filter((value, at) => value > 0 || b[at]! > 0).length + shrinkage),
    pearson: () => (isConstant ? 0 : cosine(centred(a), centred(b))),
    bm25: () => (dot(bm25(a), bm25(b)) * common) / (common + shrinkage),
  }
  return Math.max(0, formulas[measure]!())
}

const settings = fc.record({
  similarity: fc.constantFrom(...similarityMeasures),
  shrinkage: fc.constantFrom(0, 2),
  weightPower: fc.constantFrom(0, 0.5, 1),
})

test('itemKnn agrees with dense formulas for every measure, and its shares are the parts of the sum', async () => {
  await using kernels = await createKernels({ threads: 2 })
  await fc.assert(
    fc.asyncProperty(matrices, settings, fc.boolean(), async (matrix, parameters, fast) => {
      const model = await fitItemKnn(matrix, { ...parameters, neighbours: 50 }, fast ? { kernels } : {})
      const table = tableOf(matrix, parameters.weightPower)
      const columns = flip(table)
      const near = (a: number, b: number) =>
        a === b ? 0 : slowSimilarity(parameters.similarity, parameters.shrinkage, columns[a]!, columns[b]!, columns)
      for (const [person, line] of table.entries()) {
        const scores = model.score(historyOf(matrix, person), all)
        for (const item of all) {
          const parts = line.map((value, source) => value * near(source, item))
          expect(scores[item]).toBeCloseTo(sum(parts), 5)
          for (const { item: source, share } of model.explain(historyOf(matrix, person), item, 99)) {
            expect(share).toBeCloseTo(parts[source]! / sum(parts), 5)
          }
        }
      }
    }),
    { numRuns: 60 },
  )
})

test('userKnn agrees with dense formulas for every measure, and its parts add up to the score', () => {
  fc.assert(
    fc.property(matrices, settings, (matrix, parameters) => {
      const model = fitUserKnn(matrix, { ...parameters, neighbours: 50 })
      const table = tableOf(matrix, parameters.weightPower)
      for (const [person, line] of table.entries()) {
        const likeness = table.map((other) =>
          slowSimilarity(parameters.similarity, parameters.shrinkage, line, other, table),
        )
        const expected = all.map((item) => 0 * item)
        const scores = model.score(historyOf(matrix, person), all)
        for (const item of expected.keys()) {
          const score = sum(table.map((other, v) => likeness[v]! * other[item]!))
          expect(scores[item]).toBeCloseTo(score, 4)
          const shares = model.explain(historyOf(matrix, person), item, 99)
          // The dense reference may leave 1e-17 where the truth is zero.
          if (score > 1e-9) expect(sum(shares.map(({ share }) => share))).toBeCloseTo(1, 6)
          if (parameters.similarity === 'cosine' && parameters.shrinkage === 0 && score > 1e-9) {
            // A cosine is a sum over the history's items, so leaving the others out of the product gives an item's part.
            for (const { item: source, share } of shares) {
              const part = sum(
                table.map((other) => {
                  const lengths = Math.sqrt(dot(line, line) * dot(other, other))
                  return lengths === 0 ? 0 : ((line[source]! * other[source]!) / lengths) * other[item]!
                }),
              )
              expect(share).toBeCloseTo(part / score, 5)
            }
          }
        }
      }
    }),
    { numRuns: 60 },
  )
})

const taste = interactionsFrom({
  persons: ['ann', 'ann', 'bob', 'bob', 'cat', 'cat', 'cat', 'dan'],
  items: ['tea', 'jam', 'tea', 'jam', 'tea', 'jam', 'egg', 'egg'],
})
/** egg 0, jam 1, tea 2. */
const asked = historyOf(interactionsFrom({ persons: ['x', 'y', 'z'], items: ['egg', 'jam', 'tea'] }), 2)
const tea = { items: Int32Array.of(2), weights: Float32Array.of(1), times: Float64Array.of(0) }

test('worked out by hand: tea goes with jam, and the nearest persons decide', async () => {
  expect(asked.items).toEqual(tea.items)
  const items = await fitItemKnn(taste, { shrinkage: 0 })
  // tea–jam: 3/√(3·3); tea–egg: 1/√(3·2). With one neighbour each, egg is not among tea's.
  expect([...items.similarItems(2, 9).items]).toEqual([1, 0])
  expect(items.similarItems(2, 9).scores[1]).toBeCloseTo(1 / Math.sqrt(6), 6)
  expect([...(await fitItemKnn(taste, { shrinkage: 0, neighbours: 1 })).similarItems(2, 9).items]).toEqual([1])
  // Shrinkage 3: tea–jam 3/(3 + 3), tea–egg 1/(√6 + 3).
  const shrunk = (await fitItemKnn(taste, { shrinkage: 3 })).similarItems(2, 9).scores
  expect(shrunk[0]).toBeCloseTo(0.5, 6)
  expect(shrunk[1]).toBeCloseTo(1 / (Math.sqrt(6) + 3), 6)
  // ann and bob have cosine 1/√2 with {tea}, cat 1/√3: with two neighbours nobody brings egg.
  const people = fitUserKnn(taste, { shrinkage: 0, neighbours: 2 })
  expect([...people.recommend(tea, 9, { exclude: (item) => item === 2 }).items]).toEqual([1])
  expect(people.score(tea, Int32Array.of(1, 0))[0]).toBeCloseTo(Math.SQRT2, 6)
  const three = fitUserKnn(taste, { shrinkage: 0, neighbours: 3 })
  expect(three.score(tea, Int32Array.of(0))[0]).toBeCloseTo(1 / Math.sqrt(3), 6)
  expect(three.similarItems(2, 9).scores[1]).toBeCloseTo(1 / Math.sqrt(6), 6)
})

test('answers the same after saving and loading, and ignores what it does not know', async () => {
  for (const similarity of similarityMeasures) {
    for (const model of [await fitItemKnn(taste, { similarity }), fitUserKnn(taste, { similarity })]) {
      const loaded = loadRecommender(model.save())
      expect(loaded.score(tea, all.subarray(0, 3))).toEqual(model.score(tea, all.subarray(0, 3)))
      expect(loaded.save()).toEqual(model.save())
      const strange = {
        items: Int32Array.of(99, -1, 2),
        weights: Float32Array.of(1, 1, 1),
        times: new Float64Array(3),
      }
      expect(model.recommend(strange, 9)).toEqual(model.recommend(tea, 9))
      expect(model.recommend({ ...tea, weights: Float32Array.of(Number.NaN) }, 9).items.length).toBe(0)
      expect(model.similarItems(99, 9).items.length).toBe(0)
      expect(() => loadRecommender({ ...model.save(), arrays: {} })).toThrow('needs the arrays')
    }
  }
})

test('kernels find the same neighbours as the plain path on data with many', async () => {
  const random = randomOf(5)
  const columns = { persons: new Int32Array(4000), items: new Int32Array(4000), weights: new Float32Array(4000) }
  for (let at = 0; at < 4000; at++) {
    columns.persons[at] = random() * 150
    columns.items[at] = random() ** 2 * 130
    columns.weights[at] = 1 + 5 * random()
  }
  const matrix = interactionsFrom(columns)
  await using kernels = await createKernels({ threads: 2 })
  for (const similarity of similarityMeasures) {
    for (const shrinkage of [0, 3]) {
      const parameters = { similarity, shrinkage, weightPower: 0.5, neighbours: 20 }
      const fast = await fitItemKnn(matrix, parameters, { kernels })
      const plain = await fitItemKnn(matrix, parameters)
      for (let item = 0; item < matrix.items.ids.length; item++) {
        const [a, b] = [fast.similarItems(item, 20), plain.similarItems(item, 20)]
        expect(a.items.length).toBe(b.items.length)
        for (const [at, score] of b.scores.entries()) expect(a.scores[at]! / score).toBeCloseTo(1, 4)
      }
    }
  }
  if (kernels.backend === 'threads') expect(kernels.memory.usedBytes).toBe(0)
  for (const run of [kernels, undefined]) {
    const cancelled = fitItemKnn(matrix, {}, { kernels: run, signal: AbortSignal.abort() })
    await expect(cancelled).rejects.toMatchObject({ name: 'KernelError', code: 'cancelled' })
  }
})

test('refuses wrong parameters and empty data', async () => {
  for (const fit of [fitItemKnn, async (...given: Parameters<typeof fitUserKnn>) => fitUserKnn(...given)]) {
    await expect(fit(taste, { similarity: 'dice' as 'cosine' })).rejects.toThrow(/similarity must be one of cosine/)
    await expect(fit(taste, { neighbours: 0 })).rejects.toThrow(/neighbours must be a whole number/)
    await expect(fit(taste, { shrinkage: Number.NaN })).rejects.toThrow(/shrinkage must be a number/)
    await expect(fit(interactionsFrom({ persons: [], items: [] }))).rejects.toThrow('some events')
  }
  const huge = interactionsFrom({ persons: ['a', 'b'], items: ['x', 'y'], weights: [1, 1e30] })
  await expect(fitItemKnn(huge, { weightPower: 1 })).rejects.toMatchObject({ code: 'bad-value' })
  expect((await fitItemKnn(huge)).itemCount).toBe(2)
})
