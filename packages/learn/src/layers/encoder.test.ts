import { expect, test } from 'vitest'
import { Graph } from '../graph/graph.ts'
import type { Tensor } from '../graph/tensor.ts'
import { add } from '../ops/arithmetic.ts'
import { crossEntropy, tiedCrossEntropy } from '../ops/losses.ts'
import { matmul } from '../ops/matrix.ts'
import { takeRows } from '../ops/rows.ts'
import { distanceTo, slopes } from '../train/slopes.fixture.ts'
import fixture from './encoder.fixture.json' with { type: 'json' }
import { encoder } from './encoder.ts'

const { shape, batch, length } = fixture
const parameters: Readonly<Record<string, { data: number[]; gradient: number[] }>> = fixture.parameters

/** Texts in rows of position first. */
const byPosition = (texts: readonly (readonly number[])[]): BigInt64Array =>
  BigInt64Array.from({ length: batch * length }, (_, i) => BigInt(texts[i % batch]?.[Math.floor(i / batch)] as number))

const rows = fixture.needed.map(([position, text]) => (position as number) * batch + (text as number))

const inputsOf = (graph: Graph) => ({
  batch,
  length,
  tokens: graph.input('tokens', 'int64', [batch * length]),
  segments: graph.input('segments', 'int64', [batch * length]),
  bias: graph.constant(Float32Array.from(fixture.padding.flat()), [batch, 1, 1, length]),
})

const fed = { tokens: byPosition(fixture.tokens), segments: byPosition(fixture.segments) }

test.each(['the needed rows only', 'all rows'])(
  'loss and gradients of a masked language model are PyTorch’s, with %s',
  async (how) => {
    const graph = new Graph()
    const places = BigInt64Array.from({ length: batch * length }, (_, i) =>
      BigInt(rows.includes(i) ? rows.indexOf(i) : rows.length),
    )
    const needed = { rows: graph.indices(rows), places: graph.constant(places) }
    const word = (): Tensor => graph.parameters[0]?.tensor as Tensor
    const labels = graph.constant(BigInt64Array.from(fixture.labels, BigInt))
    const bias = graph.parameter('head.bias', [shape.vocabulary], { start: { kind: 'constant', value: 0 } })
    const pruned = how === 'the needed rows only'
    let loss: Tensor
    if (pruned) {
      const x = encoder(graph, shape, inputsOf(graph), { needed })
      loss = tiedCrossEntropy(
        x,
        graph.parameters.find(({ tensor }) => tensor.name.endsWith('word'))?.tensor ?? word(),
        bias,
        labels,
      )
    } else {
      const x = encoder(graph, shape, inputsOf(graph))
      const table = graph.parameters.find(({ tensor }) => tensor.name.endsWith('word'))?.tensor ?? word()
      const logits = add(matmul(takeRows(x, needed.rows), table, { transposeB: true }), bias)
      loss = crossEntropy(logits, labels)
    }
    const found = await slopes(graph, loss, fed, parameters)
    expect(found.loss).toBeCloseTo(fixture.loss, 5)
    expect(Object.keys(found.gradients).sort()).toEqual(Object.keys(parameters).sort())
    for (const [name, { gradient }] of Object.entries(parameters)) {
      const ours = found.gradients[name] as Float32Array
      // Keys are shifted alike by their bias, which softmax does not see: its gradient is zero, ours is rounding.
      expect(distanceTo(gradient, ours), name).toBeLessThan(1e-5)
    }
  },
)

test('what padding holds changes nothing', async () => {
  const lossOf = async (last: bigint): Promise<number> => {
    const graph = new Graph()
    const x = encoder(graph, shape, inputsOf(graph))
    const logits = takeRows(x, graph.indices([1, 4]))
    const loss = crossEntropy(logits, graph.indices([0, 3]))
    const tokens = fed.tokens.slice()
    tokens[tokens.length - 1] = last
    return (await slopes(graph, loss, { ...fed, tokens }, parameters)).loss
  }
  expect(await lossOf(2n)).toBe(await lossOf(9n))
})

test('shapes that cannot be are refused with a sentence', () => {
  const graph = new Graph()
  expect(() => encoder(graph, { ...shape, heads: 3 }, inputsOf(graph))).toThrow('3 heads do not divide a width of 8')
  const other = new Graph()
  expect(() => encoder(other, { ...shape, positions: 3 }, inputsOf(other))).toThrow('beyond the 3 positions')
})
