import { expect, test } from 'vitest'
import { Graph } from '../graph/graph.ts'
import { prune } from '../graph/prune.ts'
import type { Tensor } from '../graph/tensor.ts'
import { writeOnnx } from '../graph/write-onnx.ts'
import type { EncoderOptions, EncoderShape } from '../layers/encoder.ts'
import type { Example, Head } from '../models/head.ts'
import { classification } from '../models/heads/classification.ts'
import { contrastive } from '../models/heads/contrastive.ts'
import { multiLabel } from '../models/heads/multi-label.ts'
import { ranking } from '../models/heads/ranking.ts'
import { regression } from '../models/heads/regression.ts'
import { tokenLabels } from '../models/heads/token-labels.ts'
import { neededInputs } from '../models/text-batch.ts'
import { add } from '../ops/arithmetic.ts'
import { addedUp } from '../ops/check-gradients.fixture.ts'
import { crossEntropy } from '../ops/losses.ts'
import { linear } from '../ops/matrix.ts'
import { embed } from '../ops/rows.ts'
import { openSession } from '../runtime/open-session.ts'
import { feedsOf } from '../train/feeds-of.ts'
import { createRandom } from '../train/random.ts'
import { startOf } from '../train/start-of.ts'
import torch from './clipped-gradients.fixture.json' with { type: 'json' }
import { clippedGradients } from './clipped-gradients.ts'
import { gradients, type ParameterGradient } from './gradients.ts'

type Sums = Record<string, Float64Array>

/** Runs what works out gradients, and adds up what is sparse. */
async function run(
  graph: Graph,
  found: readonly ParameterGradient[],
  inputs: Record<string, Float32Array | BigInt64Array>,
  parameters: ReadonlyMap<string, Float32Array>,
  more: readonly Tensor[] = [],
) {
  const outputs = [
    ...found.flatMap(({ dense, sparse }) => [...(dense ? [dense] : []), ...sparse.map(({ rows }) => rows)]),
    ...more,
  ]
  const part = prune(graph, [...new Map(outputs.map((one) => [one.name, one])).values()])
  const session = await openSession(writeOnnx(part), { threads: 1 })
  const fixed = Object.fromEntries(
    part.parameters.map(({ name, shape }) => [name, { data: parameters.get(name) as Float32Array, shape }]),
  )
  const names = new Set(part.inputs.map(({ name }) => name))
  const needed = Object.fromEntries(Object.entries(inputs).filter(([name]) => names.has(name)))
  const results = await session.run({ ...fixed, ...feedsOf(part.inputs, needed, fixed) })
  await session.close()
  // Rows that stand in a batch or in the graph are no results of the run.
  const constants = Object.fromEntries([...graph.constants].map(([name, { data }]) => [name, data]))
  const sums = addedUp(found, { ...constants, ...inputs, ...results })
  return { sums, more: more.map(({ name }) => results[name] as Float32Array) }
}

const lengthOf = (sums: Sums): number => Math.hypot(...Object.values(sums).map((sum) => Math.hypot(...sum)))

function expectEqual(found: Sums, expected: Sums): void {
  expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort())
  const all = lengthOf(expected)
  for (const [name, sum] of Object.entries(expected)) {
    const gap = Math.hypot(...sum.map((x, i) => x - (found[name]?.[i] as number)))
    expect(gap, name).toBeLessThan(1e-5 * Math.hypot(...sum) + 1e-6 * all)
  }
}

const shape: EncoderShape = {
  layers: 2,
  width: 16,
  heads: 2,
  innerWidth: 24,
  vocabulary: 20,
  positions: 16,
  segments: 2,
}
const length = 8
const padding = 0
const random = createRandom(3, 'clipped')
const draw = (n: number): number => Math.floor(random() * n)
/** Tokens repeat within a text, so that rows of an embedding add up. */
const text = () => Array.from({ length: 2 + draw(6) }, () => 1 + draw(6))
const range = (n: number): number[] => [...Array(n).keys()]

const heads: Record<string, { head: Head<never, unknown>; examples: Example<unknown>[] }> = {
  classification: entry(classification({ classes: 3 }), () => ({ texts: [text()], label: draw(3) })),
  'several labels': entry(multiLabel({ labels: 3 }), () => ({
    texts: [text()],
    label: range(3).filter(() => random() < 0.5),
  })),
  regression: entry(regression({ mean: 1, deviation: 2 }), () => ({ texts: [text()], label: random() })),
  'pairwise ranking': entry(ranking({ candidates: 3, loss: 'pairwise' }), () => ({
    texts: range(3).map(text),
    label: [2, 0, 1],
  })),
  'listwise ranking': entry(ranking({ candidates: 3 }), () => ({
    texts: range(3).map(() => ({ tokens: [1, ...text().slice(0, 6)], second: 1 })),
    label: [2, 0, 1],
  })),
  'token labels': entry(tokenLabels({ types: 2 }), () => {
    const tokens = text()
    return { texts: [tokens], label: tokens.map(() => draw(6) - 1) }
  }),
}

function entry<Label, Answer>(head: Head<Label, Answer>, make: () => Example<Label>) {
  return { head: head as Head<never, unknown>, examples: range(4).map(make) as Example<unknown>[] }
}

function written(head: Head<never, unknown>, examples: number, tuning: Partial<EncoderOptions>, apart: boolean) {
  const graph = new Graph()
  const batch = examples * head.texts
  const { loss } = head.write(graph, { shape, batch, length, tuning, apart })
  return { graph, loss, batch }
}

function inputsOf(head: Head<never, unknown>, graph: Graph, own: readonly Example<unknown>[], places: number) {
  const texts = Array.from({ length: places * head.texts }, (_, at) => own[at % places]?.texts[Math.floor(at / places)])
  const names = new Set(graph.inputs.map(({ name }) => name))
  return {
    ...neededInputs(names, texts, { batch: texts.length, length, padding }),
    ...head.inputs(own as never, { examples: places, length }),
  } as Record<string, Float32Array | BigInt64Array>
}

const methods: Record<string, Partial<EncoderOptions>> = {
  frozen: { frozen: true },
  lora: { frozen: true, lora: { rank: 2 } },
  adapter: { frozen: true, adapters: { width: 3 } },
  full: {},
}

const cases = [
  ...Object.keys(methods).map((method) => ['classification', method] as const),
  ...Object.keys(heads).map((name) => [name, 'full'] as const),
]

test.each(cases)('%s, %s: as a loop over the examples', async (name, method) => {
  const { head, examples } = heads[name] as (typeof heads)[string]
  const tuning = methods[method] as Partial<EncoderOptions>
  // One more place than there are examples: it is empty and adds nothing.
  const places = examples.length + 1
  const one = written(head, 1, tuning, false)
  const parameters = new Map(
    one.graph.parameters.map((parameter) => {
      const numbers = startOf(parameter, 5).slice()
      for (let i = 0; i < numbers.length; i++) numbers[i] = (numbers[i] as number) * 8 + 0.1 * Math.sin(i)
      return [parameter.tensor.name, numbers]
    }),
  )
  const single = gradients(one.loss)
  const each: Sums[] = []
  for (const example of examples) {
    const inputs = inputsOf(head, one.graph, [example], 1)
    const { sums } = await run(one.graph, single, inputs, parameters)
    // A loss that is a mean over parts of an example counts as their sum.
    const parts = (inputs[head.weights as string] as Float32Array).reduce((sum, weight) => sum + weight, 0)
    each.push(Object.fromEntries(Object.entries(sums).map(([key, sum]) => [key, sum.map((x) => x * parts)])))
  }
  const lengths = each.map(lengthOf)
  // Some are limited and some are not.
  const clip = lengths.toSorted((a, b) => a - b)[1] as number
  const expected: Sums = {}
  for (const [i, sums] of each.entries())
    for (const [key, sum] of Object.entries(sums)) {
      const total = expected[key] ?? new Float64Array(sum.length)
      expected[key] = total
      for (const [k, x] of sum.entries()) total[k]! += x * Math.min(1, clip / (lengths[i] as number))
    }

  const all = written(head, places, tuning, true)
  const weights = all.graph.inputs.find((input) => input.name === head.weights) as Tensor
  const clipped = clippedGradients(all.loss, { weights, examples: places }, clip)
  const { sums, more } = await run(
    all.graph,
    clipped.gradients,
    inputsOf(head, all.graph, examples, places),
    parameters,
    [clipped.lengths],
  )
  expectEqual(sums, expected)
  for (const [i, found] of [...(more[0] as Float32Array)].entries())
    expect(found).toBeCloseTo(lengths[i] ?? 0, 4 - Math.ceil(Math.log10((lengths[i] ?? 1) + 1)))
})

test('the sums and lengths are those of PyTorch, one example at a time', async () => {
  const graph = new Graph()
  const parameters = new Map<string, Float32Array>()
  const given = (name: keyof typeof torch.parameters): Tensor => {
    const { shape: of, data } = torch.parameters[name]
    parameters.set(name, Float32Array.from(data))
    return graph.parameter(name, of, { start: { kind: 'data', data: Float32Array.from(data) } })
  }
  const [n, classes] = [torch.ids.length, 3]
  const x = embed(given('table'), graph.input('ids', 'int64', [n]))
  const logits = linear(x, given('weight'), given('bias'))
  const weights = graph.input('weights', 'float32', [n])
  const loss = crossEntropy(logits, graph.input('labels', 'int64', [n]), { weights })
  expect(logits.shape[1]).toBe(classes)
  const clipped = clippedGradients(loss, { weights, examples: n }, torch.clip)
  const inputs = {
    ids: BigInt64Array.from(torch.ids, BigInt),
    labels: BigInt64Array.from(torch.labels, BigInt),
    weights: new Float32Array(n).fill(1),
  }
  const { sums, more } = await run(graph, clipped.gradients, inputs, parameters, [clipped.lengths])
  expectEqual(sums, Object.fromEntries(Object.entries(torch.sums).map(([name, sum]) => [name, Float64Array.from(sum)])))
  for (const [i, expected] of torch.lengths.entries()) expect(more[0]?.[i]).toBeCloseTo(expected, 5)
})

test.each([
  [
    'an embedding that is the same for all texts',
    'encoder.embeddings.segment',
    () => {
      const { head } = heads.classification as (typeof heads)[string]
      return { ...written(head, 8, {}, false), examples: 8 }
    },
  ],
  [
    'a matrix that is used twice',
    'weight',
    () => {
      const graph = new Graph()
      const weight = graph.parameter('weight', [3, 3], { start: { kind: 'normal', deviation: 1 } })
      const bias = graph.constant(new Float32Array(3))
      const x = linear(linear(graph.input('x', 'float32', [4, 3]), weight, bias), weight, bias)
      const weights = graph.input('weights', 'float32', [4])
      return { graph, loss: crossEntropy(x, graph.input('labels', 'int64', [4]), { weights }), examples: 4 }
    },
  ],
  [
    'a parameter that is added',
    'offset',
    () => {
      const graph = new Graph()
      const offset = graph.parameter('offset', [3], { start: { kind: 'constant', value: 0 } })
      const weights = graph.input('weights', 'float32', [4])
      const logits = add(graph.input('x', 'float32', [4, 3]), offset)
      return { graph, loss: crossEntropy(logits, graph.input('labels', 'int64', [4]), { weights }), examples: 4 }
    },
  ],
] as const)('%s is refused by name', (_, name, build) => {
  const { graph, loss, examples } = build()
  const weights = graph.inputs.find((input) => input.name === 'weights') as Tensor
  expect(() => clippedGradients(loss, { weights, examples }, 1)).toThrow(
    expect.objectContaining({ code: 'bad-option', message: expect.stringContaining(name) }),
  )
})

test('a head whose examples meet says so', () => {
  expect(contrastive().weights).toBeUndefined()
})
