import type { Graph } from '../../graph/graph.ts'
import type { Tensor } from '../../graph/tensor.ts'
import { dense, zeros } from '../../layers/dense.ts'
import { targetAttention } from '../../layers/target-attention.ts'
import { LearnError } from '../../learn-error.ts'
import { add, multiply } from '../../ops/arithmetic.ts'
import { sum } from '../../ops/reductions.ts'
import { embed } from '../../ops/rows.ts'
import { concat, reshape, slice } from '../../ops/shapes.ts'
import type { RankerShape } from './ranker-shape.ts'

/** The tables: what an id adds by itself, and its embedding. */
const weightTable = 'weights'
const embeddingTable = 'embeddings'

export interface FeatureOptions {
  /** Rows of a batch. */
  readonly batch: number
  readonly width: number
  /** How a list counts: the mean of its items, or those that matter for the item in question where it is of a column of ids. */
  readonly lists: 'mean' | 'attention'
}

/** What the networks of rankers are built on. Each is written into the graph where it is asked for. */
export interface RankerFeatures {
  /** What features add by themselves (logistic regression), [batch × 1]. */
  readonly linear: () => Tensor
  /** Embeddings of fields and lists side by side, [batch × fieldCount · width]. @throws LearnError `bad-option` for none */
  readonly embedded: () => Tensor
  readonly fieldCount: number
  /** All that a perceptron takes: the embeddings, the numbers, the vectors, each [batch × …]. */
  readonly parts: () => readonly Tensor[]
}

/**
 * The inputs of a ranker: `ids`, `numbers`, `vector.<name>`, and for a list `list.<name>` with `mask.<name>` (1 where there is an
 * item) and `shares.<name>` (1 / items). Those that a network does not need are left out with `prune`.
 */
export function rankerFeatures(graph: Graph, shape: RankerShape, options: FeatureOptions): RankerFeatures {
  const { batch, width } = options
  const { fields, lists, rows } = shape
  const fieldCount = fields.length + lists.length
  const ids = fields.length > 0 ? [graph.input('ids', 'int64', [batch * fields.length])] : []
  const straight = [
    ...(shape.numbers > 0 ? [graph.input('numbers', 'float32', [batch, shape.numbers])] : []),
    ...shape.vectors.map(({ name, length }) => graph.input(`vector.${name}`, 'float32', [batch, length])),
  ]
  const listed = lists.map(({ name, longest, target }) => ({
    name,
    longest,
    target,
    ids: graph.input(`list.${name}`, 'int64', [batch * longest]),
    shares: graph.input(`shares.${name}`, 'float32', [batch, longest]),
    mask: graph.input(`mask.${name}`, 'float32', [batch, longest]),
  }))
  /** The mean of a list's rows, [batch × d]. */
  const meanOf = (table: Tensor, { ids: own, shares, longest }: (typeof listed)[number]): Tensor => {
    const items = reshape(embed(table, own), [batch, longest, table.shape[1] as number])
    return sum(multiply(items, reshape(shares, [batch, longest, 1])), { axes: [1] })
  }
  const once = <T>(make: () => T): (() => T) => {
    let made: T | undefined
    return () => (made ??= make())
  }
  const embedded = once(() => {
    if (fieldCount === 0)
      throw new LearnError(
        'bad-option',
        'This model pairs ids, numbers or lists, and there are none: take lr or dcnv2.',
      )
    const table = graph.parameter(embeddingTable, [rows, width], {
      start: { kind: 'normal', deviation: 0.01 },
      moves: 'rows',
    })
    const plain = ids.map((own) => reshape(embed(table, own), [batch, fields.length * width]))
    const pooled = listed.map((list) => {
      const [all] = plain
      if (options.lists === 'mean' || list.target === null || !all) return meanOf(table, list)
      const target = slice(all, 1, list.target * width, (list.target + 1) * width)
      return targetAttention(target, embed(table, list.ids), list.mask, { prefix: `attention.${list.name}` })
    })
    return concat([...plain, ...pooled], 1)
  })
  return {
    fieldCount,
    embedded,
    linear: once(() => {
      const table = fieldCount === 0 ? undefined : graph.parameter(weightTable, [rows, 1], { ...zeros, moves: 'rows' })
      const single = ids.map((own) =>
        sum(reshape(embed(table as Tensor, own), [batch, fields.length]), { axes: [1], keep: true }),
      )
      const pooled = listed.map((list) => meanOf(table as Tensor, list))
      const product = straight.length > 0 ? [dense(straight, 'linear', 1)] : []
      const [first, ...others] = [...product, ...single, ...pooled] as [Tensor, ...Tensor[]]
      const all = others.reduce((total, one) => add(total, one), first)
      return product.length > 0 ? all : add(all, graph.parameter('linear.bias', [1], zeros))
    }),
    parts: once(() => [...(fieldCount > 0 ? [embedded()] : []), ...straight]),
  }
}
