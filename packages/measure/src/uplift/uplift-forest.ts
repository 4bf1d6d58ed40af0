import { MeasureError } from '../errors.ts'
import type { Rng } from '../random.ts'
import type { FittedLearner } from './base-learner.ts'
import { drawFolds } from './cross-fit.ts'
import type { DivergenceName } from './divergence.ts'
import { cutFeatures } from './feature-cuts.ts'
import type { FeatureRows } from './feature-rows.ts'
import { growUpliftTree, type UpliftTree } from './grow-uplift-tree.ts'
import { checkUpliftData, isBinary, type UpliftData } from './uplift-data.ts'

export interface UpliftForestOptions {
  readonly rng: Rng
  /** Trees; 1 makes a single tree of all units and features. Default 100. */
  readonly trees?: number
  /** Default `kl`. */
  readonly criterion?: DivergenceName
  /** Default 6. */
  readonly maxDepth?: number
  /** Units of each arm in a leaf at least. Default 100. */
  readonly minUnits?: number
  /** Features that each node may choose from, as a share. Default 1 for a single tree, else ⅓. */
  readonly featureShare?: number
  /** Half of the units choose the splits, the other half fills the leaves. Default false. */
  readonly honest?: boolean
  /** Units by which chances are pulled towards those of the node above. Default 100. */
  readonly strength?: number
}

/** `saved` of the forest. */
export interface SavedUpliftForest {
  readonly kind: 'uplift-forest'
  readonly columns: number
  readonly trees: readonly UpliftTree[]
}

const maxBins = 64

/**
 * Uplift trees and forests (Rzepakowski & Jaroszewicz 2012; Guelman et al. 2015): splits part units in which the treatment works
 * differently, and leaves hold the difference of the arms' rates. Each tree of a forest sees a bootstrap sample. They are made for
 * experiments: where the chance of treatment hangs on the features, take another method.
 *
 * @throws MeasureError `too-few`, `out-of-range`, `not-finite`, `one-arm`, `not-binary`
 */
export function fitUpliftForest(data: UpliftData, options: UpliftForestOptions): FittedLearner {
  const { rng, trees = 100, criterion = 'kl', maxDepth = 6, minUnits = 100, honest = false, strength = 100 } = options
  const { featureShare = trees === 1 ? 1 : 1 / 3 } = options
  checkUpliftData(data)
  if (!isBinary(data.outcome))
    throw new MeasureError('not-binary', 'Uplift trees need outcomes of 0 or 1; take another method.')
  for (const [name, value, low] of [
    ['trees', trees, 1],
    ['maxDepth', maxDepth, 1],
    ['minUnits', minUnits, 1],
  ] as const)
    if (!Number.isInteger(value) || value < low)
      throw new MeasureError('out-of-range', `${name} must be a whole number of at least ${low}.`)
  if (!(featureShare > 0 && featureShare <= 1))
    throw new MeasureError('out-of-range', 'featureShare must lie above 0 and be at most 1.')
  const features = cutFeatures(data.x, maxBins)
  const kinds = data.treated.map((arm, unit) => 2 * arm + (data.outcome[unit] as number))
  const all = Int32Array.from(data.treated, (_, unit) => unit)
  const grown = Array.from({ length: trees }, () => {
    const { splitting, estimating } = partsOf(data, all, { honest, bagged: trees > 1, rng })
    const featuresAtNode = Math.max(1, Math.round(featureShare * data.x.columns))
    const how = { criterion, maxDepth, minUnits, featuresAtNode, strength, rng }
    return growUpliftTree(kinds, features, { splitting, estimating }, how)
  })
  return openUpliftForest({ kind: 'uplift-forest', columns: data.x.columns, trees: grown })
}

function partsOf(
  { treated }: UpliftData,
  all: Int32Array,
  { honest, bagged, rng }: { readonly honest: boolean; readonly bagged: boolean; readonly rng: Rng },
) {
  // Halves come before the draws: a unit drawn twice must not stand on both sides.
  const half = honest ? drawFolds(treated, 2, rng) : undefined
  const pick = (units: Int32Array): Int32Array =>
    bagged ? Int32Array.from(units, () => units[Math.floor(rng() * units.length)] as number) : units
  if (half === undefined) {
    const units = pick(all)
    return { splitting: units, estimating: units }
  }
  return {
    splitting: pick(all.filter((unit) => half[unit] === 0)),
    estimating: pick(all.filter((unit) => half[unit] === 1)),
  }
}

/** A forest that was saved. */
export function openUpliftForest(saved: SavedUpliftForest): FittedLearner {
  return {
    saved,
    predict(x: FeatureRows) {
      if (x.columns !== saved.columns)
        throw new MeasureError('out-of-range', `The model knows ${saved.columns} features, not ${x.columns}.`)
      return Float64Array.from({ length: x.rows }, (_, row) => {
        let sum = 0
        for (const tree of saved.trees) sum += upliftAt(tree, x.values, row * x.columns)
        return sum / saved.trees.length
      })
    },
  }
}

function upliftAt(
  { feature, threshold, left, right, uplift }: UpliftTree,
  values: Float64Array,
  start: number,
): number {
  let node = 0
  while ((feature[node] as number) >= 0) {
    const value = values[start + (feature[node] as number)] as number
    node = (value <= (threshold[node] as number) ? left[node] : right[node]) as number
  }
  return uplift[node] as number
}
