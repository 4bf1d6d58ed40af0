import { type FeatureColumn, predictTrees, type TreesModel, treeShap } from '@attune/kernels'
import type { Blend } from './fit-blend.ts'
import { effectsOf, type LinearModel, scoreLinear } from './linear-model.ts'

/** Boosted trees, and logistic regressions beside them, that learnt from different parts of the same rows. */
export interface TreeEnsemble {
  readonly members: readonly TreesModel[]
  /** One a member; none where there are too many columns. */
  readonly linear: readonly LinearModel[]
  /** Of the mean raw score of each kind. */
  readonly blend: Blend
}

/** Mean log-odds of all of a kind, [rows]. */
function meanScores<Model>(
  models: readonly Model[],
  rows: number,
  scoreOf: (model: Model) => Float64Array,
): Float64Array {
  const sum = new Float64Array(rows)
  for (const model of models)
    for (const [row, score] of scoreOf(model).entries()) sum[row] = (sum[row] as number) + score / models.length
  return sum
}

/** Calibrated chance of label 1 from both mean scores. */
export function blended({ trees, linear, offset }: Blend, ofTrees: number, ofLinear: number): number {
  return 1 / (1 + Math.exp(-(trees * ofTrees + linear * ofLinear + offset)))
}

/**
 * Chances of label 1, calibrated, [rows].
 *
 * @param features as in training, in the same order
 * @throws KernelError `bad-shape`, `bad-value`
 */
export function scoreTreeEnsemble(
  { members, linear, blend }: TreeEnsemble,
  features: readonly FeatureColumn[],
): Float32Array {
  const rows = features[0]?.values.length ?? 0
  const ofTrees = meanScores(members, rows, (member) => predictTrees(member, features, { raw: true }))
  const ofLinear = meanScores(linear, rows, (model) => scoreLinear(model, features))
  return Float32Array.from(ofTrees, (raw, row) => blended(blend, raw, ofLinear[row] as number))
}

/**
 * What each feature adds to the calibrated log-odds of each row, [rows × features], row-major: TreeSHAP of the trees and, exactly,
 * the terms of the regressions, blended as the scores are, so that `expected` + Σ contributions is the logit of the score.
 */
export function explainTreeEnsemble(
  { members, linear, blend }: TreeEnsemble,
  features: readonly FeatureColumn[],
): { readonly contributions: Float64Array; readonly expected: number } {
  const width = features.length
  const contributions = new Float64Array((features[0]?.values.length ?? 0) * width)
  const add = (at: number, value: number): void => {
    contributions[at] = (contributions[at] as number) + value
  }
  let expected = blend.offset
  for (const member of members) {
    const share = blend.trees / members.length
    const found = treeShap(member, features)
    expected += share * found.expected
    for (const [at, value] of found.contributions.entries()) add(at, share * value)
  }
  for (const { constant, terms, means } of linear) {
    const share = blend.linear / linear.length
    expected += share * constant
    for (const [at, term] of terms.entries()) {
      const mean = means[at] as number
      expected += share * mean
      for (const [row, effect] of effectsOf(term, features[at] as FeatureColumn).entries())
        add(row * width + at, share * (effect - mean))
    }
  }
  return { contributions, expected }
}
