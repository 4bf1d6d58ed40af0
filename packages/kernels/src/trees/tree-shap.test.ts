import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKernels } from '../create-kernels.ts'
import type { FeatureColumn } from './feature-column.ts'
import { featureImportance } from './feature-importance.ts'
import { fitTrees } from './fit-trees.ts'
import { predictTrees } from './predict-trees.ts'
import { loadTrees, saveTrees } from './saved-trees.ts'
import { treeShap } from './tree-shap.ts'
import { treeWalk } from './tree-walk.ts'
import type { TreesModel } from './trees-model.ts'

const noise = (at: number) => (((Math.sin(at + 1) * 43_758.5453) % 1) + 1) % 1

async function example(salt: number, rounds = 3): Promise<{ model: TreesModel; features: FeatureColumn[] }> {
  await using plain = await createKernels({ backend: 'plain' })
  const rows = 60
  const values = (column: number) =>
    Float64Array.from({ length: rows }, (_, row) => noise(row * 7 + column * 13 + salt * 101))
  const features: FeatureColumn[] = [
    { kind: 'numeric', values: values(0) },
    { kind: 'numeric', values: values(1).map((value) => (value < 0.2 ? Number.NaN : value)) },
    { kind: 'categorical', values: Int32Array.from(values(2), (value) => Math.floor(value * 5)) },
    { kind: 'numeric', values: values(3) },
  ]
  const [a, b] = [values(0), values(1)]
  const labels = a.map(
    (value, row) => value * 3 + (value > 0.5 ? b[row]! : 1 - b[row]!) + (Math.floor(values(2)[row]! * 5) % 2),
  )
  const parameters = { loss: 'squared', rounds, maxLeaves: 10, minRows: 2, minCategoryRows: 1, categoryL2: 0 } as const
  return { model: await fitTrees(plain, { features, labels }, parameters), features }
}

/** Mean of a tree where only some features are known: unknown ones send a row both ways, by training counts. */
function conditional(model: TreesModel, goesLeft: (node: number) => boolean, known: number, node: number): number {
  const feature = model.feature[node]!
  if (feature < 0) return model.value[node]!
  const below = (child: number) => conditional(model, goesLeft, known, child)
  const [left, right] = [model.left[node]!, model.right[node]!]
  if ((known >> feature) & 1) return below(goesLeft(node) ? left : right)
  return (model.count[left]! * below(left) + model.count[right]! * below(right)) / model.count[node]!
}

test('contributions are the Shapley values over all subsets of features', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 500 }), async (salt) => {
      const { model, features } = await example(salt)
      const { contributions, expected } = treeShap(model, features)
      const { goesLeft } = treeWalk(model, features)
      const factorial = [1, 1, 2, 6, 24]
      for (const row of [0, 17, 42]) {
        const value = (known: number) =>
          [...model.roots.subarray(0, -1)].reduce(
            (sum, root) => sum + conditional(model, (node) => goesLeft(node, row), known, root),
            model.baseScore,
          )
        expect(expected).toBeCloseTo(value(0), 9)
        for (let feature = 0; feature < 4; feature++) {
          let share = 0
          for (let known = 0; known < 16; known++) {
            if ((known >> feature) & 1) continue
            const size = known.toString(2).replaceAll('0', '').length
            share +=
              ((factorial[size]! * factorial[3 - size]!) / factorial[4]!) *
              (value(known | (1 << feature)) - value(known))
          }
          expect(contributions[row * 4 + feature]).toBeCloseTo(share, 9)
        }
      }
    }),
    { numRuns: 25 },
  )
})

test('contributions and the expected value sum to the raw score, in deep trees too', async () => {
  const { model, features } = await example(7, 40)
  const { contributions, expected } = treeShap(model, features)
  const raw = predictTrees(model, features, { raw: true })
  for (const [row, score] of raw.entries()) {
    const own = contributions.subarray(4 * row, 4 * row + 4)
    expect(own.reduce((sum, value) => sum + value, expected)).toBeCloseTo(score, 9)
  }
})

test('importance: gains of the first tree sum to what it takes off the loss; noise matters least', async () => {
  await using plain = await createKernels({ backend: 'plain' })
  const { features } = await example(3)
  const labels = Float64Array.from({ length: 60 }, (_, row) => 5 * noise(row * 7 + 303) + Number(row % 2 === 0))
  const one = { loss: 'squared', rounds: 1, learningRate: 1, minRows: 1, minCategoryRows: 1, categoryL2: 0 } as const
  const model = await fitTrees(plain, { features, labels }, one)
  const squares = (scores: ArrayLike<number>) =>
    labels.reduce((sum, label, row) => sum + (label - scores[row]!) ** 2, 0)
  const before = squares(labels.map(() => model.baseScore))
  const { gain, splits } = featureImportance(model)
  const after = squares(predictTrees(model, features))
  expect(gain.reduce((sum, value) => sum + value, 0)).toBeCloseTo(before - after, 4)
  expect(splits.reduce((sum, value) => sum + value, 0)).toBe(model.feature.filter((feature) => feature >= 0).length)
  expect(Math.max(...gain)).toBe(gain[0])
})

test('a saved model comes back whole through JSON, and a damaged one is refused', async () => {
  const { model, features } = await example(5)
  const saved = JSON.parse(JSON.stringify(saveTrees(model)))
  expect(loadTrees(saved)).toEqual(model)
  expect(predictTrees(loadTrees(saved), features)).toEqual(predictTrees(model, features))
  const inner = saved.feature.findIndex((feature: number) => feature >= 0)
  const leaf = saved.feature.indexOf(-1)
  const damages: ((copy: typeof saved) => unknown)[] = [
    (copy) => (copy.format = 'other'),
    (copy) => (copy.loss = 'hinge'),
    (copy) => (copy.baseScore = null),
    (copy) => copy.value.pop(),
    (copy) => (copy.value[leaf] = null),
    (copy) => (copy.left[inner] = inner),
    (copy) => (copy.left[inner] = copy.right[inner]),
    (copy) => (copy.right[inner] = 1e6),
    (copy) => (copy.right[inner] = 1.5),
    (copy) => (copy.feature[inner] = 4),
    (copy) => (copy.feature[leaf] = 0),
    (copy) => (copy.count[leaf] += 1),
    (copy) => (copy.roots[0] = 1),
    (copy) => copy.roots.push(0),
    (copy) => copy.sets.pop(),
    (copy) => (copy.set[inner] = copy.set[inner] < 0 ? 0 : -1),
    (copy) => copy.bins.shift(),
    (copy) => (copy.bins[0].edges[0] = 1e9),
    (copy) => (copy.bins[2].categories[0] = -4),
    (copy) => (copy.bins[0] = null),
  ]
  for (const damage of damages) {
    const copy = structuredClone(saved)
    damage(copy)
    expect(() => loadTrees(copy), String(damage)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^bad-/) }),
    )
  }
  expect(() => loadTrees(null)).toThrow(expect.objectContaining({ code: 'bad-shape' }))
  const other = { kind: 'numeric', values: new Float64Array(1) } as const
  expect(() => predictTrees(model, [other])).toThrow(expect.objectContaining({ code: 'bad-shape' }))
})
