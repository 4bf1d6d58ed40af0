import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKernels } from '../create-kernels.ts'
import type { FeatureColumn } from './feature-column.ts'
import { fitTrees } from './fit-trees.ts'
import { predictTrees } from './predict-trees.ts'

const noise = (at: number) => (((Math.sin(at + 1) * 43_758.5453) % 1) + 1) % 1
const numeric = (values: readonly number[]): FeatureColumn => ({ kind: 'numeric', values: Float64Array.from(values) })

interface Sides {
  readonly gain: number
  readonly left: readonly number[]
  readonly right: readonly number[]
}

/**
 * Boosting as a textbook would write it: for every leaf every threshold between the leaf's own values and either side for
 * missing ones, in floating point, without bins or histograms; the best leaf is split next.
 */
function textbook(
  columns: readonly (readonly number[])[],
  derive: (row: number, score: number) => readonly [gradient: number, hessian: number],
  base: number,
  {
    rounds,
    maxLeaves,
    minRows,
    minHessian = 0,
    l2,
    rate,
  }: { rounds: number; maxLeaves: number; minRows: number; minHessian?: number; l2: number; rate: number },
): number[] {
  const scores = columns[0]!.map(() => base)
  for (let round = 0; round < rounds; round++) {
    const derived = scores.map((score, row) => derive(row, score))
    const sums = (rows: readonly number[]) =>
      rows.reduce(([g, h], row) => [g + derived[row]![0], h + derived[row]![1]] as const, [0, 0] as readonly [
        number,
        number,
      ])
    const worth = (rows: readonly number[]) => {
      const [g, h] = sums(rows)
      return (g * g) / (h + l2)
    }
    const best = (rows: readonly number[]): Sides => {
      let found: Sides = { gain: 0, left: [], right: [] }
      for (const column of columns) {
        const values = [...new Set(rows.map((row) => column[row]!).filter((value) => !Number.isNaN(value)))]
        for (const threshold of values) {
          for (const missingLeft of [false, true]) {
            const goes = (row: number) => (Number.isNaN(column[row]!) ? missingLeft : column[row]! <= threshold)
            const left = rows.filter(goes)
            const right = rows.filter((row) => !goes(row))
            if (left.length < minRows || right.length < minRows) continue
            if (Math.min(sums(left)[1], sums(right)[1]) < minHessian) continue
            const gain = worth(left) + worth(right) - worth(rows)
            if (gain > found.gain + 1e-9) found = { gain, left, right }
          }
        }
      }
      return found
    }
    let leaves: { rows: readonly number[]; split: Sides }[] = [
      { rows: scores.map((_, row) => row), split: best(scores.map((_, row) => row)) },
    ]
    while (leaves.length < maxLeaves) {
      const next = leaves.reduce((a, b) => (b.split.gain > a.split.gain ? b : a))
      if (next.split.gain === 0) break
      const sides = [next.split.left, next.split.right].map((rows) => ({ rows, split: best(rows) }))
      leaves = [...leaves.filter((leaf) => leaf !== next), ...sides]
    }
    for (const { rows } of leaves) {
      const [g, h] = sums(rows)
      for (const row of rows) scores[row]! += (-rate * g) / (h + l2)
    }
  }
  return scores
}

test('trees are those of a textbook that looks at every threshold of the raw values', async () => {
  await using kernels = await createKernels({ threads: 2 })
  const rows = 90
  const column = (salt: number, holes: number) =>
    Array.from({ length: rows }, (_, row) => (noise(row * 31 + salt) < holes ? Number.NaN : noise(row * 17 + salt * 5)))
  const columns = [column(1, 0), column(2, 0.3), column(3, 0.1)]
  const target = columns[0]!.map(
    (x, row) => Math.sin(6 * x) + (Number.isNaN(columns[1]![row]!) ? 1 : columns[1]![row]!) + noise(row) / 3,
  )
  const common = { rounds: 6, maxLeaves: 6, minRows: 3, l2: 0.5 }
  const features = columns.map(numeric)

  const labels = Float64Array.from(target)
  const base = target.reduce((sum, label) => sum + label, 0) / rows
  const expected = textbook(columns, (row, score) => [score - target[row]!, 1], base, { ...common, rate: 0.3 })
  const model = await fitTrees(kernels, { features, labels }, { loss: 'squared', learningRate: 0.3, ...common })
  const said = predictTrees(model, features)
  for (let row = 0; row < rows; row++) expect(said[row]).toBeCloseTo(expected[row]!, 6)

  // Probabilities as labels: of rows that are alike but for a label of 0 or 1, many splits gain exactly the same.
  const yes = Float64Array.from(target, (value) => 1 / (1 + Math.exp(4 - 3 * value)))
  const share = yes.reduce((sum, label) => sum + label, 0) / rows
  const derive = (row: number, score: number) => {
    const p = 1 / (1 + Math.exp(-score))
    return [p - yes[row]!, p * (1 - p)] as const
  }
  const odds = Math.log(share / (1 - share))
  for (const minHessian of [0.001, 3]) {
    const limited = { ...common, minHessian }
    const expectedOdds = textbook(columns, derive, odds, { ...limited, rate: 0.3 })
    const input = { features, labels: yes }
    const classifier = await fitTrees(kernels, input, { loss: 'logistic', learningRate: 0.3, ...limited })
    const saidOdds = predictTrees(classifier, features, { raw: true })
    for (let row = 0; row < rows; row++) expect(saidOdds[row]).toBeCloseTo(expectedOdds[row]!, 5)
  }
})

test('no subset of categories gains more than the one that is chosen', async () => {
  await using plain = await createKernels({ backend: 'plain' })
  const drawn = fc.array(fc.tuple(fc.integer({ min: -1, max: 5 }), fc.integer({ min: 0, max: 20 })), {
    minLength: 2,
    maxLength: 30,
  })
  await fc.assert(
    fc.asyncProperty(drawn, async (list) => {
      const codes = list.map(([code]) => code)
      const labels = list.map(([, label]) => label)
      const mean = labels.reduce((sum, label) => sum + label, 0) / labels.length
      let most = 0
      for (let subset = 0; subset < 64; subset++) {
        // What is missing (−1) goes right.
        const goesLeft = (row: number) => codes[row]! >= 0 && ((subset >> codes[row]!) & 1) === 1
        const left = labels.filter((_, row) => goesLeft(row))
        const right = labels.filter((_, row) => !goesLeft(row))
        if (left.length === 0 || right.length === 0) continue
        const worth = (side: number[]) => side.reduce((sum, label) => sum + label - mean, 0) ** 2 / side.length
        most = Math.max(most, worth(left) + worth(right))
      }
      const free = { minRows: 1, minCategoryRows: 1, categorySmoothing: 0, categoryL2: 0, maxLeaves: 2, rounds: 1 }
      const input = {
        features: [{ kind: 'categorical', values: Int32Array.from(codes) }] as const,
        labels: Float64Array.from(labels),
      }
      const model = await fitTrees(plain, input, { loss: 'squared', ...free })
      expect(model.gain[0]).toBeCloseTo(most, 4)
    }),
    { numRuns: 300 },
  )
})

test('limits hold: leaves, depth, rows of a leaf, hessian, gain, categories sent left', async () => {
  await using kernels = await createKernels({ threads: 2 })
  const rows = 600
  const features = [
    numeric(Array.from({ length: rows }, (_, row) => noise(row))),
    {
      kind: 'categorical',
      values: Int32Array.from({ length: rows }, (_, row) => Math.floor(noise(row * 3) * 30)),
    } as const,
  ]
  const labels = Float64Array.from({ length: rows }, (_, row) =>
    Number(noise(row) + noise(row * 3) + noise(row * 5) > 1.6),
  )
  const limits = { maxLeaves: 12, maxDepth: 4, minRows: 25, minHessian: 4, minGain: 0.5, maxCategories: 6 }
  const model = await fitTrees(kernels, { features, labels }, { loss: 'logistic', rounds: 10, ...limits })
  let inner = 0
  for (let tree = 0; tree + 1 < model.roots.length; tree++) {
    const depth = (node: number): number =>
      model.feature[node]! < 0 ? 0 : 1 + Math.max(depth(model.left[node]!), depth(model.right[node]!))
    expect(depth(model.roots[tree]!)).toBeLessThanOrEqual(4)
    const own = model.feature.subarray(model.roots[tree], model.roots[tree + 1])
    expect(own.filter((feature) => feature < 0).length).toBeLessThanOrEqual(12)
    inner += own.filter((feature) => feature >= 0).length
  }
  expect(inner).toBeGreaterThan(30)
  for (const [node, feature] of model.feature.entries()) {
    // A hessian is at most ¼.
    expect(model.count[node]).toBeGreaterThanOrEqual(25)
    if (feature >= 0) expect(model.gain[node]).toBeGreaterThan(0.5)
    const set = model.set[node]!
    if (set < 0) continue
    const bits = [...model.sets.subarray(set, set + 8)].map((word) => word.toString(2).replaceAll('0', '').length)
    expect(bits.reduce((a, b) => a + b)).toBeLessThanOrEqual(6)
  }
  const strict = await fitTrees(kernels, { features, labels }, { loss: 'logistic', rounds: 1, minHessian: 60 })
  // 600 rows have a hessian below 150: at most two leaves of 60.
  expect(strict.feature.length).toBeLessThanOrEqual(3)
})

test('L1 shrinks a leaf by α / H, the step limit cuts it', async () => {
  await using plain = await createKernels({ backend: 'plain' })
  const input = { features: [numeric([0, 0, 1, 1])], labels: Float64Array.of(-3, -3, 3, 3) }
  const one = { loss: 'squared', rounds: 1, learningRate: 1, minRows: 1, baseScore: 0 } as const
  const said = async (parameters: object) => [
    ...predictTrees(await fitTrees(plain, input, { ...one, ...parameters }), input.features),
  ]
  expect((await said({ l1: 2 })).map((value) => Math.round(value * 1e6) / 1e6)).toEqual([-2, -2, 2, 2])
  expect((await said({ l2: 1 })).map((value) => Math.round(value * 1e6) / 1e6)).toEqual([-2, -2, 2, 2])
  expect(await said({ maxStep: 0.25 })).toEqual([-0.25, -0.25, 0.25, 0.25])
  expect(await said({ l1: 6 })).toEqual([0, 0, 0, 0])
})
