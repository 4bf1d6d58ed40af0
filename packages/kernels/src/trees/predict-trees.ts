import { KernelError } from '../kernel-error.ts'
import type { FeatureColumn } from './feature-column.ts'
import { meanOf } from './tree-loss.ts'
import { treeWalk } from './tree-walk.ts'
import { type TreesModel, treeCount } from './trees-model.ts'

export interface PredictOptions {
  /** Raw scores instead of probabilities (logistic) and means (Poisson). Default false. */
  readonly raw?: boolean
  /** [rows], added to the raw scores; default 0. */
  readonly offsets?: Float32Array | Float64Array
}

/**
 * What the model says of each row, [rows]. A missing number goes where training found best, or with more rows where it
 * never met one; an unknown, rare or missing category goes right.
 *
 * @param columns as in training, in the same order
 * @throws KernelError `bad-shape`, `bad-value`
 * @example
 * predictTrees(model, [{ kind: 'numeric', values: Float32Array.of(41, NaN) }]) // → Float64Array(2)
 */
export function predictTrees(
  model: TreesModel,
  columns: readonly FeatureColumn[],
  { raw = false, offsets }: PredictOptions = {},
): Float64Array {
  const { rows, goesLeft } = treeWalk(model, columns)
  if (offsets && offsets.length !== rows)
    throw new KernelError('bad-shape', `${offsets.length} offsets for ${rows} rows.`, { rows })
  const { roots, feature, left, right, value } = model
  // As in training, the offset comes before the trees, so that sums round alike.
  const scores = Float64Array.from({ length: rows }, (_, row) => model.baseScore + (offsets?.[row] ?? 0))
  for (let tree = 0; tree < treeCount(model); tree++) {
    for (let row = 0; row < rows; row++) {
      let node = roots[tree] as number
      while ((feature[node] as number) >= 0) node = (goesLeft(node, row) ? left[node] : right[node]) as number
      scores[row] = (scores[row] as number) + (value[node] as number)
    }
  }
  return raw ? scores : scores.map((score) => meanOf(model.loss, score))
}
