import type { DecoderShape } from '../layers/decoder.ts'
import { LearnError } from '../learn-error.ts'
import { turnMatrix } from './bert-names.ts'
import type { DecoderFamily } from './decoder-config.ts'
import { decoderParameters, type StoredParameter } from './decoder-parameters.ts'
import { encodeSafetensors, type SavedArray } from './safetensors.ts'

export interface SavedDecoder {
  /** For `config.json`. */
  readonly config: Readonly<Record<string, unknown>>
  /** For `model.safetensors`. */
  readonly safetensors: Uint8Array
}

/**
 * A decoder as the files that `loadDecoder` reads, and Hugging Face's libraries.
 *
 * @param weights by the names that `decoder` gives its parameters, without the prefix; adaptations merged (`mergeLora`)
 * @param tokens ids of the tokens that begin and end texts, for the libraries that want to know
 * @throws LearnError `bad-option` for a shape that none of the families has, `unknown-name` and `bad-shape` for weights that
 *   do not fit it
 */
export function saveDecoder(
  shape: DecoderShape,
  weights: ReadonlyMap<string, Float32Array>,
  tokens: { readonly begin?: number; readonly end?: number } = {},
): SavedDecoder {
  const { family, config } = configOf(shape)
  const arrays = new Map<string, SavedArray>()
  for (const [theirs, parts] of decoderParameters(family, shape)) {
    const prefix = theirs.startsWith('lm_head') ? '' : family === 'gpt2' ? 'transformer.' : 'model.'
    arrays.set(prefix + theirs, joined(parts, weights))
  }
  return {
    config: {
      ...config,
      ...(tokens.begin === undefined ? {} : { bos_token_id: tokens.begin }),
      ...(tokens.end === undefined ? {} : { eos_token_id: tokens.end }),
    },
    safetensors: encodeSafetensors(arrays, { format: 'pt' }),
  }
}

function joined(parts: readonly StoredParameter[], weights: ReadonlyMap<string, Float32Array>): SavedArray {
  const all = parts.map(({ ours, shape, turned }) => {
    const data = weights.get(ours)
    if (!data) throw new LearnError('unknown-name', `There are no numbers for ${ours}.`)
    const [rows, columns = 1] = shape as readonly [number, number?]
    if (data.length !== rows * columns)
      throw new LearnError('bad-shape', `${ours} has ${data.length} numbers, not ${rows * columns}.`)
    return { shape, data: turned ? turnMatrix(data, columns, rows) : data }
  })
  const [first] = all as [SavedArray & { data: Float32Array }, ...unknown[]]
  if (all.length === 1) return first
  const rows = first.shape.length === 1 ? 1 : (first.shape[0] as number)
  const width = first.shape.at(-1) as number
  const data = new Float32Array(rows * width * all.length)
  for (const [i, part] of all.entries())
    for (let row = 0; row < rows; row++)
      data.set(part.data.subarray(row * width, (row + 1) * width), (row * all.length + i) * width)
  return { shape: [...first.shape.slice(0, -1), width * all.length], data }
}

function configOf(shape: DecoderShape): { family: DecoderFamily; config: Readonly<Record<string, unknown>> } {
  const { layers, width, heads, keyHeads = heads, headWidth = width / heads, vocabulary, positions } = shape
  const { norm = 'layer', epsilon = 1e-5, rotary, activation = 'gelu', biases = 'all', tied = true } = shape
  const innerWidth = shape.innerWidth ?? 4 * width
  const common = { vocab_size: vocabulary, tie_word_embeddings: tied, torch_dtype: 'float32' }
  if (
    norm === 'layer' &&
    !rotary &&
    activation !== 'swiglu' &&
    biases === 'all' &&
    keyHeads === heads &&
    headWidth === width / heads
  )
    return {
      family: 'gpt2',
      config: {
        architectures: ['GPT2LMHeadModel'],
        model_type: 'gpt2',
        n_layer: layers,
        n_embd: width,
        n_head: heads,
        n_inner: innerWidth,
        n_positions: positions,
        layer_norm_epsilon: epsilon,
        activation_function: activation === 'geluTanh' ? 'gelu_new' : activation,
        ...common,
      },
    }
  if (norm === 'rms' && rotary && activation === 'swiglu' && biases !== 'all')
    return {
      family: 'llama',
      config: {
        architectures: [biases === 'none' ? 'LlamaForCausalLM' : 'Qwen2ForCausalLM'],
        model_type: biases === 'none' ? 'llama' : 'qwen2',
        num_hidden_layers: layers,
        hidden_size: width,
        num_attention_heads: heads,
        num_key_value_heads: keyHeads,
        head_dim: headWidth,
        intermediate_size: innerWidth,
        max_position_embeddings: positions,
        rms_norm_eps: epsilon,
        hidden_act: 'silu',
        rope_theta: rotary.base ?? 10_000,
        ...ropeScaling(rotary),
        ...common,
      },
    }
  throw new LearnError('bad-option', 'A decoder of this shape is of none of the families that can be saved.')
}

function ropeScaling({ factor = 1, between }: NonNullable<DecoderShape['rotary']>): Readonly<Record<string, unknown>> {
  if (between)
    return {
      rope_scaling: {
        rope_type: 'llama3',
        factor,
        low_freq_factor: between.low,
        high_freq_factor: between.high,
        original_max_position_embeddings: between.positions,
      },
    }
  return factor === 1 ? {} : { rope_scaling: { rope_type: 'linear', factor } }
}
