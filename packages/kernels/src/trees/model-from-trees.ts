import type { FeatureBins } from './feature-bins.ts'
import type { GrownTree, InnerNode } from './grown-tree.ts'
import type { TreesModel } from './trees-model.ts'

/** Grown trees as one model of plain arrays. */
export function modelFromTrees(
  trees: readonly GrownTree[],
  head: Pick<TreesModel, 'loss' | 'baseScore' | 'bins' | 'history'>,
): TreesModel {
  const roots = Int32Array.from({ length: trees.length + 1 }, () => 0)
  for (const [at, { nodes, leaves }] of trees.entries())
    roots[at + 1] = (roots[at] as number) + nodes.length + leaves.length
  const size = roots[trees.length] as number
  const sets: number[] = []
  const model = {
    ...head,
    roots,
    feature: new Int32Array(size).fill(-1),
    threshold: new Float64Array(size),
    missingLeft: new Uint8Array(size),
    set: new Int32Array(size).fill(-1),
    left: new Int32Array(size),
    right: new Int32Array(size),
    value: new Float64Array(size),
    count: new Float64Array(size),
    gain: new Float64Array(size),
  }
  for (const [at, { nodes, leaves }] of trees.entries()) {
    const root = roots[at] as number
    const placeOf = (reference: number) => root + (reference >= 0 ? reference : nodes.length - 1 - reference)
    for (const [index, node] of nodes.entries()) {
      const to = root + index
      model.feature[to] = node.feature
      model.left[to] = placeOf(node.left)
      model.right[to] = placeOf(node.right)
      model.count[to] = node.count
      model.gain[to] = node.gain
      model.missingLeft[to] = Number(node.missingLeft)
      if (node.categories) model.set[to] = sets.length
      if (node.categories) sets.push(...setOf(node.categories))
      else model.threshold[to] = thresholdOf(node, head.bins)
    }
    for (const [index, { value, count }] of leaves.entries()) {
      const to = root + nodes.length + index
      model.value[to] = value
      model.count[to] = count
    }
  }
  return { ...model, sets: Uint32Array.from(sets) }
}

function setOf(categories: readonly number[]): Uint32Array {
  const words = new Uint32Array(8)
  for (const bin of categories) words[bin >> 5] = (words[bin >> 5] as number) | (1 << (bin & 31))
  return words
}

/** The last threshold of a feature parts what is known from what is missing: everything known goes left. */
function thresholdOf({ feature, bin }: InnerNode, bins: readonly FeatureBins[]): number {
  const own = bins[feature]
  const edge = own?.kind === 'numeric' ? own.edges[bin] : undefined
  return edge ?? Number.MAX_VALUE
}
