import { type FeatureColumn, predictTrees, type TreesModel, treeShap } from '@attune/kernels'
import type { Calibrator } from '../calibrate/calibrator.ts'
import { plattAt } from '../calibrate/fit-platt.ts'

/** Boosted trees that learnt from different parts of the same rows; what they say is averaged. */
export interface TreeEnsemble {
  readonly members: readonly TreesModel[]
  /** Of the mean raw score. */
  readonly calibrator: Extract<Calibrator, { kind: 'platt' }>
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z))

/** Mean raw score (log-odds) of the members, [rows]. */
export function rawTreeScores(members: readonly TreesModel[], features: readonly FeatureColumn[]): Float64Array {
  const rows = features[0]?.values.length ?? 0
  const sum = new Float64Array(rows)
  for (const member of members)
    for (const [row, score] of predictTrees(member, features, { raw: true }).entries())
      sum[row] = (sum[row] as number) + score / members.length
  return sum
}

/**
 * Chances of label 1, calibrated, [rows].
 *
 * @param features as in training, in the same order
 * @throws KernelError `bad-shape`, `bad-value`
 */
export function scoreTreeEnsemble(
  { members, calibrator }: TreeEnsemble,
  features: readonly FeatureColumn[],
): Float32Array {
  return Float32Array.from(rawTreeScores(members, features), (raw) => plattAt(calibrator, sigmoid(raw)))
}

/**
 * What each feature adds to the calibrated log-odds of each row, [rows × features], row-major: the members' mean TreeSHAP times
 * the calibration's slope, so that `expected` + Σ contributions is the logit of the score.
 */
export function explainTreeEnsemble(
  { members, calibrator }: TreeEnsemble,
  features: readonly FeatureColumn[],
): { readonly contributions: Float64Array; readonly expected: number } {
  const contributions = new Float64Array((features[0]?.values.length ?? 0) * features.length)
  let expected = 0
  const share = calibrator.slope / members.length
  for (const member of members) {
    const found = treeShap(member, features)
    expected += share * found.expected
    for (const [at, value] of found.contributions.entries())
      contributions[at] = (contributions[at] as number) + share * value
  }
  return { contributions, expected: expected + calibrator.offset }
}
