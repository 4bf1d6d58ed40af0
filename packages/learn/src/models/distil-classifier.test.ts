import { expect, test } from 'vitest'
import { gradients } from '../autodiff/gradients.ts'
import { Graph } from '../graph/graph.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { EncoderShape } from '../layers/encoder.ts'
import { openInference } from '../runtime/open-inference.ts'
import { createRandom } from '../train/random.ts'
import { distilClassifier, softened } from './distil-classifier.ts'
import fixture from './distillation.fixture.json' with { type: 'json' }
import { softTargetLoss, vectorLoss } from './distillation-loss.ts'
import { everyKthLayer } from './every-kth-layer.ts'
import { openTextClassifier } from './open-text-classifier.ts'

/** The loss and the gradients of parameters, by name. */
async function worked(loss: Tensor, numbers: Readonly<Record<string, readonly number[]>>) {
  const dense = gradients(loss).map(({ parameter, dense: one }) => [parameter.name, one as Tensor] as const)
  const weights = new Map(Object.entries(numbers).map(([name, list]) => [name, Float32Array.from(list)]))
  const network = await openInference(loss.graph, { loss, ...Object.fromEntries(dense) }, weights, { threads: 1 })
  const found = await network.run({})
  await network.close()
  return found
}
const expectNear = (found: ArrayLike<number> | undefined, expected: readonly number[]) => {
  const gap = Math.hypot(...expected.map((x, i) => x - Number(found?.[i])))
  expect(gap / Math.hypot(...expected)).toBeLessThan(1e-5)
}
const zero = { start: { kind: 'constant', value: 0 } } as const

test('soft targets: loss and gradient are PyTorch’s', async () => {
  const { temperature, student, teacherProbabilities, soft, studentGradient } = fixture
  const graph = new Graph()
  const targets = [0, 1, 2].flatMap((row) =>
    [...softened(Float32Array.from(teacherProbabilities.slice(4 * row, 4 * row + 4)), temperature)].map((p) => p / 3),
  )
  const logits = graph.parameter('student', [3, 4], zero)
  const loss = softTargetLoss(logits, graph.constant(Float32Array.from(targets), [3, 4]), { temperature })
  const found = await worked(loss, { student })
  expectNear(found.loss as Float32Array, [soft])
  expectNear(found.student as Float32Array, studentGradient)
})

test('vectors: loss and gradients are PyTorch’s', async () => {
  const { vectors, weight, bias, targets, seen } = fixture
  const graph = new Graph()
  const map = { weight: graph.parameter('weight', [2, 5], zero), bias: graph.parameter('bias', [5], zero) }
  const thirds = graph.constant(new Float32Array(3).fill(1 / 3), [3, 1])
  const given = graph.constant(Float32Array.from(targets), [3, 5])
  const loss = vectorLoss(graph.parameter('vectors', [3, 2], zero), given, thirds, map)
  const found = await worked(loss, { vectors, weight, bias })
  expectNear(found.loss as Float32Array, [seen])
  for (const [name, expected] of Object.entries(fixture.gradients)) expectNear(found[name] as Float32Array, expected)
})

test('every k-th layer is taken, the last one among them', () => {
  const shape: EncoderShape = { layers: 6, width: 1, heads: 1, vocabulary: 1, positions: 1 }
  const weights = new Map([['embeddings.word', Float32Array.of(9)]])
  for (let i = 0; i < 6; i++) weights.set(`layer.${i}.query.bias`, Float32Array.of(i))
  const layersOf = (n: number) => {
    const taken = everyKthLayer(shape, weights, n)
    expect(taken.shape.layers).toBe(n)
    expect(taken.weights.get('embeddings.word')).toEqual(Float32Array.of(9))
    expect(taken.weights.size).toBe(n + 1)
    return Array.from({ length: n }, (_, i) => taken.weights.get(`layer.${i}.query.bias`)?.[0])
  }
  expect([layersOf(3), layersOf(2), layersOf(6), layersOf(4)]).toEqual([
    [1, 3, 5],
    [2, 5],
    [0, 1, 2, 3, 4, 5],
    [1, 2, 4, 5],
  ])
  expect(() => everyKthLayer(shape, weights, 7)).toThrow(/out of 6/)
})

/** A text's class is which of three tokens is in it; the teacher knows, and says how sure it is. */
const random = createRandom(1, 'texts')
const texts = Array.from({ length: 240 }, () => {
  const label = Math.floor(random() * 3)
  const tokens = Array.from({ length: 4 + Math.floor(random() * 8) }, () => 5 + Math.floor(random() * 15))
  tokens[Math.floor(random() * tokens.length)] = 1 + label
  const probabilities = new Float32Array(3).fill(0.05)
  probabilities[label] = 0.9
  const vectors = Float32Array.from({ length: 6 }, (_, i) => Number(i % 3 === label))
  return { label, tokens, probabilities, vectors }
})
const of = <K extends keyof (typeof texts)[0]>(key: K) => texts.map((text) => text[key])
const shape: EncoderShape = { layers: 1, width: 16, heads: 2, vocabulary: 20, positions: 16 }
let time = 0
const options = {
  student: { shape },
  tokens: of('tokens'),
  probabilities: of('probabilities'),
  classes: 3,
  padding: 0,
  epochs: 12,
  batch: 16,
  learningRate: 1e-2,
  dropout: 0,
  threads: 1,
  clock: () => time++,
}

test.each([
  ['what the teacher says alone', {}],
  ['labels and vectors too', { labels: of('label'), vectors: of('vectors') }],
])('a student learns from %s', async (_, more) => {
  const { parameters } = await distilClassifier({ ...options, ...more })
  expect([...parameters.keys()].some((name) => name.startsWith('distillation'))).toBe(false)
  await using classifier = openTextClassifier({ shape, classes: 3, padding: 0, parameters, threads: 1 })
  const found = await classifier.classify(of('tokens'))
  const right = found.filter(({ label }, i) => label === texts[i]?.label).length
  expect(right / texts.length).toBeGreaterThan(0.95)
})

test.each([
  ['fewer probabilities than texts', { probabilities: of('probabilities').slice(1) }, 'bad-value'],
  ['probabilities of other classes', { classes: 4 }, 'bad-value'],
  ['a label that is none', { labels: of('label').fill(3, 0, 1) }, 'bad-value'],
  ['no temperature', { temperature: 0 }, 'bad-option'],
  ['no texts', { tokens: [], probabilities: [] }, 'bad-value'],
])('%s is refused', async (_, wrong, code) => {
  await expect(distilClassifier({ ...options, ...wrong })).rejects.toMatchObject({ code })
})
