import * as onnx from 'onnxruntime-node'
import { expect, test } from 'vitest'
import fixture from '../files/encoders.fixture.json' with { type: 'json' }
import { loadEncoder } from '../files/load-encoder.ts'
import { Graph } from '../graph/graph.ts'
import type { EncoderShape } from '../layers/encoder.ts'
import { classification } from '../models/heads/classification.ts'
import { openTextClassifier } from '../models/open-text-classifier.ts'
import { startOf } from '../train/start-of.ts'
import { exportEncoder } from './export-encoder.ts'

/** Texts as other programs give them: batch first, padding at the end. */
function batchOf(texts: readonly (readonly number[])[], padding: number, length: number) {
  const at = (of: (text: readonly number[], s: number) => number) =>
    new onnx.Tensor(
      'int64',
      BigInt64Array.from(texts.flatMap((text) => Array.from({ length }, (_, s) => BigInt(of(text, s))))),
      [texts.length, length],
    )
  return {
    input_ids: at((text, s) => text[s] ?? padding),
    attention_mask: at((text, s) => Number(s < text.length)),
  }
}

test.each(['bert', 'roberta'] as const)(
  '%s: one model for every batch and length, with the vectors of transformers',
  async (family) => {
    const { config, safetensors, texts, padding, vectors } = fixture[family]
    const { shape, weights } = loadEncoder(config, Buffer.from(safetensors, 'base64'))
    const parameters = new Map([...weights].map(([name, data]) => [`encoder.${name}`, data]))
    const session = await onnx.InferenceSession.create(exportEncoder(shape, { parameters }))
    expect(session.inputNames).toEqual(['input_ids', 'attention_mask'])
    for (const [some, length] of [
      [texts, 4],
      [texts, 7],
      [texts.slice(1), 3],
    ] as const) {
      const { last_hidden_state: found } = await session.run(batchOf(some, padding, length))
      expect(found?.dims).toEqual([some.length, length, 8])
      const data = found?.data as Float32Array
      const means = some.flatMap((text, b) =>
        Array.from(
          { length: 8 },
          (_, j) => text.reduce((sum, _, s) => sum + (data[(b * length + s) * 8 + j] as number), 0) / text.length,
        ),
      )
      for (const [i, expected] of vectors.slice(-means.length).entries()) expect(means[i]).toBeCloseTo(expected, 5)
    }
    await session.release()
  },
)

test('a classifier with adapters gives the probabilities that it gives here', async () => {
  const shape: EncoderShape = { layers: 2, width: 16, heads: 2, vocabulary: 30, positions: 16, innerWidth: 24 }
  const adapters = { width: 4 }
  const graph = new Graph()
  classification({ classes: 3 }).write(graph, { shape, batch: 1, length: 8, tuning: { adapters } })
  const parameters = new Map(
    graph.parameters.map((one) => [one.tensor.name, startOf(one, 2).map((x, i) => 5 * x + 0.1 * Math.sin(i))]),
  )
  const texts = [
    [2, 7, 9, 3],
    [2, 11, 3],
    [5, 6, 7, 8, 9, 10, 11, 12, 13],
  ]
  await using classifier = openTextClassifier({
    shape,
    classes: 3,
    padding: 0,
    parameters,
    tuning: { adapters },
    threads: 1,
  })
  const ours = await classifier.classify(texts)
  const session = await onnx.InferenceSession.create(exportEncoder(shape, { parameters, classes: 3, adapters }))
  const logits = (await session.run(batchOf(texts, 0, 9))).logits?.data as Float32Array
  await session.release()
  for (const [i, { probabilities }] of ours.entries()) {
    const exps = Array.from(logits.slice(3 * i, 3 * i + 3), Math.exp)
    const sum = exps.reduce((a, b) => a + b, 0)
    for (const [c, p] of probabilities.entries()) expect((exps[c] as number) / sum).toBeCloseTo(p, 5)
  }
})

test('numbers that are missing or do not fit are named', () => {
  const shape: EncoderShape = { layers: 1, width: 4, heads: 1, vocabulary: 5, positions: 4 }
  expect(() => exportEncoder(shape, { parameters: new Map() })).toThrow(/encoder.embeddings.word/)
  const parameters = new Map([['encoder.embeddings.word', new Float32Array(3)]])
  expect(() => exportEncoder(shape, { parameters })).toThrow(/do not fill \[5 × 4\]/)
})
