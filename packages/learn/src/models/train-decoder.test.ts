import { expect, test } from 'vitest'
import { openGenerator } from '../generate/open-generator.ts'
import type { DecoderShape } from '../layers/decoder.ts'
import { mergeLora } from '../layers/merge-lora.ts'
import { createRandom } from '../train/random.ts'
import { type LanguageSequence, languageBatch, packTexts } from './language-batch.ts'
import { languageLoss } from './language-loss.ts'
import { decoderTuning, type TrainDecoderOptions, trainDecoder } from './train-decoder.ts'

const end = 1
const shape: DecoderShape = { layers: 1, width: 32, heads: 2, vocabulary: 14, positions: 20 }

/** Prompts of some tokens, and the same tokens backwards as the answer. */
function mirrored(count: number, seed: number): LanguageSequence[] {
  const random = createRandom(seed, 'prompts')
  return Array.from({ length: count }, () => {
    const prompt = Array.from({ length: 1 + Math.floor(random() * 4) }, () => 3 + Math.floor(random() * 11))
    return { tokens: [...prompt, 2, ...prompt.toReversed(), end], from: prompt.length + 1 }
  })
}

let time = 0
const options: TrainDecoderOptions = {
  decoder: { shape },
  sequences: mirrored(600, 1),
  batch: 32,
  epochs: 25,
  learningRate: 5e-3,
  dropout: 0,
  threads: 1,
  clock: () => time++,
}

test('a decoder from nothing learns to answer, and is asked for answers alone', async () => {
  const { parameters } = await trainDecoder(options)
  await using generator = openGenerator({ shape, parameters, batch: 8, threads: 1 })
  const asked = mirrored(60, 2)
  const found = await generator.write(
    asked.map(({ tokens, from }) => tokens.slice(0, from)),
    { stop: [end], longest: 10 },
  )
  const right = found.filter(({ tokens }, i) => {
    const { tokens: whole, from } = asked[i] as LanguageSequence
    return whole.slice(from, -1).join() === tokens.join()
  })
  expect(right.length).toBeGreaterThan(54)
  const { loss, tokens } = await languageLoss({ shape, parameters, threads: 1 }, asked)
  expect(tokens).toBe(asked.reduce((sum, one) => sum + one.tokens.length - (one.from ?? 1), 0))
  expect(loss).toBeLessThan(0.3)
  // What a prompt says cannot be foreseen: its tokens are as likely as one in eleven.
  const all = await languageLoss(
    { shape, parameters, threads: 1 },
    asked.map((one) => ({ tokens: one.tokens })),
  )
  expect(all.loss).toBeGreaterThan(1)
})

test.each([
  { norm: 'rms', rotary: {}, activation: 'swiglu', biases: 'none', keyHeads: 1, tied: false },
  { activation: 'relu', biases: 'queries' },
  { activation: 'geluTanh', rotary: {} },
] satisfies Partial<DecoderShape>[])('a decoder with $activation learns too', async (parts) => {
  const { result } = await trainDecoder({
    ...options,
    decoder: { shape: { ...shape, ...parts } },
    epochs: 4,
    validation: mirrored(60, 2),
  })
  expect(result.state.best?.judgement).toBeLessThan(1.9)
})

test.each(['lora', 'adapter'] as const)('%s: the decoder stays as it was; lora can be merged', async (method) => {
  const { parameters: whole } = await trainDecoder({ ...options, epochs: 1 })
  const weights = new Map([...whole].map(([name, data]) => [name.slice('decoder.'.length), data]))
  const tuned = await trainDecoder({ ...options, decoder: { shape, weights }, method, epochs: 1, rank: 2 })
  for (const [name, data] of whole) expect(tuned.parameters.get(name)).toEqual(data)
  expect(tuned.trainableParameters).toBe({ lora: 4 * (2 * 32 * 2), adapter: 2 * (2 * 32 * 8 + 8 + 32) }[method])
  const asked = mirrored(30, 2)
  const { loss } = await languageLoss(
    { shape, parameters: tuned.parameters, tuning: decoderTuning(method, 2), threads: 1 },
    asked,
  )
  expect(loss).toBeLessThan((await languageLoss({ shape, parameters: whole, threads: 1 }, asked)).loss)
  if (method !== 'lora') return
  const merged = await languageLoss({ shape, parameters: mergeLora(tuned.parameters, { rank: 2 }), threads: 1 }, asked)
  expect(merged.loss).toBeCloseTo(loss, 5)
})

test('packed texts predict every token once, those that end texts too', () => {
  const sequences = packTexts([[3, 4, 5], [6], [7, 8, 9]], { length: 4, end })
  expect(sequences.map(({ tokens }) => tokens)).toEqual([
    [3, 4, 5, end, 6],
    [6, end, 7, 8, 9],
  ])
  expect(packTexts([], { length: 4, end })).toEqual([])
})

test('a batch has each token’s successor beside it, and chosen rows are all different', () => {
  const sequences = [{ tokens: [3, 4, 5, end], from: 2 }, { tokens: [6, 7] }]
  const all = languageBatch(sequences, { batch: 3, length: 4 })
  expect([...(all.tokens ?? [])].map(Number)).toEqual([3, 6, 0, 4, 0, 0, 5, 0, 0, 0, 0, 0])
  expect([...(all.labels ?? [])].map(Number)).toEqual([4, 7, 0, 5, 0, 0, end, 0, 0, 0, 0, 0])
  expect([...(all.weights ?? [])]).toEqual([0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0])
  const some = languageBatch(sequences, { batch: 3, length: 4, predicted: 5 })
  expect([...(some.rows ?? [])].map(Number)).toEqual([1, 3, 6, 0, 2])
  expect([...(some.labels ?? [])].map(Number)).toEqual([7, 5, end, 4, 0])
  expect([...(some.weights ?? [])]).toEqual([1, 1, 1, 0, 0])
  expect([...(some.places ?? [])].map(Number)).toEqual([3, 0, 4, 1, 5, 5, 2, 5, 5, 5, 5, 5])
  expect(() => languageBatch(sequences, { batch: 1, length: 4 })).toThrow('2 texts do not fit')
  expect(() => languageBatch(sequences, { batch: 2, length: 4, predicted: 2 })).toThrow('room for 2')
  expect(() => languageBatch(sequences, { batch: 2, length: 2 })).toThrow('room for 2 to 3')
})

test.each([
  ['no texts', { sequences: [] }, 'no texts'],
  ['a text of one token', { sequences: [{ tokens: [3] }] }, 'has 1 tokens'],
  ['a text beyond the positions', { sequences: [{ tokens: new Array(22).fill(3) }] }, 'has 22 tokens; 2 to 21'],
  ['nothing to predict', { sequences: [{ tokens: [3, 4], from: 2 }] }, 'at 2 of 2'],
  ['a token that does not exist', { sequences: [{ tokens: [3, 14] }] }, 'token 14'],
  ['half an epoch', { epochs: 0.5 }, 'whole numbers'],
])('%s is refused with a sentence', async (_, wrong, why) => {
  await expect(trainDecoder({ ...options, ...wrong })).rejects.toThrow(why)
})
