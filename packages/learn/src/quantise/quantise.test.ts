import { expect, test } from 'vitest'
import { decodeSafetensors, encodeSafetensors, type SavedArray } from '../files/safetensors.ts'
import { Graph } from '../graph/graph.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { EncoderShape } from '../layers/encoder.ts'
import { classification } from '../models/heads/classification.ts'
import { openTextClassifier } from '../models/open-text-classifier.ts'
import { openTextEncoder } from '../models/open-text-encoder.ts'
import { textVectors } from '../models/text-vectors.ts'
import { linear, matmul } from '../ops/matrix.ts'
import { embed } from '../ops/rows.ts'
import { openInference } from '../runtime/open-inference.ts'
import { createRandom } from '../train/random.ts'
import { startOf } from '../train/start-of.ts'
import { dequantise, quantiseMatrix } from './quantise-matrix.ts'
import { quantiseParameters } from './quantise-parameters.ts'
import { quantisedArrays, readQuantisedArrays } from './quantised-arrays.ts'

test('the largest of a column becomes the highest number, and what comes back is off by half a step at most', () => {
  const data = Float32Array.of(1, -0.5, 0, 0.25, 2, 0)
  const columns = quantiseMatrix(data, [2, 3], { along: 'columns' })
  expect([...columns.data]).toEqual([127, -32, 0, 32, 127, 0])
  expect(columns.scales).toEqual(Float32Array.of(1 / 127, 2 / 127, 1))
  const rows = quantiseMatrix(data, [2, 3], { along: 'rows', bits: 7 })
  expect([...rows.data]).toEqual([63, -31, 0, 8, 63, 0])
  for (const matrix of [columns, rows])
    for (const [i, value] of dequantise(matrix).entries())
      expect(Math.abs(value - (data[i] as number))).toBeLessThanOrEqual(
        Math.max(...matrix.scales.slice(0, 2)) / 2 + 1e-7,
      )
  expect(() => quantiseMatrix(data, [2, 2], { along: 'rows' })).toThrow(/no matrix/)
  expect(() => quantiseMatrix(Float32Array.of(Number.NaN), [1, 1], { along: 'rows' })).toThrow(/a number that is none/)
})

test('a product of bytes is what one works out by hand, bias and factor too', async () => {
  const graph = new Graph()
  const x = graph.input('x', 'float32', [2, 4])
  const weight = graph.parameter('w', [4, 2], { start: { kind: 'constant', value: 0 } })
  const y = linear(x, weight, graph.parameter('b', [2], { start: { kind: 'constant', value: 0 } }))
  const z = matmul(x, weight)
  const numbers = new Map([
    ['w', Float32Array.of(1, -2, 0.5, 1, 0.25, 0, -1, 2)],
    ['b', Float32Array.of(10, -10)],
  ])
  const { quantised, parameters } = quantiseParameters(graph, [y, z], numbers, { least: 1 })
  expect([...quantised.keys()]).toEqual(['w'])
  const network = await openInference(graph, { y, z }, parameters, { quantised, threads: 1 })
  // 255 steps from −1 to 1.55: every number of x is one of them.
  const inputs = Float32Array.of(-1, 0.55, 1.55, 0, 0.05, 0.25, -0.45, 1)
  const found = await network.run({ x: inputs })
  await network.close()
  const w = dequantise(quantised.get('w') as never)
  for (let i = 0; i < 2; i++)
    for (let j = 0; j < 2; j++) {
      let sum = 0
      for (let k = 0; k < 4; k++) sum += (inputs[4 * i + k] as number) * (w[2 * k + j] as number)
      expect(found.z?.[2 * i + j]).toBeCloseTo(sum, 5)
      expect(found.y?.[2 * i + j]).toBeCloseTo(sum + (j === 0 ? 10 : -10), 5)
    }
})

test('rows of a table of bytes go into a product of bytes', async () => {
  const graph = new Graph()
  const table = graph.parameter('table', [3, 2], { start: { kind: 'constant', value: 0 } })
  const weight = graph.parameter('w', [2, 2], { start: { kind: 'constant', value: 0 } })
  const y = matmul(embed(table, graph.input('ids', 'int64', [2])), weight)
  const numbers = new Map([
    ['table', Float32Array.of(9, 9, 1, 0.5, -1, 0)],
    ['w', Float32Array.of(1, 2, 3, 4)],
  ])
  // Products of eight bits overflow on some processors; those of seven on none.
  const rounded = quantiseParameters(graph, [y], numbers, { least: 1, bits: 7 })
  const network = await openInference(graph, { y }, rounded.parameters, { ...rounded, threads: 1 })
  const found = (await network.run({ ids: BigInt64Array.of(1n, 2n) })).y
  await network.close()
  for (const [i, expected] of [2.5, 4, -1, -2].entries())
    expect(Math.abs(Number(found?.[i]) - expected)).toBeLessThan(0.1)
})

const shape: EncoderShape = { layers: 2, width: 32, heads: 4, vocabulary: 100, positions: 32, segments: 2 }
const random = createRandom(4, 'texts')
const texts = Array.from({ length: 40 }, () =>
  Array.from({ length: 3 + Math.floor(random() * 25) }, () => Math.floor(random() * 100)),
)
const cosine = (a: Float32Array, b: Float32Array): number => {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, i) => sum + value * (y[i] as number), 0)
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}
function drawn(graph: Graph): Map<string, Float32Array> {
  return new Map(graph.parameters.map((parameter) => [parameter.tensor.name, startOf(parameter, 3).map((x) => 3 * x)]))
}

test('an encoder of bytes finds nearly the same vectors, and its file a fourth of the bytes', async () => {
  const graph = new Graph()
  const means = textVectors(graph, shape, { batch: 8, length: 16 })
  const whole = drawn(graph)
  const rounded = quantiseParameters(graph, [means], whole, { least: 512 })
  expect(rounded.quantised.get('encoder.embeddings.word')).toMatchObject({ along: 'rows', shape: [100, 32] })
  expect(rounded.quantised.get('encoder.layer.1.outer.weight')).toMatchObject({ along: 'columns', shape: [128, 32] })
  expect(rounded.parameters.has('encoder.layer.1.outer.bias')).toBe(true)
  const bytes = encodeSafetensors(quantisedArrays(rounded))
  const back = readQuantisedArrays(decodeSafetensors(bytes).arrays)
  expect(Object.fromEntries(back.quantised)).toEqual(Object.fromEntries(rounded.quantised))
  expect(Object.fromEntries(back.parameters)).toEqual(Object.fromEntries(rounded.parameters))
  expect(bytes.length).toBeLessThan(
    0.4 * encodeSafetensors(quantisedArrays({ quantised: new Map(), parameters: whole })).length,
  )

  const model = { shape, padding: 0, threads: 1, batch: 8 }
  await using exact = openTextEncoder({ ...model, parameters: whole })
  await using byBytes = openTextEncoder({ ...model, ...back })
  const [a, b] = [await exact.ask(texts), await byBytes.ask(texts)]
  for (const [i, vector] of a.entries()) {
    const likeness = cosine(vector, b[i] as Float32Array)
    expect(likeness).toBeGreaterThan(0.999)
    expect(likeness).toBeLessThan(1 - 1e-9)
  }
})

test('a classifier of bytes gives nearly the same probabilities', async () => {
  const graph = new Graph()
  const { answers } = classification({ classes: 3 }).write(graph, { shape, batch: 8, length: 16, tuning: {} })
  const parameters = drawn(graph)
  const rounded = quantiseParameters(graph, [answers.logits as Tensor], parameters, { least: 512 })
  expect(rounded.quantised.has('head.weight')).toBe(false)
  const model = { shape, classes: 3, padding: 0, threads: 1, batch: 8 }
  await using exact = openTextClassifier({ ...model, parameters })
  await using byBytes = openTextClassifier({ ...model, ...rounded })
  const [a, b] = [await exact.classify(texts), await byBytes.classify(texts)]
  for (const [i, { probabilities }] of a.entries())
    for (const [c, p] of probabilities.entries())
      expect(Math.abs(p - (b[i]?.probabilities[c] as number))).toBeLessThan(0.02)
})

test('files whose bytes have no scales, or too many, are refused', () => {
  const data = new Int8Array(4)
  const scales = (n: number) => ({ shape: [1, n], data: new Float32Array(n) })
  const files: Record<string, SavedArray>[] = [
    { w: { shape: [2, 2], data } },
    { w: { shape: [2, 2], data }, 'w.scales': scales(3) },
    { w: { shape: [4], data: new Uint8Array(4) } },
  ]
  for (const file of files)
    expect(() => readQuantisedArrays(new Map(Object.entries(file)))).toThrow(
      expect.objectContaining({ code: 'bad-file' }),
    )
})

test('a matrix of another shape is refused', async () => {
  const graph = new Graph()
  const y = matmul(
    graph.input('x', 'float32', [1, 2]),
    graph.parameter('w', [2, 2], { start: { kind: 'constant', value: 1 } }),
  )
  const quantised = new Map([['w', quantiseMatrix(new Float32Array(6), [2, 3], { along: 'columns' })]])
  await expect(openInference(graph, { y }, new Map(), { quantised })).rejects.toMatchObject({ code: 'bad-shape' })
})
