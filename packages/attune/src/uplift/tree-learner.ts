import {
  type FeatureColumn,
  fitTrees,
  type Kernels,
  loadTrees,
  predictTrees,
  saveTrees,
  type TreesModel,
  type TreesParameters,
} from '@attune/kernels'
import type { BaseLearner, FeatureRows, FittedLearner } from '@attune/measure'

/** Effects are small beside outcomes: small trees, slowly, with large leaves. */
const usual: Omit<TreesParameters, 'loss'> = {
  rounds: 60,
  learningRate: 0.08,
  maxLeaves: 8,
  maxDepth: 3,
  minRows: 100,
  l2: 10,
  maxBins: 63,
  rowShare: 0.8,
}

/** Boosted trees as the base of uplift methods: logistic loss for probabilities, squared for values. */
export function treeLearner(kernels: Kernels, parameters: Omit<TreesParameters, 'loss'> = {}): BaseLearner {
  return {
    name: 'trees',
    async fit({ x, y, weights, target, rng }) {
      const settings = { ...usual, ...parameters, seed: Math.floor(rng() * 2 ** 32) }
      const model = await fitTrees(
        kernels,
        { features: columnsOf(x), labels: y, ...(weights ? { weights } : {}) },
        { ...settings, loss: target === 'probability' ? 'logistic' : 'squared' },
      )
      return fitted(model)
    },
  }
}

/** @throws KernelError `bad-shape`, `bad-value` */
export function openTreeLearner(saved: unknown): FittedLearner {
  return fitted(loadTrees(saved))
}

function fitted(model: TreesModel): FittedLearner {
  return {
    predict: (x) => predictTrees(model, columnsOf(x)),
    // Plain only when it is asked for: thousands of numbers that a cross-fit throws away.
    get saved() {
      return { kind: 'trees', model: saveTrees(model) }
    },
  }
}

function columnsOf({ values, rows, columns }: FeatureRows): readonly FeatureColumn[] {
  return Array.from({ length: columns }, (_, column) => ({
    kind: 'numeric',
    values: Float64Array.from({ length: rows }, (__, row) => values[row * columns + column] as number),
  }))
}
