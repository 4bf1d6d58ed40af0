import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKernels } from '../create-kernels.ts'
import { topK } from './top-k.ts'
import type { TopKInput } from './top-k-problem.ts'
import { topKReference } from './top-k-reference.ts'

/** Small whole numbers, so that single precision is exact and many scores are equal. */
const cases = fc
  .record({
    itemCount: fc.integer({ min: 1, max: 700 }),
    queryCount: fc.integer({ min: 0, max: 53 }),
    dimensions: fc.constantFrom(1, 2, 4, 7, 8, 12, 17),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    seed: fc.nat(),
    excluded: fc.option(fc.array(fc.array(fc.nat(), { maxLength: 20 }), { minLength: 53, maxLength: 53 })),
    spread: fc.constantFrom(0, 3),
  })
  .map(({ itemCount, queryCount, dimensions, share, seed, excluded, spread }): TopKInput => {
    let state = seed | 1
    const next = () => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0
      return ((state >>> 16) % 9) - 4
    }
    const rows = excluded?.slice(0, queryCount).map((row) => row.map((id) => id % itemCount))
    const indptr = new Int32Array(queryCount + 1)
    for (const [query, row] of rows?.entries() ?? []) indptr[query + 1] = indptr[query]! + row.length
    const scaled = Float32Array.from(
      { length: itemCount * dimensions },
      (_, at) => next() * (Math.floor(at / dimensions) % 5 === 0 ? 2 ** spread : 1),
    )
    return {
      queries: Float32Array.from({ length: queryCount * dimensions }, next),
      items: scaled,
      dimensions,
      k: 1 + Math.floor(share * (itemCount - 1)),
      ...(rows && { exclude: { indptr, indices: Int32Array.from(rows.flat()) } }),
    }
  })

test('finds what scoring and sorting everything finds, ties and exclusions included, pruned or not', async () => {
  await using fused = await createKernels({ threads: 2 })
  await using strict = await createKernels({ threads: 2, deterministic: true })
  await fc.assert(
    fc.asyncProperty(cases, fc.boolean(), fc.constantFrom(fused, strict), async (input, prune, kernels) => {
      const found = await topK(kernels, input, { prune })
      const expected = topKReference(input)
      expect(found.ids).toEqual(expected.ids)
      expect(found.scores.map((score) => score + 0)).toEqual(expected.scores.map((score) => score + 0))
    }),
    { numRuns: 150 },
  )
})

test('two queries by hand', async () => {
  await using kernels = await createKernels({ threads: 1 })
  const input = {
    queries: Float32Array.of(1, 0, 0, -1),
    items: Float32Array.of(1, 1, 3, 2, 3, 5),
    dimensions: 2,
    k: 2,
    exclude: { indptr: Int32Array.of(0, 1, 3), indices: Int32Array.of(1, 2, 0) },
  }
  const { ids, scores } = await topK(kernels, input)
  expect([...ids]).toEqual([2, 0, 1, -1])
  expect([...scores]).toEqual([3, 1, -2, 0])
})

test('the plain backend answers the same, and bad input is refused', async () => {
  await using kernels = await createKernels({ backend: 'plain' })
  const input = { queries: Float32Array.of(1), items: Float32Array.of(2, 5, 5), dimensions: 1, k: 2 }
  expect([...(await topK(kernels, input)).ids]).toEqual([1, 2])
  const refused = (changed: Partial<TopKInput>) => expect(topK(kernels, { ...input, ...changed })).rejects
  await refused({ k: 4 }).toMatchObject({ code: 'bad-option' })
  await refused({ k: 0 }).toMatchObject({ code: 'bad-option' })
  await refused({ items: Float32Array.of(1, Number.NaN, 2) }).toMatchObject({ code: 'bad-value' })
  await refused({ queries: Float32Array.of(Number.POSITIVE_INFINITY) }).toMatchObject({ code: 'bad-value' })
  await refused({ exclude: { indptr: Int32Array.of(0, 1), indices: Int32Array.of(3) } }).toMatchObject({
    code: 'bad-index',
  })
  await refused({ exclude: { indptr: Int32Array.of(0), indices: new Int32Array(0) } }).toMatchObject({
    code: 'bad-shape',
  })
})
