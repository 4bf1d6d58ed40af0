import { expect, test } from 'vitest'
import masked from '../models/masked-encoder.fixture.json' with { type: 'json' }
import fixture from './encoders.fixture.json' with { type: 'json' }
import { loadEncoder } from './load-encoder.ts'
import { decodeSafetensors } from './safetensors.ts'
import { saveEncoder } from './save-encoder.ts'

test.each([
  ['BertModel', fixture.bert],
  ['BertForMaskedLM', masked],
])('%s: what transformers wrote is written again, number by number', (kind, { config, safetensors }) => {
  const bytes = Buffer.from(safetensors, 'base64')
  const { shape, weights, head } = loadEncoder(config, bytes)
  const saved = saveEncoder(shape, weights, { padding: config.pad_token_id, ...(head ? { head } : {}) })
  expect(saved.config).toMatchObject({ architectures: [kind], hidden_size: 8 })
  for (const [name, value] of Object.entries(saved.config))
    if (name !== 'architectures') expect([name, config[name as 'hidden_size']]).toEqual([name, value])
  const sorted = (of: Uint8Array) => Object.fromEntries(decodeSafetensors(of).arrays)
  expect(sorted(saved.safetensors)).toEqual(sorted(bytes))
})

test('an encoder without segments gets one that adds nothing', () => {
  const { shape, weights } = loadEncoder(fixture.bert.config, Buffer.from(fixture.bert.safetensors, 'base64'))
  const saved = saveEncoder({ ...shape, segments: 0 }, weights, { padding: 0 })
  const back = loadEncoder(saved.config, saved.safetensors)
  expect(back.shape).toEqual({ ...shape, segments: 1 })
  expect(back.weights.get('embeddings.segment')).toEqual(new Float32Array(8))
  expect(back.weights.get('layer.1.outer.weight')).toEqual(weights.get('layer.1.outer.weight'))
  expect(back.head).toBeUndefined()
})

test('numbers that are missing are named', () => {
  const { shape, weights } = loadEncoder(fixture.bert.config, Buffer.from(fixture.bert.safetensors, 'base64'))
  expect(() => saveEncoder({ ...shape, layers: 3 }, weights, { padding: 0 })).toThrow(/layer.2.query.weight/)
})
