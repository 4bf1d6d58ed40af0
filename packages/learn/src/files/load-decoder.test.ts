import { Buffer } from 'node:buffer'
import { expect, test } from 'vitest'
import { Graph } from '../graph/graph.ts'
import { decoder, decoderOutput } from '../layers/decoder.ts'
import { causalLanguageModel } from '../models/causal-language-model.ts'
import { matmul } from '../ops/matrix.ts'
import { openInference } from '../runtime/open-inference.ts'
import { openTraining } from '../train/open-training.ts'
import fixture from './decoders.fixture.json' with { type: 'json' }
import { loadDecoder } from './load-decoder.ts'
import { encodeSafetensors } from './safetensors.ts'
import { saveDecoder } from './save-decoder.ts'

const { text, models } = fixture
const names = Object.keys(models) as (keyof typeof models)[]
const shardsOf = (name: keyof typeof models): Buffer[] =>
  models[name].shards.map((shard) => Buffer.from(shard, 'base64'))
const tokens = BigInt64Array.from(text, BigInt)

test.each(names)('%s: logits are those that transformers finds', async (name) => {
  const { config, logits } = models[name]
  const { shape, weights } = loadDecoder(config, shardsOf(name))
  const named = new Map([...weights].map(([own, data]) => [`decoder.${own}`, data]))
  for (const standard of [false, true]) {
    const graph = new Graph({ standard })
    const inputs = { batch: 1, length: text.length, tokens: graph.input('tokens', 'int64', [text.length]) }
    const vectors = decoder(graph, shape, inputs)
    const scores = matmul(vectors, decoderOutput(graph, shape), { transposeB: true })
    const network = await openInference(graph, { scores }, named, { threads: 1 })
    const found = (await network.run({ tokens })).scores as Float32Array
    await network.close()
    const rows = logits.map((_, i) => found[Math.floor(i / 60) * 5 * 60 + (i % 60)] as number)
    expect(Math.hypot(...rows.map((x, i) => x - (logits[i] as number))) / Math.hypot(...logits)).toBeLessThan(1e-5)
  }
})

/** Names of theirs, and how ours lies in theirs. */
function theirName(name: string, ours: string): { theirs: string; turned: boolean; third?: number } {
  const part = /layer\.(\d+)\.(\w+(?:\.norm)?)\.(weight|bias)/.exec(ours)
  const [, layer = '', of = '', kind = ''] = part ?? []
  if (name === 'gpt2') {
    const whole = { 'embeddings.word': 'wte.weight', 'embeddings.position': 'wpe.weight' }[ours]
    const places: Record<string, string> = {
      'attention.norm': 'ln_1',
      'feedForward.norm': 'ln_2',
      output: 'attn.c_proj',
      inner: 'mlp.c_fc',
      outer: 'mlp.c_proj',
    }
    const third = ['query', 'key', 'value'].indexOf(of)
    if (third >= 0) return { theirs: `transformer.h.${layer}.attn.c_attn.${kind}`, turned: false, third }
    const place = whole ?? (part ? `h.${layer}.${places[of]}.${kind}` : ours.replace('norm', 'ln_f'))
    return { theirs: `transformer.${place}`, turned: false }
  }
  const places: Record<string, string> = {
    'attention.norm': 'input_layernorm',
    'feedForward.norm': 'post_attention_layernorm',
    query: 'self_attn.q_proj',
    key: 'self_attn.k_proj',
    value: 'self_attn.v_proj',
    output: 'self_attn.o_proj',
    gate: 'mlp.gate_proj',
    inner: 'mlp.up_proj',
    outer: 'mlp.down_proj',
  }
  if (ours === 'embeddings.word') return { theirs: 'model.embed_tokens.weight', turned: false }
  if (ours === 'output.weight') return { theirs: 'lm_head.weight', turned: false }
  if (!part) return { theirs: `model.${ours}`, turned: false }
  return { theirs: `model.layers.${layer}.${places[of]}.${kind}`, turned: kind === 'weight' && !of.endsWith('norm') }
}

test.each(names)(
  '%s: loss and gradients are PyTorch’s, over all tokens or those that are followed by one',
  async (name) => {
    const { config, loss, slopes } = models[name]
    const { shape, weights } = loadDecoder(config, shardsOf(name))
    const length = text.length
    for (const predicted of [undefined, length - 1]) {
      const graph = new Graph()
      const own = { batch: 1, length, weights, block: 4, ...(predicted === undefined ? {} : { predicted }) }
      const training = await openTraining({
        networks: [{ graph, loss: causalLanguageModel(graph, shape, own) }],
        optimiser: { kind: 'descent' },
        threads: 1,
      })
      const before = training.save().arrays
      const rows = predicted ?? length
      const report = await training.run(
        {
          inputs: {
            tokens,
            labels: BigInt64Array.from({ length: rows }, (_, i) => BigInt(text[i + 1] ?? 0)),
            weights: Float32Array.from({ length: rows }, (_, i) => Number(i + 1 < length)),
            ...(predicted === undefined
              ? {}
              : {
                  rows: BigInt64Array.from({ length: rows }, (_, i) => BigInt(i)),
                  places: BigInt64Array.from({ length }, (_, i) => BigInt(i)),
                }),
          },
        },
        1,
      )
      expect(report.loss).toBeCloseTo(loss, 4)
      const theirs: Record<string, number[]> = slopes
      const products = new Map<string, [square: number, product: number]>()
      for (const [full, now] of training.parameters) {
        const ours = full.replace('decoder.', '')
        const { theirs: place, turned, third } = theirName(name, ours)
        const start = before.get(full) as Float32Array
        const columns = third === undefined ? 0 : shape.width
        const rowsOf = turned ? now.length / ((slopesShape(ours, shape)[1] as number) || 1) : 0
        const sums = products.get(place) ?? [0, 0]
        for (const [i, value] of now.entries()) {
          const gradient = (start[i] as number) - value
          const across = slopesShape(ours, shape)[1] as number
          let at = i
          if (turned) at = (i % across) * rowsOf + Math.floor(i / across)
          if (third !== undefined) at = Math.floor(i / columns) * 3 * columns + third * columns + (i % columns)
          sums[0] += gradient ** 2
          sums[1] += gradient * Math.cos(0.7 * at)
        }
        products.set(place, sums)
      }
      expect([...products.keys()].sort()).toEqual(Object.keys(theirs).sort())
      for (const [place, [square, product]] of products) {
        const [norm, along] = theirs[place] as [number, number]
        expect(Math.abs(Math.sqrt(square) - norm) / norm, place).toBeLessThan(2e-4)
        expect(Math.abs(product - along) / norm, place).toBeLessThan(2e-4)
      }
      await training.close()
    }
  },
)

function slopesShape(ours: string, shape: ReturnType<typeof loadDecoder>['shape']): [number, number] {
  const { width, heads, keyHeads = heads, headWidth = width / heads, innerWidth = 4 * width } = shape
  if (ours.includes('query')) return [width, heads * headWidth]
  if (ours.includes('key') || ours.includes('value')) return [width, keyHeads * headWidth]
  if (ours.includes('gate') || ours.includes('inner')) return [width, innerWidth]
  return [0, width]
}

test.each(names)('%s: what is saved is loaded again', (name) => {
  const { shape, weights } = loadDecoder(models[name].config, shardsOf(name))
  const { config, safetensors } = saveDecoder(shape, weights, { begin: 1, end: 2 })
  const again = loadDecoder(config, safetensors)
  expect(again.shape).toEqual(shape)
  expect(new Map([...again.weights].sort())).toEqual(new Map([...weights].sort()))
  expect(config).toMatchObject({ bos_token_id: 1, eos_token_id: 2 })
})

test('shapes of no family and weights that do not fit are not saved', () => {
  const { shape, weights } = loadDecoder(models.gpt2.config, shardsOf('gpt2'))
  expect(() => saveDecoder({ ...shape, rotary: {} }, weights)).toThrow('none of the families')
  expect(() => saveDecoder({ ...shape, layers: 3 }, weights)).toThrow('no numbers for layer.2')
  expect(() => saveDecoder({ ...shape, vocabulary: 61 }, weights)).toThrow('not 976')
})

const { gpt2, llama } = models
test.each([
  ['another family', { ...gpt2.config, model_type: 'bert' }, 'bert'],
  ['another activation', { ...gpt2.config, activation_function: 'silu' }, 'silu'],
  ['a scale of its own', { ...gpt2.config, scale_attn_by_inverse_layer_idx: true }, 'scaled'],
  ['a width of text', { ...gpt2.config, n_embd: '16' }, 'n_embd'],
  ['a huge vocabulary', { ...gpt2.config, vocab_size: 1e12 }, 'vocab_size'],
  ['more layers than there are', { ...gpt2.config, n_layer: 3 }, 'h.2.'],
  ['more positions than there are', { ...gpt2.config, n_positions: 128 }, '[64 × 16], not [128 × 16]'],
  ['a narrower model than it is', { ...gpt2.config, n_embd: 12, n_head: 4 }, '16'],
  ['no object', null, 'no object'],
])('GPT-2 with %s is refused with a sentence', (_, config, why) => {
  expect(() => loadDecoder(config, shardsOf('gpt2'))).toThrow(
    expect.objectContaining({ code: 'bad-file', message: expect.stringContaining(why) }),
  )
})

test.each([
  ['another activation', { hidden_act: 'gelu' }, 'gelu'],
  ['biases', { attention_bias: true }, 'attention_bias'],
  ['positions scaled in an unknown way', { rope_parameters: { rope_type: 'yarn', factor: 2 } }, 'yarn'],
  ['a scale that is no number', { rope_parameters: { rope_type: 'linear', factor: 'two' } }, 'factor'],
  ['more heads of keys than there are', { num_key_value_heads: 4 }, '[8 × 16], not [16 × 16]'],
])('Llama with %s is refused with a sentence', (_, wrong, why) => {
  expect(() => loadDecoder({ ...llama.config, ...wrong }, shardsOf('llama'))).toThrow(
    expect.objectContaining({ code: 'bad-file', message: expect.stringContaining(why) }),
  )
})

test('a shard that is missing or of whole numbers is told', () => {
  expect(() => loadDecoder(models.mistral.config, shardsOf('mistral').slice(0, 1))).toThrow('it has no ')
  const whole = encodeSafetensors(new Map([['transformer.wte.weight', { shape: [60, 16], data: new Int32Array(960) }]]))
  expect(() => loadDecoder(gpt2.config, whole)).toThrow('is not of floating-point numbers')
})

test('within its window, attention that slides sees all: texts are as long as the window', () => {
  const config = { ...models.mistral.config, sliding_window: 24 }
  expect(loadDecoder(config, shardsOf('mistral')).shape.positions).toBe(24)
  const unused = { ...models.qwen2.config, sliding_window: 24, use_sliding_window: false }
  expect(loadDecoder(unused, shardsOf('qwen2')).shape.positions).toBe(64)
})
