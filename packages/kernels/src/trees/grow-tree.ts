import { offerCategorySplits } from './category-split.ts'
import type { FeatureBins } from './feature-bins.ts'
import type { FixedPoint } from './fixed-point.ts'
import { childrenOf, type GrowingLeaf, maySplit, type NodeDraft } from './growing-leaf.ts'
import type { GrownTree, InnerNode, Leaf } from './grown-tree.ts'
import { leafValue, noSplit, type Split } from './leaf-split.ts'
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

/**
 * Grows one tree leaf by leaf: the leaf with the largest gain is split next (of equals the earlier one), until there are
 * `maxLeaves` or nothing gains any more.
 */
export async function growTree(engine: TreeEngine, plan: GrowthPlan): Promise<GrownTree> {
  const { settings, rows, seen } = plan
  const fixed = await engine.startRound(seen, plan.features)
  const nodes: NodeDraft[] = []
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
    const children = childrenOf(best, nodes[node] as NodeDraft, settings, fixed)
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
