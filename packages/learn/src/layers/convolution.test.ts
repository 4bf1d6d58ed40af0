import { describe, expect, test } from 'vitest'
import { Graph } from '../graph/graph.ts'
import { hiddenPlaces, textConvolution } from '../models/text-convolution.ts'
import { type Build, type Case, distance, run } from '../ops/check-gradients.fixture.ts'
import { crossEntropy } from '../ops/losses.ts'
import { linear } from '../ops/matrix.ts'
import { maximum } from '../ops/maximum.ts'
import { openTraining } from '../train/open-training.ts'
import { createRandom } from '../train/random.ts'
import cases from './convolution.fixture.json' with { type: 'json' }
import { convolution } from './convolution.ts'

const build = (name: string): Build => {
  const [op, first, second] = name.split(' ')
  const [size, dilation] = [Number(first), Number(second)]
  return op === 'maximum'
    ? ({ a }) => maximum(a, size)
    : ({ x, w, b }) => convolution(x, w, b, { batch: 2, length: 6, size, dilation })
}

describe.each([
  ['ONNX Runtime’s operators', false],
  ['operators of the standard only', true],
])('with %s', (_, standard) => {
  test.each(Object.entries(cases as unknown as Record<string, Case>))(
    '%s: output and gradients are PyTorch’s',
    async (name, given) => {
      const { output, gradients: found } = await run(build(name), given, standard)
      expect(distance(output, given.output)).toBeLessThan(2e-6)
      for (const [input, gradient] of Object.entries(given.gradients))
        expect(distance(found[input] ?? [], gradient)).toBeLessThan(3e-6)
    },
  )
})

test('windows of no position, and rows that are no sequences, are refused', () => {
  const graph = new Graph()
  const start = { start: { kind: 'normal', deviation: 1 } } as const
  const [x, weight, bias] = [
    graph.input('x', 'float32', [6, 2]),
    graph.parameter('weight', [2, 3], start),
    graph.parameter('bias', [3], start),
  ]
  const sizes = { batch: 2, length: 3, size: 1 }
  expect(() => convolution(x, weight, bias, { ...sizes, size: 0 })).toThrow('at least one position')
  expect(() => convolution(x, weight, bias, { ...sizes, length: 4 })).toThrow('[6 × 2]')
})

test('convolutions over tokens learn which two words stand side by side, wherever in a text', async () => {
  const [batch, length, vocabulary] = [16, 12, 10]
  const random = createRandom(1, 'words')
  const draw = (n: number): number => Math.floor(random() * n)
  const next = () => {
    const labels = Array.from({ length: batch }, () => draw(2))
    const counts = labels.map(() => 3 + draw(length - 3))
    const tokens = new BigInt64Array(length * batch)
    for (let b = 0; b < batch; b++) {
      const count = counts[b] as number
      for (let s = 0; s < count; s++) tokens[s * batch + b] = BigInt(3 + draw(vocabulary - 3))
      const place = draw(count - 1)
      // Both texts have both words: only their order differs.
      const pair = labels[b] === 0 ? [1n, 2n] : [2n, 1n]
      for (const [i, id] of pair.entries()) tokens[(place + i) * batch + b] = id
    }
    return {
      labels,
      inputs: { tokens, hidden: hiddenPlaces(counts, { batch, length }), labels: BigInt64Array.from(labels, BigInt) },
    }
  }
  const graph = new Graph()
  const vectors = textConvolution(graph, { batch, length, vocabulary, width: 8, sizes: [2, 3], outputs: 8 })
  const weight = graph.parameter('weight', [16, 2], { start: { kind: 'normal', deviation: 0.1 } })
  const bias = graph.parameter('bias', [2], { start: { kind: 'constant', value: 0 } })
  const logits = linear(vectors, weight, bias)
  const loss = crossEntropy(logits, graph.input('labels', 'int64', [batch]))
  const networks = [{ graph, loss, metrics: { logits } }]
  const training = await openTraining({ networks, optimiser: { kind: 'adamW' }, threads: 1 })
  let right = 0
  for (let step = 0; step < 200; step++) {
    const { labels, inputs } = next()
    const found = (await training.run({ inputs }, 1e-2)).metrics.logits as Float32Array
    if (step >= 180)
      right += labels.filter((label, b) => Number((found[2 * b + 1] ?? 0) > (found[2 * b] ?? 0)) === label).length
  }
  await training.close()
  expect(right / (20 * batch)).toBeGreaterThan(0.95)
})
