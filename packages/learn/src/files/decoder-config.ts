import type { DecoderShape } from '../layers/decoder.ts'
import type { RotaryShape } from '../layers/rotary-angles.ts'
import { pretrainedReader } from './pretrained.ts'

export type DecoderFamily = 'gpt2' | 'llama'

const read = pretrainedReader('decoder')
type Given = Readonly<Record<string, unknown>>

/** Families that are Llama with small differences, which the configuration or `biases` says. */
const likeLlama = ['llama', 'mistral', 'qwen2']
const tanhForms = ['gelu_new', 'gelu_pytorch_tanh', 'gelu_fast']

/**
 * What a `config.json` of Hugging Face says about a decoder.
 *
 * @throws LearnError `bad-file` for another family, or what is not supported
 */
export function decoderConfig(config: unknown): { readonly family: DecoderFamily; readonly shape: DecoderShape } {
  const given = read.object(config)
  const kind = String(given.model_type)
  if (kind === 'gpt2') return { family: 'gpt2', shape: gpt2Shape(given) }
  if (likeLlama.includes(kind)) return { family: 'llama', shape: llamaShape(given, kind) }
  throw read.bad(`a model of type ${kind} is none of gpt2, ${likeLlama.join(', ')}`)
}

function gpt2Shape(given: Given): DecoderShape {
  const activation = String(given.activation_function ?? 'gelu_new')
  if (!tanhForms.includes(activation) && activation !== 'gelu' && activation !== 'relu')
    throw read.bad(`its activation is ${activation}`)
  if (given.scale_attn_weights === false || given.scale_attn_by_inverse_layer_idx === true)
    throw read.bad('its attention is scaled in another way')
  const width = read.whole(given, 'n_embd')
  return {
    layers: read.whole(given, 'n_layer'),
    width,
    heads: read.whole(given, 'n_head'),
    innerWidth: given.n_inner === undefined || given.n_inner === null ? 4 * width : read.whole(given, 'n_inner'),
    vocabulary: read.whole(given, 'vocab_size'),
    positions: read.whole(given, 'n_positions'),
    epsilon: read.number(given, 'layer_norm_epsilon', 1, 1e-5),
    activation: tanhForms.includes(activation) ? 'geluTanh' : (activation as 'gelu' | 'relu'),
    tied: given.tie_word_embeddings !== false,
  }
}

function llamaShape(given: Given, kind: string): DecoderShape {
  if (given.hidden_act !== 'silu') throw read.bad(`its activation is ${String(given.hidden_act)}, not silu`)
  for (const name of ['attention_bias', 'mlp_bias'])
    if (given[name] === true) throw read.bad(`${name} is true in its config.json`)
  const [width, heads] = [read.whole(given, 'hidden_size'), read.whole(given, 'num_attention_heads')]
  const own = (name: string, otherwise: number): number =>
    given[name] === undefined || given[name] === null ? otherwise : read.whole(given, name)
  const positions = read.whole(given, 'max_position_embeddings')
  // Within its window, attention that slides sees all: texts are not longer here.
  const slides =
    given.use_sliding_window !== false && given.sliding_window !== undefined && given.sliding_window !== null
  return {
    layers: read.whole(given, 'num_hidden_layers'),
    width,
    heads,
    keyHeads: own('num_key_value_heads', heads),
    headWidth: own('head_dim', width / heads),
    innerWidth: read.whole(given, 'intermediate_size'),
    vocabulary: read.whole(given, 'vocab_size'),
    positions: slides ? Math.min(positions, read.whole(given, 'sliding_window')) : positions,
    norm: 'rms',
    epsilon: read.number(given, 'rms_norm_eps', 1, 1e-6),
    rotary: rotaryOf(given),
    activation: 'swiglu',
    biases: kind === 'qwen2' ? 'queries' : 'none',
    tied: given.tie_word_embeddings === true,
  }
}

/** `rope_parameters` of newer files, or `rope_theta` and `rope_scaling` of older ones. */
function rotaryOf(given: Given): RotaryShape {
  const scaling = (given.rope_parameters ?? given.rope_scaling ?? {}) as Given
  const base = read.number({ rope_theta: scaling.rope_theta ?? given.rope_theta }, 'rope_theta', 1e12, 10_000)
  const kind = String(scaling.rope_type ?? scaling.type ?? 'default')
  if (kind === 'default') return { base }
  const factor = read.number(scaling, 'factor', 1e6)
  if (kind === 'linear') return { base, factor }
  if (kind !== 'llama3') throw read.bad(`its positions are scaled as “${kind}”`)
  const [low, high] = [read.number(scaling, 'low_freq_factor', 1e6), read.number(scaling, 'high_freq_factor', 1e6)]
  if (!(low < high)) throw read.bad('low_freq_factor is not below high_freq_factor in its config.json')
  return { base, factor, between: { low, high, positions: read.whole(scaling, 'original_max_position_embeddings') } }
}
