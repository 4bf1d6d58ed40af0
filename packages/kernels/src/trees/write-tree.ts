import type { SharedArray } from '../shared-memory.ts'
import type { GrownTree } from './grown-tree.ts'

/** A tree as the kernels read it. */
export interface SharedTree {
  /** For each inner node (feature, left, right, spare). */
  readonly nodes: SharedArray<Int32Array>
  /** For each inner node 256 bits: whether a bin goes left. */
  readonly sides: SharedArray<Uint8Array>
  /** Place after each leaf's rows. */
  readonly ends: SharedArray<Int32Array>
  readonly values: SharedArray<Float64Array>
}

export function writeTree({ nodes, leaves }: GrownTree, shared: SharedTree): void {
  for (const [at, { feature, side, left, right }] of nodes.entries()) {
    shared.nodes.view.set([feature, left, right, 0], 4 * at)
    for (let byte = 0; byte < 32; byte++) {
      let eight = 0
      for (let bit = 0; bit < 8; bit++) eight |= (side[8 * byte + bit] as number) << bit
      shared.sides.view[32 * at + byte] = eight
    }
  }
  for (const [at, { from, count, value }] of leaves.entries()) {
    shared.ends.view[at] = from + count
    shared.values.view[at] = value
  }
}
