import { KernelError } from '../kernel-error.ts'
import type { TreeLoss } from './tree-loss.ts'

export interface TreesParameters {
  readonly loss: TreeLoss
  /** Trees at most. Default 100. */
  readonly rounds?: number
  /** What of each tree counts, above 0, at most 1. Default .1. */
  readonly learningRate?: number
  /** Leaves of a tree at most, from 2. Default 31. */
  readonly maxLeaves?: number
  /** Splits from the root to a leaf at most; default no limit. */
  readonly maxDepth?: number
  /** Rows of a leaf at least. Default 20. */
  readonly minRows?: number
  /** Sum of hessians of a leaf at least. Default .001. */
  readonly minHessian?: number
  /** What a split must gain, at least 0. Default 0. */
  readonly minGain?: number
  /** λ: pulls leaves towards 0 by λ/2 · value². Default 0. */
  readonly l2?: number
  /** α: pulls leaves towards 0 by α · |value|. Default 0. */
  readonly l1?: number
  /** A leaf's value before the learning rate is cut to ± this. Default .7 for the Poisson loss, otherwise no limit. */
  readonly maxStep?: number
  /** Bins of a numeric feature at most, 2 … 255, beside one for missing values. Default 255. */
  readonly maxBins?: number
  /** Share of the rows that a tree sees, drawn anew for each. Default 1. */
  readonly rowShare?: number
  /** Share of the features that a tree may use, drawn anew for each. Default 1. */
  readonly featureShare?: number
  /** Of all draws; a whole number. Default 1. */
  readonly seed?: number
  /** For each feature: 1 never falls when the feature grows, −1 never rises, 0 free. Default all 0; categorical ones must be 0. */
  readonly monotone?: readonly (-1 | 0 | 1)[]
  /** Categories with fewer rows in a leaf are never sent left. Default 10. */
  readonly minCategoryRows?: number
  /** Added to the hessian by which categories are put in order. Default 10. */
  readonly categorySmoothing?: number
  /** Added to λ where a categorical split is judged. Default 10. */
  readonly categoryL2?: number
  /** Categories sent left at most. Default 32. */
  readonly maxCategories?: number
  /** Where scores start; default what minimises the loss. */
  readonly baseScore?: number
  /** With a validation part: ends when its loss has not fallen for so many trees, and keeps the best. Default 20. */
  readonly patience?: number
}

/** The parameters with their defaults, checked. */
export type TreesSettings = Required<Omit<TreesParameters, 'baseScore'>> & { readonly baseScore: number | undefined }

type Limits = readonly [low: number, high: number, whole?: 'whole']

const limits: Readonly<Record<string, Limits>> = {
  rounds: [1, 100_000, 'whole'],
  learningRate: [Number.MIN_VALUE, 1],
  maxLeaves: [2, 65_536, 'whole'],
  maxDepth: [1, 65_536, 'whole'],
  minRows: [1, 2 ** 31, 'whole'],
  minHessian: [0, Number.MAX_VALUE],
  minGain: [0, Number.MAX_VALUE],
  l2: [0, Number.MAX_VALUE],
  l1: [0, Number.MAX_VALUE],
  maxStep: [Number.MIN_VALUE, Number.POSITIVE_INFINITY],
  maxBins: [2, 255, 'whole'],
  rowShare: [Number.MIN_VALUE, 1],
  featureShare: [Number.MIN_VALUE, 1],
  seed: [0, 2 ** 32 - 1, 'whole'],
  minCategoryRows: [1, 2 ** 31, 'whole'],
  categorySmoothing: [0, Number.MAX_VALUE],
  categoryL2: [0, Number.MAX_VALUE],
  maxCategories: [1, 255, 'whole'],
  patience: [1, 100_000, 'whole'],
}

const losses: readonly string[] = ['squared', 'logistic', 'poisson']

/** @throws KernelError `bad-option` */
export function treesSettings(parameters: TreesParameters, kinds: readonly string[]): TreesSettings {
  const given: Partial<TreesParameters> = Object.fromEntries(
    Object.entries(parameters).filter(([, value]) => value !== undefined),
  )
  const settings: TreesSettings = {
    rounds: 100,
    learningRate: 0.1,
    maxLeaves: 31,
    maxDepth: 65_536,
    minRows: 20,
    minHessian: 0.001,
    minGain: 0,
    l2: 0,
    l1: 0,
    maxStep: parameters.loss === 'poisson' ? 0.7 : Number.POSITIVE_INFINITY,
    maxBins: 255,
    rowShare: 1,
    featureShare: 1,
    seed: 1,
    monotone: kinds.map(() => 0 as const),
    minCategoryRows: 10,
    categorySmoothing: 10,
    categoryL2: 10,
    maxCategories: 32,
    patience: 20,
    baseScore: undefined,
    ...given,
    loss: parameters.loss,
  }
  if (!losses.includes(settings.loss))
    throw new KernelError('bad-option', `loss must be one of ${losses.join(', ')}.`, { loss: settings.loss })
  for (const [name, [low, high, whole]] of Object.entries(limits)) {
    const value = settings[name as keyof TreesSettings]
    if (typeof value === 'number' && value >= low && value <= high && (!whole || Number.isInteger(value))) continue
    const range = low === Number.MIN_VALUE ? `above 0, at most ${high}` : `from ${low} to ${high}`
    throw new KernelError('bad-option', `${name} must be a ${whole ?? 'real'} number ${range}.`, { [name]: value })
  }
  const { monotone, baseScore } = settings
  if (baseScore !== undefined && !(Math.abs(baseScore) <= 1e30))
    throw new KernelError('bad-option', 'baseScore must be finite.', { baseScore })
  if (monotone.length !== kinds.length || monotone.some((sign) => sign !== 0 && sign !== 1 && sign !== -1))
    throw new KernelError('bad-option', `monotone must be −1, 0 or 1 for each of ${kinds.length} features.`, {
      monotone,
    })
  if (monotone.some((sign, feature) => sign !== 0 && kinds[feature] !== 'numeric'))
    throw new KernelError('bad-option', 'Only numeric features can be monotone.', { monotone })
  return settings
}
