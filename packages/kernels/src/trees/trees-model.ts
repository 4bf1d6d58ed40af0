import type { FeatureBins } from './feature-bins.ts'
import type { TreeLoss } from './tree-loss.ts'

/**
 * Boosted trees as plain arrays. Nodes of all trees lie one after the other, each tree's root first.
 * The raw score of a row is baseScore + Σ values of the leaves that it reaches.
 */
export interface TreesModel {
  readonly loss: TreeLoss
  readonly baseScore: number
  /** How training binned each feature; gives kinds and categories. */
  readonly bins: readonly FeatureBins[]
  /** First node of each tree, and the number of nodes, [trees + 1]. */
  readonly roots: Int32Array
  /** [nodes]: feature that decides, −1 for a leaf. */
  readonly feature: Int32Array
  /** [nodes]: numeric values up to this go left. */
  readonly threshold: Float64Array
  /** [nodes]: 1 where missing numeric values go left. */
  readonly missingLeft: Uint8Array
  /** [nodes]: first of the 8 words of the node's set in `sets`, −1 where it has none. */
  readonly set: Int32Array
  /** 256 bits a set: bins of categories that go left. All others, missing and unknown ones too, go right. */
  readonly sets: Uint32Array
  /** [nodes]: children, as nodes; 0 for a leaf. */
  readonly left: Int32Array
  readonly right: Int32Array
  /** [nodes]: what a leaf adds, learning rate included; 0 elsewhere. */
  readonly value: Float64Array
  /** [nodes]: training rows that the tree saw there. */
  readonly count: Float64Array
  /** [nodes]: what the split took off the training loss, twice; 0 for a leaf. */
  readonly gain: Float64Array
  /** Mean loss of the validation part after each tree, also of those not kept; empty without such a part. */
  readonly history: Float64Array
}

export function treeCount(model: TreesModel): number {
  return model.roots.length - 1
}
