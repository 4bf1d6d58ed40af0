import { describe, expect, test } from 'vitest'
import { gradients } from '../autodiff/gradients.ts'
import { Graph } from '../graph/graph.ts'
import { prune } from '../graph/prune.ts'
import type { Tensor } from '../graph/tensor.ts'
import { writeOnnx } from '../graph/write-onnx.ts'
import { multiply } from '../ops/arithmetic.ts'
import { binaryCrossEntropy } from '../ops/losses.ts'
import { sum } from '../ops/reductions.ts'
import { type Feeds, openSession } from '../runtime/open-session.ts'
import { bilinearAggregation } from './bilinear-aggregation.ts'
import { chainedLogit } from './chained-logit.ts'
import { crossNetwork } from './cross-network.ts'
import { zeros } from './dense.ts'
import { fieldPairs } from './factorisation-machine.ts'
import { mixObjectives } from './mix-objectives.ts'
import { mixtureOfExperts } from './mixture-of-experts.ts'
import { mlp } from './mlp.ts'
import cases from './rankers.fixture.json' with { type: 'json' }
import { targetAttention } from './target-attention.ts'

interface Case {
  readonly parameters: Readonly<
    Record<string, { readonly shape: number[]; readonly data: number[]; readonly gradient: number[] }>
  >
  readonly output: readonly number[]
  readonly weights: readonly number[]
}

type Inputs = (name: string, ...shape: number[]) => Tensor

const both = (graph: Graph, input: Inputs): Tensor[] => {
  const truths = graph.constant(Float32Array.of(1, 0, 0.25, 0, 1, 0.5), [2, 3])
  return ['x', 'y'].map((name) => binaryCrossEntropy(input(name, 2, 3), truths))
}

const builds: Readonly<Record<keyof typeof cases, (graph: Graph, input: Inputs) => Tensor>> = {
  mlp: (_, input) => mlp(input('x', 5, 4), { prefix: 'm', widths: [6, 3] }),
  'mlp of parts': (_, input) => mlp([input('x', 5, 4), input('y', 5, 2)], { prefix: 'm', widths: [3] }),
  crossNetwork: (_, input) => crossNetwork(input('x', 5, 4), { prefix: 'c', layers: 2 }),
  fieldPairs: (_, input) => fieldPairs(input('x', 5, 12), 3),
  mixtureOfExperts: (_, input) =>
    mixtureOfExperts([input('a', 5, 3), input('b', 5, 3), input('c', 5, 3)], input('x', 5, 4), 'g'),
  targetAttention: (graph, input) => {
    const mask = graph.constant(Float32Array.of(1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 0), [4, 3])
    return targetAttention(input('t', 4, 2), input('h', 12, 2), mask, { prefix: 'u', widths: [5] })
  },
  bilinearAggregation: (_, input) => bilinearAggregation(input('x', 5, 4), input('y', 5, 6), { prefix: 'b', heads: 2 }),
  'mixObjectives by weights': (graph, input) => mixObjectives(graph, both(graph, input), [0.5, 2], 's'),
  'mixObjectives by uncertainty': (graph, input) => mixObjectives(graph, both(graph, input), 'uncertainty', 's'),
  chainedLogit: (_, input) => chainedLogit(input('x', 3, 3), input('y', 3, 3)),
}

/** |a − b| / |b| */
function distance(a: ArrayLike<number>, b: readonly number[]): number {
  expect(a.length).toBe(b.length)
  return Math.hypot(...b.map((x, i) => x - (a[i] as number))) / (Math.hypot(...b) || 1)
}

async function run(name: keyof typeof cases, { parameters, weights }: Case) {
  const graph = new Graph({ standard: true })
  const output = builds[name](graph, (input, ...shape) => graph.parameter(input, shape, zeros))
  expect(graph.parameters.map(({ tensor }) => [tensor.name, tensor.shape]).sort()).toEqual(
    Object.entries(parameters)
      .map(([key, { shape }]) => [key, shape])
      .sort(),
  )
  const loss = sum(multiply(output, graph.constant(Float32Array.from(weights), output.shape)))
  const found = gradients(loss)
  for (const tensor of [output, ...found.map(({ dense }) => dense as Tensor)]) graph.output(tensor)
  const feeds: Feeds = Object.fromEntries(
    Object.entries(parameters).map(([key, { shape, data }]) => [key, { shape, data: Float32Array.from(data) }]),
  )
  const session = await openSession(writeOnnx(prune(graph)), { threads: 1 })
  const results = await session.run(feeds)
  await session.close()
  return {
    output: results[output.name] as Float32Array,
    gradients: Object.fromEntries(
      found.map(({ parameter, dense }) => [parameter.name, results[dense?.name ?? ''] as Float32Array]),
    ),
  }
}

describe.each(Object.keys(builds) as (keyof typeof cases)[])('%s', (name) => {
  test('output and gradients are PyTorch’s', async () => {
    const given = (cases as unknown as Record<string, Case>)[name] as Case
    const { output, gradients: found } = await run(name, given)
    expect(distance(output, given.output)).toBeLessThan(5e-6)
    for (const [parameter, { gradient }] of Object.entries(given.parameters))
      expect(distance(found[parameter] ?? [], gradient)).toBeLessThan(5e-6)
  })
})

test('shapes that do not go together are refused', () => {
  const graph = new Graph()
  const input = (name: string, ...shape: number[]): Tensor => graph.input(name, 'float32', shape)
  const [x, y] = [input('x', 4, 6), input('y', 5, 6)]
  const wrong = [
    () => fieldPairs(x, 4),
    () => bilinearAggregation(x, y, { prefix: 'b', heads: 2 }),
    () => bilinearAggregation(x, x, { prefix: 'b', heads: 4 }),
    () => mixtureOfExperts([x, y], x, 'g'),
    () => mixtureOfExperts([], x, 'g'),
    () => targetAttention(x, y, input('m', 4, 2), { prefix: 't' }),
  ]
  for (const one of wrong) expect(one).toThrow(expect.objectContaining({ code: 'bad-shape' }))
  expect(() => mixObjectives(graph, [], [1], 's')).toThrow()
})
