import type { FeatureColumn } from './feature-column.ts'
import { copyPath, emptyPath, extendPath, type TreePath, unwindPath, unwoundSum } from './tree-path.ts'
import { type TreeWalk, treeWalk } from './tree-walk.ts'
import { type TreesModel, treeCount } from './trees-model.ts'

export interface TreeContributions {
  /** Shares of the raw score, [rows × features], row-major. */
  readonly contributions: Float64Array
  /** Mean raw score over the training rows of every tree. */
  readonly expected: number
}

/**
 * TreeSHAP (Lundberg et al. 2020, "From local explanations to global understanding with explainable AI for trees",
 * algorithm 2, path-dependent): the Shapley values of the game in which a feature that is not known sends a row down both
 * ways, by the counts of the training rows. expected + Σ contributions of a row is its raw score, without offsets. Takes
 * time of leaves · depth² a tree and row.
 *
 * @param columns as in training, in the same order
 * @throws KernelError `bad-shape`, `bad-value`
 * @example
 * const { contributions, expected } = treeShap(model, features)
 */
export function treeShap(model: TreesModel, columns: readonly FeatureColumn[]): TreeContributions {
  const walk = treeWalk(model, columns)
  const width = model.bins.length
  const contributions = new Float64Array(walk.rows * width)
  const depth = Math.min(deepest(model), width) + 2
  const paths = Array.from({ length: deepest(model) + 2 }, () => emptyPath(depth + 1))
  let expected = model.baseScore
  for (let tree = 0; tree < treeCount(model); tree++) {
    const root = model.roots[tree] as number
    expected += meanBelow(model, root)
    for (let row = 0; row < walk.rows; row++) {
      const own = contributions.subarray(row * width, (row + 1) * width)
      descend({ model, walk, row, paths, own }, root, 0, { feature: -1, zero: 1, one: 1 })
    }
  }
  return { contributions, expected }
}

interface Descent {
  readonly model: TreesModel
  readonly walk: TreeWalk
  readonly row: number
  /** Room for the path at each depth. */
  readonly paths: readonly TreePath[]
  readonly own: Float64Array
}

function descend(
  descent: Descent,
  node: number,
  depth: number,
  step: { readonly feature: number; readonly zero: number; readonly one: number },
): void {
  const { model, walk, row, paths, own } = descent
  const path = paths[depth] as TreePath
  if (depth > 0) copyPath(paths[depth - 1] as TreePath, path)
  else path.length = 0
  let { zero, one } = step
  let before = path.length - 1
  while (before > 0 && path.feature[before] !== step.feature) before--
  if (before > 0) {
    zero *= path.zero[before] as number
    one *= path.one[before] as number
    unwindPath(path, before)
  }
  extendPath(path, step.feature, zero, one)
  const feature = model.feature[node] as number
  if (feature < 0) {
    for (let place = 1; place < path.length; place++) {
      const at = path.feature[place] as number
      const share = (path.one[place] as number) - (path.zero[place] as number)
      own[at] = (own[at] as number) + unwoundSum(path, place) * share * (model.value[node] as number)
    }
    return
  }
  const goes = walk.goesLeft(node, row)
  for (const [child, chosen] of [
    [model.left[node] as number, goes],
    [model.right[node] as number, !goes],
  ] as const) {
    const share = (model.count[child] as number) / (model.count[node] as number)
    descend(descent, child, depth + 1, { feature, zero: share, one: Number(chosen) })
  }
}

/** Mean value of the leaves below a node, by their counts. */
function meanBelow(model: TreesModel, node: number): number {
  if ((model.feature[node] as number) < 0) return model.value[node] as number
  const [left, right] = [model.left[node] as number, model.right[node] as number]
  const share = (model.count[left] as number) / (model.count[node] as number)
  return share * meanBelow(model, left) + (1 - share) * meanBelow(model, right)
}

/** Splits from a root to a leaf at most. */
function deepest({ roots, feature, left, right }: TreesModel): number {
  const depths = new Int32Array(feature.length)
  let most = 0
  // A child comes after its parent.
  for (let node = 0; node < (roots.at(-1) ?? 0); node++) {
    if ((feature[node] as number) < 0) continue
    const below = (depths[node] as number) + 1
    depths[left[node] as number] = below
    depths[right[node] as number] = below
    most = Math.max(most, below)
  }
  return most
}
