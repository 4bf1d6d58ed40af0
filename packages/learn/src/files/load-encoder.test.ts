import { Buffer } from 'node:buffer'
import { expect, test } from 'vitest'
import { Graph } from '../graph/graph.ts'
import { textBatch } from '../models/text-batch.ts'
import { textVectors } from '../models/text-vectors.ts'
import { openInference } from '../runtime/open-inference.ts'
import fixture from './encoders.fixture.json' with { type: 'json' }
import { loadEncoder } from './load-encoder.ts'

const families = ['bert', 'roberta'] as const

test.each(families)('%s: vectors are those that transformers finds, padding or not', async (family) => {
  const { config, safetensors, texts, padding, vectors } = fixture[family]
  const { shape, weights } = loadEncoder(config, Buffer.from(safetensors, 'base64'))
  for (const [batch, length] of [
    [2, 4],
    [3, 8],
  ] as const) {
    const graph = new Graph({ standard: length === 8 })
    const means = textVectors(graph, shape, { batch, length })
    const named = new Map([...weights].map(([name, data]) => [`encoder.${name}`, data]))
    const network = await openInference(graph, { means }, named, { threads: 1 })
    const found = (await network.run(textBatch(texts, { batch, length, padding }))).means as Float32Array
    await network.close()
    for (const [i, expected] of vectors.entries()) expect(found[i]).toBeCloseTo(expected, 5)
  }
})

const { config, safetensors } = fixture.bert
const bytes = Buffer.from(safetensors, 'base64')

test.each([
  ['another family', { ...config, model_type: 'gpt2' }, 'gpt2'],
  ['another activation', { ...config, hidden_act: 'gelu_new' }, 'gelu_new'],
  ['relative positions', { ...config, position_embedding_type: 'relative_key' }, 'absolute'],
  ['a width of text', { ...config, hidden_size: '8' }, 'hidden_size'],
  ['a huge vocabulary', { ...config, vocab_size: 1e12 }, 'vocab_size'],
  ['more layers than there are', { ...config, num_hidden_layers: 3 }, 'layer.2'],
  ['a width that is not the matrices’', { ...config, intermediate_size: 16 }, 'intermediate'],
  ['heads that do not divide the width', { ...config, num_attention_heads: 3 }, '3 heads'],
  ['ten million layers', { ...config, num_hidden_layers: 1e7 }, 'layer.2'],
  ['a width past all bounds', { ...config, hidden_size: 1e7, num_attention_heads: 1 }, 'word_embeddings'],
  ['a negative width', { ...config, hidden_size: -8 }, 'hidden_size'],
  ['no object', null, 'no object'],
])('%s is refused with a sentence', (_, wrong, why) => {
  expect(() => loadEncoder(wrong, bytes)).toThrow(
    expect.objectContaining({ code: 'bad-file', message: expect.stringContaining(why) }),
  )
})
