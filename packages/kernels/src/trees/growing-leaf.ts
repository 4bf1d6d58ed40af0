import type { FixedPoint } from './fixed-point.ts'
import type { InnerNode } from './grown-tree.ts'
import { leafValue, noSplit, type OpenLeaf, type Split } from './leaf-split.ts'
import type { TreesSettings } from './trees-parameters.ts'

/** A leaf of a tree that grows. */
export interface GrowingLeaf extends OpenLeaf {
  readonly from: number
  readonly depth: number
  readonly slot: number
  readonly split: Split
  /** Sets the reference of the node above. */
  readonly attach: (reference: number) => void
}

/** A node whose children are not known yet. */
export type NodeDraft = { -readonly [K in keyof InnerNode]: InnerNode[K] }

export function maySplit(leaf: GrowingLeaf, { maxDepth, minRows }: TreesSettings): boolean {
  return leaf.depth < maxDepth && leaf.count >= 2 * minRows
}

/**
 * The two new leaves. Below a split on a monotone feature, the values of one side stay up to the middle between the two
 * new values, those of the other from there on (XGBoost's and LightGBM's "basic" method), so that no later split can
 * break the promise.
 */
export function childrenOf(
  leaf: GrowingLeaf,
  own: NodeDraft,
  settings: TreesSettings,
  fixed: FixedPoint,
): readonly [GrowingLeaf, GrowingLeaf] {
  const { split, from, depth, lower, upper } = leaf
  const { left, right } = split
  const monotone = settings.monotone[split.feature] ?? 0
  let bounds = { left: { lower, upper }, right: { lower, upper } }
  if (monotone !== 0) {
    const valueFrom = (sums: typeof left) =>
      leafValue(sums.gradient / fixed.gradient, sums.hessian / fixed.hessian, settings.l2, settings, leaf)
    const middle = (valueFrom(left) + valueFrom(right)) / 2
    const below = { lower, upper: middle }
    const above = { lower: middle, upper }
    bounds = monotone > 0 ? { left: below, right: above } : { left: above, right: below }
  }
  const shared = { depth: depth + 1, slot: -1 }
  return [
    { ...left, ...bounds.left, ...shared, from, split: noSplit(), attach: (to) => (own.left = to) },
    {
      ...right,
      ...bounds.right,
      ...shared,
      from: from + left.count,
      split: noSplit(),
      attach: (to) => (own.right = to),
    },
  ]
}
