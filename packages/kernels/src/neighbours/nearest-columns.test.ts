import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKernels, type Kernels } from '../create-kernels.ts'
import type { CsrMatrix } from '../csr-matrix.ts'
import type { Measure } from './likeness.ts'
import { nearestColumns } from './nearest-columns.ts'

function csr(rows: readonly (readonly { column: number; value: number }[])[], columnCount: number): CsrMatrix {
  const indptr = new Int32Array(rows.length + 1)
  for (const [row, entries] of rows.entries()) indptr[row + 1] = indptr[row]! + entries.length
  return {
    indptr,
    indices: Int32Array.from(rows.flat(), ({ column }) => column),
    values: Float32Array.from(rows.flat(), ({ value }) => value),
    columnCount,
  }
}

async function both(run: (kernels: Kernels) => Promise<void>) {
  for (const deterministic of [false, true]) {
    await using threads = await createKernels({ threads: 2, deterministic })
    expect(threads.backend).toBe('threads')
    await run(threads)
  }
  await using plain = await createKernels({ backend: 'plain' })
  await run(plain)
}

/** Similarities from dense columns, by the formulas of the doc comment. */
function slow(x: number[][], columnCount: number, measure: Measure, shrinkage: number): number[][] {
  const k1 = 100
  const b = 0.8
  const column = (i: number) => x.map((row) => row[i]!)
  const dot = (a: number[], c: number[]) => a.reduce((sum, value, at) => sum + value * c[at]!, 0)
  const idf = x.map((row) => Math.log(columnCount) - Math.log(1 + row.filter((value) => value > 0).length))
  const lengths = Array.from({ length: columnCount }, (_, i) => column(i).reduce((sum, value) => sum + value, 0))
  const mean = lengths.reduce((sum, value) => sum + value, 0) / columnCount
  const tfidf = (i: number) => column(i).map((value, row) => Math.sqrt(value) * idf[row]!)
  const bm25 = (i: number) =>
    column(i).map((value, row) =>
      value === 0 ? 0 : ((value * (k1 + 1)) / (value + k1 * (1 - b + (b * lengths[i]!) / mean))) * idf[row]!,
    )
  const cosine = (a: number[], c: number[]) => dot(a, c) / (Math.sqrt(dot(a, a)) * Math.sqrt(dot(c, c)) + shrinkage)
  const of = {
    cosine: (i: number, j: number) => cosine(column(i), column(j)),
    tfidf: (i: number, j: number) => cosine(tfidf(i), tfidf(j)),
    bm25: (i: number, j: number) => dot(bm25(i), bm25(j)),
    dot: (i: number, j: number) => dot(column(i), column(j)),
    jaccard: (i: number, j: number) => {
      const shared = x.filter((row) => row[i]! > 0 && row[j]! > 0).length
      return shared / (x.filter((row) => row[i]! > 0 || row[j]! > 0).length + shrinkage)
    },
  }[measure]
  return Array.from({ length: columnCount }, (_, i) =>
    Array.from({ length: columnCount }, (_, j) => {
      const together = i !== j && x.some((row) => row[i]! > 0 && row[j]! > 0)
      return together ? of(i, j) : 0
    }),
  )
}

const entries = fc.array(fc.record({ column: fc.nat({ max: 36 }), value: fc.constantFrom(1, 1, 2, 0.5, 5) }), {
  maxLength: 14,
})
const cases = fc.record({
  rows: fc.array(entries, { maxLength: 30 }),
  columnCount: fc.integer({ min: 1, max: 37 }),
  measure: fc.constantFrom<Measure>('cosine', 'jaccard', 'tfidf', 'bm25', 'dot'),
  shrinkage: fc.constantFrom(0, 3),
  share: fc.constantFrom(0.1, 0.5, 1),
})

test('agrees with dense columns for any measure, with repeats, columns in any order, empty rows and columns', () =>
  both(async (kernels) => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ rows, columnCount, measure, shrinkage, share }) => {
        const inside = rows.map((row) => row.filter(({ column }) => column < columnCount))
        const x = inside.map((row) => {
          const line = new Array<number>(columnCount).fill(0)
          for (const { column, value } of row) line[column]! += value
          return line
        })
        const k = Math.max(1, Math.floor(share * columnCount))
        const { ids, scores } = await nearestColumns(kernels, {
          matrix: csr(inside, columnCount),
          measure,
          shrinkage,
          k,
        })
        for (const [i, row] of slow(x, columnCount, measure, shrinkage).entries()) {
          const expected = row
            .filter((score) => score > 1e-7)
            .sort((a, b) => b - a)
            .slice(0, k)
          const found = [...ids.subarray(i * k, i * k + k)].filter((id) => id >= 0)
          const got = [...scores.subarray(i * k, i * k + found.length)]
          expect(found.filter((id) => row[id]! > 1e-7).length).toBe(expected.length)
          for (const [place, score] of expected.entries()) {
            expect(Math.abs(got[place]! - score)).toBeLessThan(1e-5 * Math.max(1, score))
            expect(Math.abs(row[found[place]!]! - score)).toBeLessThan(1e-5 * Math.max(1, score))
          }
        }
      }),
      { numRuns: 150 },
    )
  }))

test('three shoppers by hand: jaccard, ties to the smaller id, nothing shared is no neighbour', () =>
  both(async (kernels) => {
    // Columns tea 0, jam 1, egg 2, ink 3: ann {tea, jam}, bob {tea, egg}, eve {tea, jam, egg}, zoe {ink}.
    const rows = [[0, 1], [2, 0], [0, 1, 2], [3]].map((row) => row.map((column) => ({ column, value: 4 })))
    const { ids, scores } = await nearestColumns(kernels, { matrix: csr(rows, 4), measure: 'jaccard', k: 2 })
    expect([...ids]).toEqual([1, 2, 0, 2, 0, 1, -1, -1])
    for (const [at, value] of [2 / 3, 2 / 3, 2 / 3, 1 / 3, 2 / 3, 1 / 3, 0, 0].entries())
      expect(scores[at]).toBeCloseTo(value, 6)
  }))

test('many columns with few neighbours wanted: the same as the plain reference, ties included, for one thread and three', async () => {
  await using plain = await createKernels({ backend: 'plain' })
  // More columns than two bytes can number, and few, so that ranks are kept either way.
  for (const [columnCount, most] of [
    [70_000, 60],
    [300, 40],
  ] as const) {
    let state = 7
    const next = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0
      return (state >>> 8) % below
    }
    for (const heaviest of [1, 3]) {
      const rows = Array.from({ length: 120 }, () =>
        Array.from({ length: next(most) }, () => next(2) * (columnCount - 41) + next(40)),
      )
      const once = rows.map((row) => [...new Set(row)].map((column) => ({ column, value: 1 + next(heaviest) })))
      const input = { matrix: csr(once, columnCount), measure: 'cosine', k: 7 } as const
      const expected = await nearestColumns(plain, input)
      for (const threads of [1, 3]) {
        await using kernels = await createKernels({ threads, deterministic: true })
        const found = await nearestColumns(kernels, input)
        if (heaviest === 1) expect(found.ids).toEqual(expected.ids)
        expect(found.ids.filter((id) => id >= 0).length).toBe(expected.ids.filter((id) => id >= 0).length)
        for (const [at, score] of found.scores.entries())
          if (Math.abs(score - expected.scores[at]!) > 1e-6) expect(score).toBe(expected.scores[at])
      }
    }
  }
})

test('bad input is refused before any work', () =>
  both(async (kernels) => {
    const matrix = csr(
      [
        [
          { column: 0, value: 1 },
          { column: 1, value: -1 },
        ],
      ],
      2,
    )
    const refused = (changed: object) =>
      expect(nearestColumns(kernels, { matrix, measure: 'cosine', k: 1, ...changed })).rejects
    await refused({ k: 3 }).toMatchObject({ code: 'bad-option' })
    await refused({ shrinkage: -1 }).toMatchObject({ code: 'bad-option' })
    await refused({ measure: 'near' }).toMatchObject({ code: 'bad-option' })
    await refused({ measure: 'tfidf' }).toMatchObject({ code: 'bad-value' })
    await refused({ matrix: { ...matrix, values: Float32Array.of(1, Number.NaN) } }).toMatchObject({
      code: 'bad-value',
    })
  }))
