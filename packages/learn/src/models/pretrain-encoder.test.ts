import { expect, test } from 'vitest'
import { loadEncoder } from '../files/load-encoder.ts'
import type { EncoderShape } from '../layers/encoder.ts'
import { decodeFitState, encodeFitState } from '../train/fit-state.ts'
import { createRandom } from '../train/random.ts'
import { maskWords } from './mask-words.ts'
import { maskedBatch } from './masked-batch.ts'
import fixture from './masked-encoder.fixture.json' with { type: 'json' }
import { type PretrainOptions, pretrainEncoder } from './pretrain-encoder.ts'
import { scoreMasked } from './score-masked.ts'

test('loss and guesses of a model with its head are those that transformers finds, in batches of any size', async () => {
  const { shape, weights, head } = loadEncoder(fixture.config, Buffer.from(fixture.safetensors, 'base64'))
  const parameters = new Map([...weights].map(([name, data]) => [`encoder.${name}`, data]))
  for (const [name, data] of head ?? []) parameters.set(name, data)
  const texts = fixture.texts.map((tokens, i) => {
    const hidden = Object.entries(fixture.hidden[i] as Record<string, number>)
    return { tokens, places: hidden.map(([place]) => Number(place)), labels: hidden.map(([, label]) => label) }
  })
  for (const batch of [1, 2, 5]) {
    const scores = await scoreMasked(texts, { shape, parameters, padding: 0, batch, mostOf: () => 3, threads: 1 })
    expect(scores.loss).toBeCloseTo(fixture.loss, 5)
    expect(scores.perplexity).toBeCloseTo(Math.exp(fixture.loss), 4)
    const right = texts.flatMap(({ places, labels }, i) =>
      places.map((place, j) => (fixture.guesses[i] as Record<string, number>)[place] === labels[j]),
    )
    expect(scores.accuracy).toBeCloseTo(right.filter(Boolean).length / 3, 12)
    expect(scores.tokens).toBe(3)
  }
})

const options = { most: 3, mask: 4, vocabulary: 50, special: new Set([0, 1, 2, 3, 4]) }

test('words are hidden whole, never those that are marked, and at most as many tokens as asked', () => {
  const words = [-1, 0, 0, 1, 2, 2, 3, -1]
  const tokens = [2, 10, 11, 12, 13, 14, 15, 3]
  for (let n = 0; n < 200; n++) {
    const { places, labels } = maskWords(tokens, words, { ...options, random: createRandom(n, 'a') })
    expect(places.length).toBeGreaterThan(0)
    expect(places.length).toBeLessThanOrEqual(3)
    expect(labels).toEqual(places.map((place) => tokens[place]))
    for (const word of [0, 2]) expect([0, 2]).toContain(places.filter((place) => words[place] === word).length)
    expect(places.some((place) => words[place] === -1)).toBe(false)
  }
  const random = createRandom(1, 'b')
  expect(maskWords([2, 9, 9, 9, 9, 3], [-1, 0, 0, 0, 0, -1], { ...options, random }).places).toEqual([1, 2, 3])
  expect(maskWords([2, 3], [-1, -1], { ...options, random }).places).toEqual([])
})

test('of hidden tokens 80 % become the mask, 10 % another token, 10 % stay', () => {
  const [tokens, words] = [new Array<number>(40_000).fill(20), Array.from({ length: 40_000 }, (_, i) => i)]
  const all = maskWords(tokens, words, { ...options, most: 40_000, random: createRandom(3, 'c') }).tokens
  const share = (fits: (token: number) => boolean) => all.filter(fits).length / all.length
  expect(share((token) => token === 4)).toBeCloseTo(0.8, 1)
  expect(share((token) => token !== 4 && token !== 20)).toBeCloseTo(0.1 * (44 / 45), 2)
  expect(all.some((token) => token < 4)).toBe(false)
})

test('rows of a batch are all different, and places say where each stands', () => {
  const text = { tokens: [2, 4, 4, 3], places: [1, 2], labels: [8, 9] }
  const batch = maskedBatch([text, text], { batch: 3, length: 4, masked: 6, padding: 0 })
  expect([...batch.rows].slice(0, 4).map(Number)).toEqual([3, 6, 4, 7])
  expect(new Set(Array.from(batch.rows, Number)).size).toBe(6)
  for (const [i, row] of batch.rows.entries()) expect(Number(batch.places[Number(row)])).toBe(i)
  expect([...batch.weights]).toEqual([1, 1, 1, 1, 0, 0])
  expect(() => maskedBatch([text, text], { batch: 2, length: 4, masked: 3, padding: 0 })).toThrow(/room for 3/)
})

/** Texts that say one token of ten and its partner again and again. */
function pairs(count: number, seed: number) {
  const random = createRandom(seed, 'pairs')
  return Array.from({ length: count }, () => {
    const length = 3 + Math.floor(random() * 4)
    const token = 5 + Math.floor(random() * 10)
    const inner = Array.from({ length }, () => [token, token + 10]).flat()
    return { tokens: [2, ...inner, 3], words: [-1, ...inner.keys(), -1] }
  })
}
const shape: EncoderShape = { layers: 1, width: 16, heads: 2, vocabulary: 25, positions: 16 }
let time = 0
const training: PretrainOptions = {
  shape,
  texts: pairs(300, 1),
  heldOut: pairs(60, 2),
  vocabulary: { padding: 0, mask: 4, special: new Set([0, 1, 2, 3, 4]) },
  epochs: 25,
  batch: 16,
  learningRate: 1e-2,
  dropout: 0,
  threads: 1,
  clock: () => time++,
}

test('an encoder from nothing learns what follows from what; the better judgement is kept', async () => {
  const { before, after, parameters } = await pretrainEncoder(training)
  expect(before.perplexity).toBeGreaterThan(20)
  expect(after.accuracy).toBeGreaterThan(0.9)
  expect(after.loss).toBeLessThan(0.5)
  // What is there already is gone on from.
  const again = await pretrainEncoder({ ...training, weights: parameters, epochs: 1, learningRate: 1e-6 })
  expect(again.before.loss).toBeCloseTo(after.loss, 4)
})

test('a training that was broken off and goes on from its state ends with the same bits', async () => {
  const short = { ...training, epochs: 2, dropout: 0.1 }
  const whole = await pretrainEncoder(short)
  let kept: Uint8Array | undefined
  const stop = new AbortController()
  const broken = await pretrainEncoder({
    ...short,
    signal: stop.signal,
    keep: {
      every: 1000,
      async save(state) {
        kept = encodeFitState(state)
      },
    },
    onProgress: ({ step }) => {
      if (step === 17) stop.abort()
    },
  })
  expect(broken.result.ended).toBe('cancelled')
  const rest = await pretrainEncoder({ ...short, from: decodeFitState(kept as Uint8Array) })
  expect(Object.fromEntries(rest.parameters)).toEqual(Object.fromEntries(whole.parameters))
})

test.each([
  ['no texts', { texts: [] }, 'bad-value'],
  ['no held-out texts', { heldOut: [] }, 'bad-value'],
  ['a token that is none', { texts: [{ tokens: [25], words: [0] }] }, 'bad-value'],
  ['words that are not of these tokens', { texts: [{ tokens: [7], words: [0, 1] }] }, 'bad-value'],
  ['a share that is none', { share: 1 }, 'bad-option'],
])('%s is refused', async (_, wrong, code) => {
  await expect(pretrainEncoder({ ...training, ...wrong })).rejects.toMatchObject({ code })
})

test('texts may be as long as there are positions, whatever their number', async () => {
  const { after } = await pretrainEncoder({ ...training, shape: { ...shape, positions: 14 }, epochs: 1 })
  expect(Math.max(...training.texts.map(({ tokens }) => tokens.length))).toBe(14)
  expect(after.loss).toBeGreaterThan(0)
})
