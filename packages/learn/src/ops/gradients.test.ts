import { describe, expect, test } from 'vitest'
import type { Graph } from '../graph/graph.ts'
import type { Tensor } from '../graph/tensor.ts'
import { add, divide, multiply, scale, shift, subtract } from './arithmetic.ts'
import { attention, notSeen } from './attention.ts'
import { type Build, type Case, distance, run } from './check-gradients.fixture.ts'
import { feedForward } from './feed-forward.ts'
import { exp, gelu, log, negate, relu, sigmoid, silu, softplus, square, squareRoot, tanh } from './functions.ts'
import cases from './gradients.fixture.json' with { type: 'json' }
import { binaryCrossEntropy, crossEntropy, meanSquaredError, tiedCrossEntropy } from './losses.ts'
import { linear, matmul } from './matrix.ts'
import { layerNorm, rmsNorm } from './normalise.ts'
import { mean, sum } from './reductions.ts'
import { embed, takeRows, takeUniqueRows } from './rows.ts'
import { concat, reshape, slice, transpose } from './shapes.ts'
import { logSoftmax, softmax } from './softmax.ts'

const ids = (graph: Graph, ...values: readonly number[]): Tensor => graph.indices(values)
const labels = (graph: Graph): Tensor => ids(graph, 1, 0, 3, 1)
const weights = (graph: Graph): Tensor => graph.constant(Float32Array.of(1, 0, 2, 0.5))
const truths = (graph: Graph): Tensor => graph.constant(Float32Array.of(1, 0, 0.25, 0, 1, 0.5), [2, 3])
const sizes = { length: 3, batch: 2, heads: 2 }

function causalAndPadded(graph: Graph): Tensor {
  const bias = new Float32Array(2 * 3 * 3)
  for (let b = 0; b < 2; b++)
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) bias[b * 9 + i * 3 + j] = (j > i ? notSeen : 0) + (b === 1 && j === 2 ? notSeen : 0)
  return graph.constant(bias, [2, 1, 3, 3])
}

const builds: Readonly<Record<string, Build>> = {
  add: ({ a, b }) => add(a, b),
  'add a row': ({ a, b }) => add(a, b),
  'subtract a column': ({ a, b }) => subtract(a, b),
  multiply: ({ a, b }) => multiply(a, b),
  'multiply a row by a column': ({ a, b }) => multiply(a, b),
  divide: ({ a, b }) => divide(a, b),
  scale: ({ a }) => scale(a, -2.5),
  shift: ({ a }) => shift(a, 3),
  ...Object.fromEntries(
    Object.entries({ exp, gelu, log, negate, relu, sigmoid, silu, softplus, square, squareRoot, tanh }).map(
      ([name, f]): [string, Build] => [name, ({ a }) => f(a)],
    ),
  ),
  ...Object.fromEntries(
    ['00', '01', '10', '11'].flatMap((turns) => {
      const options = { transposeA: turns[0] === '1', transposeB: turns[1] === '1', factor: 0.5 }
      const build: Build = ({ a, b }) => matmul(a, b, options)
      return [
        [`matmul ${turns}`, build],
        [`batched matmul ${turns}`, build],
      ]
    }),
  ),
  linear: ({ x, w, b }) => linear(x, w, b),
  feedForward: ({ x, w, b, v, c }) => feedForward(x, { inner: w, innerBias: b, outer: v, outerBias: c }),
  'sum of all': ({ a }) => sum(a),
  'sum over an axis': ({ a }) => sum(a, { axes: [1] }),
  'mean over two axes, kept': ({ a }) => mean(a, { axes: [0, 2], keep: true }),
  reshape: ({ a }) => reshape(a, [4, 6]),
  transpose: ({ a }) => transpose(a, [2, 0, 1]),
  concat: ({ a, b }) => concat([a, b], 1),
  slice: ({ a }) => slice(a, 1, 1, 3),
  takeRows: ({ a }, graph) => takeRows(a, ids(graph, 2, 0, 2, 1)),
  takeUniqueRows: ({ a }, graph) => takeUniqueRows(a, ids(graph, 2, 0), ids(graph, 1, 2, 0)),
  embed: ({ a }, graph) => embed(a, ids(graph, 2, 0, 2)),
  softmax: ({ a }) => softmax(a),
  logSoftmax: ({ a }) => logSoftmax(a),
  layerNorm: ({ x, w, b }) => layerNorm(x, w, b),
  rmsNorm: ({ x, w }) => rmsNorm(x, w),
  crossEntropy: ({ x }, graph) => crossEntropy(x, labels(graph)),
  'crossEntropy, smooth and weighted': ({ x }, graph) =>
    crossEntropy(x, labels(graph), { smoothing: 0.2, weights: weights(graph) }),
  tiedCrossEntropy: ({ x, table, b }, graph) => tiedCrossEntropy(x, table, b, labels(graph)),
  'tiedCrossEntropy, weighted': ({ x, table, b }, graph) =>
    tiedCrossEntropy(x, table, b, labels(graph), { weights: weights(graph) }),
  binaryCrossEntropy: ({ x }, graph) => binaryCrossEntropy(x, truths(graph)),
  meanSquaredError: ({ x }, graph) => meanSquaredError(x, truths(graph)),
  attention: ({ q, k, v }) => attention(q, k, v, sizes),
  'attention, causal and padded': ({ q, k, v }, graph) =>
    attention(q, k, v, { ...sizes, bias: causalAndPadded(graph) }),
}

test('every case of the fixture is asked, and every question has a case', () => {
  expect(Object.keys(builds).sort()).toEqual(Object.keys(cases).sort())
})

describe.each([
  ['ONNX Runtime’s operators', false],
  ['operators of the standard only', true],
])('with %s', (_, standard) => {
  test.each(Object.entries(builds))('%s: output and gradients are PyTorch’s', async (name, build) => {
    const given = (cases as unknown as Record<string, Case>)[name] as Case
    const { output, gradients: found } = await run(build, given, standard)
    expect(distance(output, given.output)).toBeLessThan(2e-6)
    for (const [input, gradient] of Object.entries(given.gradients))
      expect(distance(found[input] ?? [], gradient)).toBeLessThan(3e-6)
  })
})
