import { expect, test } from 'vitest'
import type { EncoderShape } from '../layers/encoder.ts'
import { mergeLora } from '../layers/merge-lora.ts'
import type { FitState } from '../train/fit.ts'
import { decodeFitState, encodeFitState } from '../train/fit-state.ts'
import { createRandom } from '../train/random.ts'
import { epochBatches } from './epoch-batches.ts'
import { type FineTuneOptions, fineTune } from './fine-tune.ts'
import { type ClassAnswer, classification } from './heads/classification.ts'
import { lengthBuckets } from './length-buckets.ts'
import { openTextClassifier } from './open-text-classifier.ts'
import { textBatch } from './text-batch.ts'

const shape: EncoderShape = { layers: 1, width: 16, heads: 2, vocabulary: 30, positions: 24 }
const padding = 0

/** Texts of 3 to 20 tokens; the class is which of three tokens is among them. */
function examples(count: number, seed: number) {
  const random = createRandom(seed, 'texts')
  const draw = (n: number): number => Math.floor(random() * n)
  const labels = Array.from({ length: count }, () => draw(3))
  return labels.map((label) => {
    const text = Array.from({ length: 3 + draw(18) }, () => 5 + draw(25))
    text[draw(text.length)] = 1 + label
    return { texts: [text], label }
  })
}

const training = examples(160, 1)
const test1 = examples(80, 2)
const texts1 = test1.flatMap(({ texts }) => texts)
const head = classification({ classes: 3 })
const accuracyOf = (answers: readonly ClassAnswer[]): number =>
  head.judgement.of(
    answers.map((answer) => [answer]),
    test1,
  )
let time = 0
const options: FineTuneOptions<number, ClassAnswer> = {
  head,
  encoder: { shape },
  examples: training,
  padding,
  batch: 16,
  epochs: 12,
  learningRate: 1e-2,
  dropout: 0,
  threads: 1,
  clock: () => time++,
}

test('an encoder from nothing learns which word decides, at any length of text', async () => {
  const { parameters, result } = await fineTune(options)
  await using classifier = await openTextClassifier({ shape, classes: 3, padding, parameters, threads: 1 })
  const found = await classifier.classify(texts1)
  expect(accuracyOf(found)).toBeGreaterThan(0.95)
  expect(found[0]?.probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5)
  expect(result.ended).toBe('finished')
  const alone = await classifier.classify([texts1[3] ?? []])
  for (const [i, p] of (alone[0]?.probabilities ?? []).entries()) expect(found[3]?.probabilities[i]).toBeCloseTo(p, 4)
})

test.each(['lora', 'adalora', 'adapter', 'frozen'] as const)(
  '%s: the body of the encoder stays as it was',
  async (method) => {
    const { parameters: whole } = await fineTune({ ...options, epochs: 1 })
    const weights = new Map(
      [...whole]
        .filter(([name]) => name.startsWith('encoder.'))
        .map(([name, data]) => [name.slice('encoder.'.length), data]),
    )
    const { parameters, trainableParameters } = await fineTune({
      ...options,
      encoder: { shape, weights },
      method,
      epochs: 2,
      rank: 2,
    })
    for (const [name, data] of weights) expect(parameters.get(`encoder.${name}`)).toEqual(data)
    const head = 16 * 3 + 3
    const added = {
      lora: 2 * (2 * 16 * 2),
      adalora: 2 * (2 * 16 * 3 + 3),
      adapter: 2 * (2 * 16 * 8 + 8 + 16),
      frozen: 0,
    }
    expect(trainableParameters).toBe(head + added[method])
  },
)

test.each(['lora', 'adalora'] as const)('merged, %s says what it said beside the matrices', async (method) => {
  const { parameters: whole } = await fineTune({ ...options, epochs: 1 })
  const weights = new Map([...whole].map(([name, data]) => [name.replace('encoder.', ''), data]))
  const { parameters, tuning } = await fineTune({
    ...options,
    encoder: { shape, weights },
    method,
    rank: 2,
    epochs: 3,
  })
  const beside = await openTextClassifier({
    shape,
    classes: 3,
    padding,
    parameters,
    tuning,
    threads: 1,
  })
  const within = await openTextClassifier({
    shape,
    classes: 3,
    padding,
    parameters: mergeLora(parameters, tuning.lora ?? { rank: 0 }),
    threads: 1,
  })
  const [a, b] = [await beside.classify(texts1), await within.classify(texts1)]
  for (const [i, { probabilities }] of a.entries())
    for (const [k, p] of probabilities.entries()) expect(b[i]?.probabilities[k]).toBeCloseTo(p, 4)
  await beside[Symbol.asyncDispose]()
  await within[Symbol.asyncDispose]()
})

test('adaptive ranks: a training that was broken off goes on to the bit, importance included', async () => {
  const { parameters: whole } = await fineTune({ ...options, epochs: 1 })
  const weights = new Map([...whole].map(([name, data]) => [name.replace('encoder.', ''), data]))
  const tuned = { ...options, encoder: { shape, weights }, method: 'adalora', rank: 1, epochs: 3 } as const
  const states: FitState[] = []
  const keep = { every: 13, save: async (state: FitState) => void states.push(state) }
  const straight = await fineTune({ ...tuned, keep })
  const resumed = await fineTune({ ...tuned, from: decodeFitState(encodeFitState(states[0] as FitState)) })
  expect(states[0]?.training.step).toBe(13)
  expect(resumed.parameters).toEqual(straight.parameters)
  // Two adaptations began with two ranks each and end with one each on average.
  const ranks = [...straight.parameters].flatMap(([name, data]) => (name.endsWith('.lora.weights') ? [...data] : []))
  expect(ranks.filter((one) => one !== 0)).toHaveLength(2)
  expect(ranks).toHaveLength(4)
})

test('with texts to judge by, the best epoch is kept', async () => {
  const { result } = await fineTune({ ...options, epochs: 4, validation: test1 })
  expect(result.state.best?.judgement).toBeGreaterThan(0.3)
})

test.each([
  ['a label out of range', [{ texts: [[1]], label: 3 }]],
  ['a label that is no class', [{ texts: [[1]], label: 0.5 }]],
  ['no texts', []],
  ['an example without a text', [{ texts: [], label: 0 }]],
])('%s is refused', async (_, wrong) => {
  await expect(fineTune({ ...options, examples: wrong })).rejects.toMatchObject({ code: 'bad-value' })
})

test('buckets hold about as many texts each, and the longest text has one', () => {
  const { lengths, bucketOf } = lengthBuckets([3, 5, 9, 12, 20, 30, 60, 64], { most: 4 })
  expect(lengths).toEqual([8, 16, 32, 64])
  expect([3, 8, 9, 33, 64].map((tokens) => bucketOf(tokens))).toEqual([0, 0, 1, 3, 3])
})

test('an epoch has every text once, in batches of one bucket, and another order than the one before', () => {
  const buckets = Array.from({ length: 50 }, (_, i) => (i < 20 ? 0 : i % 3))
  const { perEpoch, batchOf } = epochBatches(buckets, { batch: 8, seed: 1 })
  expect(perEpoch).toBe(8)
  const epoch = (n: number) => Array.from({ length: perEpoch }, (_, i) => batchOf(n * perEpoch + i + 1))
  for (const batches of [epoch(0), epoch(1)]) {
    expect(batches.flatMap(({ texts: own }) => own).sort((a, b) => a - b)).toEqual([...buckets.keys()])
    for (const { bucket, texts: own } of batches) for (const i of own) expect(buckets[i]).toBe(bucket)
  }
  expect(epoch(0)).not.toEqual(epoch(1))
  expect(epochBatches(buckets, { batch: 8, seed: 1 }).batchOf(12)).toEqual(batchOf(12))
})

test('a batch by hand: position first, padding not seen, shares of a mean', () => {
  const { tokens, bias, shares } = textBatch([[7, 8], [9]], { batch: 3, length: 2, padding: 0 })
  expect([...(tokens as BigInt64Array)]).toEqual([7n, 9n, 0n, 8n, 0n, 0n])
  expect([...(bias as Float32Array)]).toEqual([0, 0, 0, -1e9, 0, -1e9])
  expect([...(shares as Float32Array)]).toEqual([0.5, 1, 1, 0.5, 0, 0])
  expect(() => textBatch([[1, 2, 3]], { batch: 1, length: 2, padding: 0 })).toThrow('3 tokens')
})
