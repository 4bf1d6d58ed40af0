import type { Graph } from '../graph/graph.ts'
import type { Tensor } from '../graph/tensor.ts'
import { add, multiply } from '../ops/arithmetic.ts'
import { notSeen } from '../ops/attention.ts'
import { dropout } from '../ops/dropout.ts'
import { feedForward } from '../ops/feed-forward.ts'
import { crossEntropy } from '../ops/losses.ts'
import { matmul } from '../ops/matrix.ts'
import { rmsNorm } from '../ops/normalise.ts'
import { sum } from '../ops/reductions.ts'
import { embed, takeRows } from '../ops/rows.ts'
import { reshape, transpose } from '../ops/shapes.ts'

export interface TwoTowerShape {
  readonly items: number
  /** Terms that texts are made of; 0: items have no texts. */
  readonly terms: number
  /** Numbers of a vector. */
  readonly width: number
}

export interface TwoTowerOptions {
  /** Cases of a step: somebody with what they took, and what they took next. */
  readonly batch: number
  /** Different items of a step, those that only fill up among them. */
  readonly distinct: number
  /** Terms of an item, those that only fill up among them. */
  readonly termsPerItem: number
  /** Of what the people took. Default 0. */
  readonly dropout?: number
  /** What the items' biases begin with, such as logarithms of how often they are taken. Default 0 each. */
  readonly biases?: Float32Array
}

/**
 * Retrieval with two towers (Yi et al. 2019). An item is its id's vector plus the weighted sum of its terms' vectors; a
 * person the weighted mean of the items they took. A small network on each side adds to that, beginning with nothing. The
 * next item of each case is held against those of the other cases, corrected for how often an item comes up there.
 *
 * An item whose id is left out (`ids` weight 0, at random in training) is its text alone, so that one that nobody has had is placed
 * by what is written about it.
 *
 * Inputs of the graph: `items` [distinct], numbers of the step's items; `idWeights` [distinct], 0 where the id is left
 * out; with terms `terms` [distinct · termsPerItem] and `termWeights`; `taken` [batch × distinct], shares of what each
 * person took; `next` [batch], places among the items; `corrections` [batch], minus the logarithm of how often the next item
 * of a case is expected in a step; `hidden` [batch × batch], 1 where the next item of another case is no wrong answer;
 * `weights` [batch], 0 for cases that only fill up.
 *
 * @returns the mean cross-entropy in nats
 * @throws LearnError `bad-shape`
 */
export function twoTower(graph: Graph, shape: TwoTowerShape, options: TwoTowerOptions): Tensor {
  const { width, items, terms } = shape
  const { batch, distinct, termsPerItem, dropout: rate = 0, biases: data } = options
  const ids = graph.input('items', 'int64', [distinct])
  const idWeights = reshape(graph.input('idWeights', 'float32', [distinct]), [distinct, 1])
  const start = { kind: 'normal', deviation: 0.1 / Math.sqrt(width) } as const
  const own = multiply(embed(graph.parameter('item', [items, width], { start }), ids), idWeights)
  const biasStart = data ? ({ kind: 'data', data } as const) : ({ kind: 'constant', value: 0 } as const)
  const bias = graph.parameter('bias', [items, 1], { start: biasStart, decay: false })
  const biases = multiply(embed(bias, ids), idWeights)
  const bases = terms === 0 ? own : add(own, textVectors(graph, shape, { distinct, termsPerItem }))
  const vectors = add(bases, tower(graph, 'itemTower', bases))
  const taken = matmul(graph.input('taken', 'float32', [batch, distinct]), bases)
  const person = rmsNorm(add(taken, tower(graph, 'personTower', dropout(taken, rate))), ones(graph, width))
  const next = graph.input('next', 'int64', [batch])
  const scores = matmul(person, takeRows(vectors, next), { transposeB: true })
  const offsets = add(
    transpose(takeRows(biases, next), [1, 0]),
    reshape(graph.input('corrections', 'float32', [batch]), [1, batch]),
  )
  const hidden = multiply(graph.input('hidden', 'float32', [batch, batch]), graph.scalar(notSeen))
  const truth = graph.indices([...Array(batch).keys()])
  const logits = add(add(scores, offsets), hidden)
  return crossEntropy(logits, truth, { weights: graph.input('weights', 'float32', [batch]) })
}

/** Sums of terms' vectors. They begin so that texts of length 1 with the same terms are about as near as their cosine. */
function textVectors(
  graph: Graph,
  { terms, width }: TwoTowerShape,
  { distinct, termsPerItem }: Pick<TwoTowerOptions, 'distinct' | 'termsPerItem'>,
): Tensor {
  const count = distinct * termsPerItem
  const start = { kind: 'normal', deviation: 1 / Math.sqrt(width) } as const
  const rows = embed(graph.parameter('term', [terms, width], { start }), graph.input('terms', 'int64', [count]))
  const weights = reshape(graph.input('termWeights', 'float32', [count]), [distinct, termsPerItem, 1])
  return sum(multiply(reshape(rows, [distinct, termsPerItem, width]), weights), { axes: [1] })
}

/** What a tower adds to what goes in: nothing before the training. */
function tower(graph: Graph, name: string, x: Tensor): Tensor {
  const width = x.shape[1] as number
  const inner = 2 * width
  const zero = { kind: 'constant', value: 0 } as const
  return feedForward(x, {
    inner: graph.parameter(`${name}.inner.weight`, [width, inner], {
      start: { kind: 'normal', deviation: 1 / Math.sqrt(width) },
    }),
    innerBias: graph.parameter(`${name}.inner.bias`, [inner], { start: zero }),
    outer: graph.parameter(`${name}.outer.weight`, [inner, width], { start: zero }),
    outerBias: graph.parameter(`${name}.outer.bias`, [width], { start: zero }),
  })
}

const ones = (graph: Graph, width: number): Tensor => graph.constant(new Float32Array(width).fill(1))
