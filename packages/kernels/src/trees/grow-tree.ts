import { offerCategorySplits } from './category-split.ts'
import type { FeatureBins } from './feature-bins.ts'
import { leafValue, noSplit, type OpenLeaf, type Split } from './find-split.ts'
import type { FixedPoint } from './fixed-point.ts'
import type { GrownTree, InnerNode, Leaf } from './grown-tree.ts'
import { offerNumericSplits } from './numeric-split.ts'
import type { TreeEngine } from './tree-engine.ts'
import type { TreesSettings } from './trees-parameters.ts'

export interface GrowthPlan {
  readonly bins: readonly FeatureBins[]
  readonly starts: Int32Array
  readonly settings: TreesSettings
  /** Features that the tree may use, ascending. */
  readonly features: readonly number[]
  readonly rows: number
  /** Rows at the front of the order that the tree sees, where it does not see all. */
  readonly seen: number | undefined
}

interface GrowingLeaf extends OpenLeaf {
  readonly from: number
  readonly depth: number
  readonly slot: number
  readonly split: Split
  /** Sets the reference of the node above. */
  readonly attach: (reference: number) => void
}

type Draft = { -readonly [K in keyof InnerNode]: InnerNode[K] }

/**
 * Grows one tree leaf by leaf: the leaf with the largest gain is split next (of equals the earlier one), until there are
 * `maxLeaves` or nothing gains any more.
 */
export async function growTree(engine: TreeEngine, plan: GrowthPlan): Promise<GrownTree> {
  const { settings, rows, seen } = plan
  const fixed = await engine.startRound(seen, plan.features)
  const nodes: Draft[] = []
  const freeSlots = Array.from({ length: settings.maxLeaves - 1 }, (_, at) => settings.maxLeaves - 1 - at)
  const whole = {
    ...rootSums(engine.histogram(0), plan),
    lower: Number.NEGATIVE_INFINITY,
    upper: Number.POSITIVE_INFINITY,
  }
  const root: GrowingLeaf = {
    ...whole,
    count: seen ?? rows,
    from: 0,
    depth: 0,
    slot: 0,
    split: noSplit(),
    attach: () => {},
  }
  findBest(root, engine, plan, fixed)
  const leaves = [root]
  while (leaves.length < settings.maxLeaves) {
    const best = leaves.reduce((a, b) => (b.split.gain > a.split.gain ? b : a))
    if (best.split.gain === Number.NEGATIVE_INFINITY) break
    const { split } = best
    const side = sideOf(split, plan.bins)
    const node = nodes.length
    nodes.push({
      feature: split.feature,
      side,
      bin: split.bin,
      missingLeft: split.missingLeft,
      categories: split.categories,
      gain: split.gain,
      count: best.count,
      left: 0,
      right: 0,
    })
    best.attach(node)
    const children = childrenOf(best, node, nodes, plan, fixed)
    const goesOn = leaves.length + 1 < settings.maxLeaves && children.some((leaf) => maySplit(leaf, settings))
    const smallerLeft = split.left.count <= split.right.count
    const slot = goesOn ? (freeSlots.pop() as number) : -1
    await engine.split({
      from: best.from,
      count: best.count,
      leftCount: split.left.count,
      feature: split.feature,
      side,
      histograms: goesOn ? { parent: best.slot, smaller: slot } : undefined,
    })
    const placed = children.map((leaf, at) => ({ ...leaf, slot: (at === 0) === smallerLeft ? slot : best.slot }))
    for (const leaf of placed) {
      if (goesOn) findBest(leaf, engine, plan, fixed)
      if (leaf.slot >= 0 && leaf.split.gain === Number.NEGATIVE_INFINITY) freeSlots.push(leaf.slot)
    }
    leaves.splice(leaves.indexOf(best), 1, ...placed)
  }
  return finished(nodes, leaves, settings, fixed)
}

function findBest(leaf: GrowingLeaf, engine: TreeEngine, plan: GrowthPlan, fixed: FixedPoint): void {
  const { settings, bins, starts } = plan
  if (!maySplit(leaf, settings)) return
  const sums = engine.histogram(leaf.slot)
  for (const feature of plan.features) {
    const start = starts[feature] as number
    const count = (starts[feature + 1] as number) - start
    const own = bins[feature]
    if (!own || count < 2) continue
    const task = { sums, start, bins: count, feature, leaf, fixed, settings }
    if (own.kind === 'numeric') offerNumericSplits(task, own.missing, settings.monotone[feature] ?? 0, leaf.split)
    else offerCategorySplits(task, leaf.split)
  }
}

function maySplit(leaf: GrowingLeaf, { maxDepth, minRows }: TreesSettings): boolean {
  return leaf.depth < maxDepth && leaf.count >= 2 * minRows
}

/** Sums over all bins of one feature: every row is in one of them. */
function rootSums(sums: Float64Array, { starts, features }: GrowthPlan): { gradient: number; hessian: number } {
  const feature = features[0] as number
  let gradient = 0
  let hessian = 0
  for (let bin = starts[feature] as number; bin < (starts[feature + 1] as number); bin++) {
    gradient += sums[3 * bin] as number
    hessian += sums[3 * bin + 1] as number
  }
  return { gradient, hessian }
}

function sideOf(split: Split, bins: readonly FeatureBins[]): Uint8Array {
  const side = new Uint8Array(256)
  const own = bins[split.feature]
  if (split.categories) for (const bin of split.categories) side[bin] = 1
  else {
    side.fill(1, 0, split.bin + 1)
    if (split.missingLeft && own?.kind === 'numeric') side[own.edges.length + 1] = 1
  }
  return side
}

/**
 * The two new leaves. Below a split on a monotone feature, the values of one side stay up to the middle between the two
 * new values, those of the other from there on (XGBoost's and LightGBM's "basic" method), so that no later split can
 * break the promise.
 */
function childrenOf(
  leaf: GrowingLeaf,
  node: number,
  nodes: readonly Draft[],
  { settings }: GrowthPlan,
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
  const own = nodes[node] as Draft
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

function finished(
  nodes: readonly InnerNode[],
  leaves: readonly GrowingLeaf[],
  settings: TreesSettings,
  fixed: FixedPoint,
): GrownTree {
  const values = leaves.map((leaf, at): Leaf => {
    leaf.attach(-1 - at)
    const value = leafValue(leaf.gradient / fixed.gradient, leaf.hessian / fixed.hessian, settings.l2, settings, leaf)
    return { from: leaf.from, count: leaf.count, value: value * settings.learningRate }
  })
  return { nodes, leaves: values }
}
