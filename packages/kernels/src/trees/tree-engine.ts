import type { FeatureBins } from './feature-bins.ts'
import type { FeatureColumn } from './feature-column.ts'
import type { FixedPoint } from './fixed-point.ts'
import type { GrownTree } from './grown-tree.ts'
import type { TreeLoss } from './tree-loss.ts'

/** Rows as an engine takes them. */
export interface EngineRows {
  readonly features: readonly FeatureColumn[]
  readonly labels: Float64Array
  readonly weights: Float64Array | undefined
  /** Raw scores at the start. */
  readonly scores: Float64Array
}

export interface EngineInput {
  readonly loss: TreeLoss
  readonly bins: readonly FeatureBins[]
  /** `binStarts(bins)` */
  readonly starts: Int32Array
  readonly maxLeaves: number
  readonly training: EngineRows
  readonly validation: EngineRows | undefined
}

/** A leaf's rows sent to two leaves. */
export interface RowSplit {
  /** Places of the leaf's rows in the order of rows. */
  readonly from: number
  readonly count: number
  readonly leftCount: number
  readonly feature: number
  /** For each of 256 bins, 1 where its rows go left, otherwise 0. */
  readonly side: Uint8Array
  /** Where the leaf's histogram is, which becomes that of the larger new leaf, and where that of the smaller one comes. */
  readonly histograms: { readonly parent: number; readonly smaller: number } | undefined
}

/** The work that grows with the rows. Every engine gives the same bits: all sums are of whole numbers. */
export interface TreeEngine {
  /** The rows in the order of their leaves; write the rows that a tree sees to its front before `startRound`. */
  order(): Int32Array
  /**
   * Gradients at the present scores, and the histogram of the root in slot 0.
   *
   * @param seen rows at the front of the order that the tree sees; undefined for all rows, in their own order
   * @param features that the tree may use; histograms of others may be missing
   */
  startRound(seen: number | undefined, features: readonly number[]): Promise<FixedPoint>
  split(split: RowSplit): Promise<void>
  /** [all bins × (gradient, hessian, count)] of a slot, in fixed point. Read again after every await. */
  histogram(slot: number): Float64Array
  /** Adds the tree to all scores, of training and validation. */
  finishRound(tree: GrownTree): Promise<void>
  validationScores(): Float64Array
}
