import { RecommendError } from '../errors.ts'
import type { SparseRows } from '../transpose.ts'

/** Items found together in at least the asked number of baskets. */
export interface Itemset {
  /** Dense item ids, ascending. */
  readonly items: readonly number[]
  /** Baskets that hold all of them. */
  readonly count: number
}

export interface ItemsetOptions {
  /** Baskets that must hold an itemset, at least 1. */
  readonly minCount: number
  /** Longest itemset looked for. */
  readonly maxLength: number
  /** More itemsets than this are refused. Default 2,000,000. */
  readonly most?: number
}

/** A frequent-pattern tree: baskets with equal beginnings share nodes. Node 0 is the root. */
interface Tree {
  readonly rank: number[]
  readonly parent: number[]
  readonly count: number[]
  /** The next node of the same rank, 0 for none. */
  readonly next: number[]
  /** By rank: the first node and the sum of counts. */
  readonly heads: ReadonlyMap<number, { readonly node: number; readonly total: number }>
}

interface Path {
  /** Ranks of items, ascending: frequent items first. */
  readonly ranks: readonly number[]
  readonly count: number
}

/**
 * All frequent itemsets by FP-growth (Han, Pei, Yin, SIGMOD 2000): a tree of the baskets, then for every item the tree of
 * what stands above it.
 *
 * @param baskets baskets × items, CSR, no item twice in a basket
 * @returns in no particular order
 * @throws RecommendError `bad-parameter` when there are more than `most`
 */
export function frequentItemsets(baskets: SparseRows, options: ItemsetOptions): Itemset[] {
  const { minCount, maxLength, most = 2_000_000 } = options
  const { indptr, indices } = baskets
  const counts = new Map<number, number>()
  for (const item of indices) counts.set(item, (counts.get(item) ?? 0) + 1)
  const frequent = [...counts].filter(([, count]) => count >= minCount)
  const itemOf = frequent.sort(([a, countA], [b, countB]) => countB - countA || a - b).map(([item]) => item)
  const rankOf = new Map(itemOf.map((item, rank) => [item, rank]))
  const paths: Path[] = []
  for (let basket = 0; basket + 1 < indptr.length; basket++) {
    const ranks: number[] = []
    for (const item of indices.subarray(indptr[basket], indptr[basket + 1])) {
      const rank = rankOf.get(item)
      if (rank !== undefined) ranks.push(rank)
    }
    paths.push({ ranks: ranks.sort((a, b) => a - b), count: 1 })
  }

  const found: Itemset[] = []
  function grow(tree: Tree, suffix: readonly number[]): void {
    for (const [rank, { node, total }] of tree.heads) {
      const itemset = [itemOf[rank] as number, ...suffix]
      if (found.length >= most) {
        const message = `There are more than ${most.toLocaleString('en')} itemsets in baskets as long as these: ask for a larger minSupport, ten times say, or a smaller maxLength or basketGapMinutes.`
        throw new RecommendError('bad-parameter', message, { parameter: 'minSupport' })
      }
      found.push({ items: itemset.toSorted((a, b) => a - b), count: total })
      if (itemset.length < maxLength) grow(treeOf(pathsAbove(tree, node), minCount), itemset)
    }
  }
  if (maxLength > 0) grow(treeOf(paths, minCount), [])
  return found
}

function treeOf(paths: readonly Path[], minCount: number): Tree {
  const totals = new Map<number, number>()
  for (const { ranks, count } of paths) for (const rank of ranks) totals.set(rank, (totals.get(rank) ?? 0) + count)
  const heads = new Map<number, { node: number; total: number }>()
  for (const [rank, total] of totals) if (total >= minCount) heads.set(rank, { node: 0, total })
  const tree = { rank: [-1], parent: [0], count: [0], next: [0], heads }
  const children: Map<number, number>[] = [new Map()]
  for (const { ranks, count } of paths) {
    let node = 0
    for (const rank of ranks) {
      const head = heads.get(rank)
      if (!head) continue
      let child = children[node]?.get(rank)
      if (child === undefined) {
        child = tree.rank.length
        children[node]?.set(rank, child)
        children.push(new Map())
        tree.rank.push(rank)
        tree.parent.push(node)
        tree.count.push(0)
        tree.next.push(head.node)
        head.node = child
      }
      ;(tree.count[child] as number) += count
      node = child
    }
  }
  return tree
}

/** What stands above the nodes of one rank, with the counts of those nodes. */
function pathsAbove(tree: Tree, first: number): Path[] {
  const paths: Path[] = []
  for (let node = first; node !== 0; node = tree.next[node] as number) {
    const ranks: number[] = []
    for (let up = tree.parent[node] as number; up !== 0; up = tree.parent[up] as number)
      ranks.push(tree.rank[up] as number)
    if (ranks.length > 0) paths.push({ ranks: ranks.reverse(), count: tree.count[node] as number })
  }
  return paths
}
