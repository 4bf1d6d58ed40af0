import { Buffer } from 'node:buffer'
import { expect, test } from 'vitest'
import fixture from '../files/decoders.fixture.json' with { type: 'json' }
import { loadDecoder } from '../files/load-decoder.ts'
import { Graph } from '../graph/graph.ts'
import { decoder, decoderOutput } from '../layers/decoder.ts'
import { matmul } from '../ops/matrix.ts'
import { openInference } from '../runtime/open-inference.ts'
import { createCache } from './key-value-cache.ts'
import { openCachedNetwork } from './open-cached-network.ts'
import { type GeneratorModel, openGenerator } from './open-generator.ts'

const { models, prompts } = fixture
const names = Object.keys(models) as (keyof typeof models)[]
const stop = [2]

function modelOf(name: keyof typeof models): GeneratorModel {
  const { config, shards } = models[name]
  const { shape, weights } = loadDecoder(
    config,
    shards.map((shard) => Buffer.from(shard, 'base64')),
  )
  const parameters = new Map([...weights].map(([own, data]) => [`decoder.${own}`, data]))
  return { shape, parameters, threads: 1 }
}

test.each(names)('%s writes what transformers writes, alone and side by side', async (name) => {
  const { greedy, penalised } = models[name]
  for (const batch of [1, 3]) {
    await using generator = openGenerator({ ...modelOf(name), batch })
    for (const [expected, settings] of [
      [greedy, {}],
      [penalised, { repetitionPenalty: 1.4 }],
    ] as const) {
      const found = await generator.write(prompts, { ...settings, longest: 24, stop })
      // Theirs keeps the token that ends a text.
      expect(found.map(({ tokens, ended }) => (ended === 'stop' ? [...tokens, 2] : [...tokens]))).toEqual(expected)
    }
  }
})

test.each(names)('%s: logits with a cache are those of the whole text, whatever else is written', async (name) => {
  const { shape, parameters } = modelOf(name)
  const length = 60
  const texts = [0, 1].map((text) => Array.from({ length }, (_, i) => (7 * i * (i + text) + 3 * text + 1) % 60))
  const { layers, heads, width, keyHeads = heads, headWidth = width / heads, vocabulary } = shape
  const graph = new Graph()
  const tokens = graph.input('tokens', 'int64', [2 * length])
  const vectors = decoder(graph, shape, { batch: 2, length, tokens })
  const scores = matmul(vectors, decoderOutput(graph, shape), { transposeB: true })
  const whole = await openInference(graph, { scores }, parameters, { threads: 1 })
  const ids = BigInt64Array.from({ length: 2 * length }, (_, row) => BigInt(texts[row % 2]?.[row >> 1] ?? 0))
  const expected = (await whole.run({ tokens: ids })).scores as Float32Array
  await whole.close()

  const common = { shape, parameters, tuning: {}, batch: 2, longest: 64, threads: 1 }
  const [long, short] = [
    await openCachedNetwork({ ...common, length: 16 }),
    await openCachedNetwork({ ...common, length: 1 }),
  ]
  const cache = createCache({ layers, batch: 2, keyHeads, headWidth, longest: 64 })
  const lengths = [0, 0]
  // Of the first text 16 and 16 and then one by one; the second begins later and is ahead in the end.
  const takes = [[16, 0], [16, 5], [0, 16], [0, 16], ...Array.from({ length: 12 }, () => [1, 1])] as [number, number][]
  for (const take of takes) {
    const next = take.map((n, text) => (texts[text] ?? []).slice(lengths[text], (lengths[text] ?? 0) + n))
    const found = await (Math.max(...take) > 1 ? long : short).take(cache, lengths, next)
    for (const [text, own] of found.entries()) {
      expect(own === undefined).toBe(take[text] === 0)
      if (!own) continue
      const at = (((lengths[text] ?? 0) - 1) * 2 + text) * vocabulary
      const truth = [...expected.subarray(at, at + vocabulary)]
      const distance = Math.hypot(...truth.map((x, i) => x - (own[i] as number))) / Math.hypot(...truth)
      expect(distance).toBeLessThan(1e-5)
    }
  }
  expect(lengths).toEqual([44, 49])
  await long.close()
  await short.close()
})

test('equal seeds draw equal texts, others draw others, and a text does not depend on what is written beside it', async () => {
  const drawn = { temperature: 1, topP: 0.95, longest: 20 }
  await using generator = openGenerator({ ...modelOf('llama'), batch: 2 })
  const [prompt] = prompts as [number[]]
  const [first, second] = await generator.write([prompt, prompt], { ...drawn, seed: 5 })
  expect(first?.tokens).not.toEqual(second?.tokens)
  expect(await generator.write([prompt, prompt], { ...drawn, seed: 5 })).toEqual([first, second])
  expect(await generator.write([prompt, [1]], { ...drawn, seed: 6 })).not.toEqual([first, second])
  expect((await generator.write([prompt, [1, 2, 3]], { ...drawn, seed: 5 }))[0]).toEqual(first)
})

test('tokens come one by one, and who stops reading stops the writing', async () => {
  await using generator = openGenerator(modelOf('gpt2'))
  const [prompt] = prompts as [number[]]
  const seen: number[] = []
  for await (const token of generator.stream(prompt, { longest: 24, stop })) {
    seen.push(token)
    if (seen.length === 5) break
  }
  expect(seen).toEqual(models.gpt2.greedy[0]?.slice(0, 5))
  const whole = generator.stream(prompts[1] as number[], { longest: 24, stop })
  let step = await whole.next()
  while (!step.done) step = await whole.next()
  expect(step.value).toBe('stop')
  const controller = new AbortController()
  const cancelled = generator.stream(prompt, { signal: controller.signal })
  await cancelled.next()
  controller.abort(new Error('enough'))
  await expect(
    (async () => {
      for await (const _ of cancelled);
    })(),
  ).rejects.toThrow('enough')
})

test('what may come is asked for at each token', async () => {
  await using generator = openGenerator({ ...modelOf('qwen2'), batch: 2 })
  const alternating = (written: readonly number[], prompt: number) =>
    prompt === 0 ? new Set(written.length % 2 === 0 ? [10, 11] : [20, 21]) : undefined
  const [bound, free] = await generator.write(prompts, { longest: 6, allowed: alternating })
  expect(bound?.tokens.map((token) => Math.floor(token / 10))).toEqual([1, 2, 1, 2, 1, 2])
  expect(free?.tokens).toEqual(models.qwen2.greedy[1]?.slice(0, 6))
})

test('a text ends where the positions do', async () => {
  await using generator = openGenerator(modelOf('gpt2'))
  const prompt = Array.from({ length: 60 }, () => 1)
  expect(await generator.write([prompt], { longest: 100 })).toEqual([
    { tokens: expect.objectContaining({ length: 4 }), ended: 'full' },
  ])
})

test.each([
  ['an empty prompt', [[]], {}, 'is empty'],
  ['a prompt without room for an answer', [Array.from({ length: 64 }, () => 1)], {}, 'has 64 tokens'],
  ['a token beyond the vocabulary', [[1, 60]], {}, 'token 60; they go from 0 to 59'],
  ['a token that is no number', [[1, Number.NaN]], {}, 'token NaN'],
  ['no room', [[1]], { longest: 0 }, 'whole number of tokens'],
  ['an empty set', [[1]], { allowed: () => new Set<number>() }, 'No token is allowed'],
])('%s is refused with a sentence', async (_, wrong, options, why) => {
  await using generator = openGenerator(modelOf('gpt2'))
  await expect(generator.write(wrong, options)).rejects.toThrow(why)
})

test('parameters that are no numbers are told, not written with', async () => {
  const { parameters, ...model } = modelOf('gpt2')
  const broken = new Map(parameters).set('decoder.norm.weight', new Float32Array(16).fill(Number.NaN))
  await using generator = openGenerator({ ...model, parameters: broken })
  await expect(generator.write([[1]])).rejects.toThrow(expect.objectContaining({ code: 'not-finite' }))
})
