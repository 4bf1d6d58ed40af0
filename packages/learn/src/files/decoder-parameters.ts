import type { DecoderShape } from '../layers/decoder.ts'
import type { DecoderFamily } from './decoder-config.ts'

/** One of our parameters, how it is stored, and which columns of it are ours where several share a matrix. */
export interface StoredParameter {
  readonly ours: string
  /** As it is stored, its own columns alone. */
  readonly shape: readonly number[]
  /** Stored the other way round, [out × in]. */
  readonly turned?: boolean
  readonly columns?: readonly [from: number, to: number]
}

/** Arrays by Hugging Face's name, without `transformer.` or `model.` in front, and what of ours they hold. */
export type DecoderParameters = readonly (readonly [theirs: string, ours: readonly StoredParameter[]])[]

/** Where each parameter of a decoder stands in its safetensors files. */
export const decoderParameters = (family: DecoderFamily, shape: DecoderShape): DecoderParameters =>
  family === 'gpt2' ? gpt2Parameters(shape) : llamaParameters(shape)

type Parameters = [theirs: string, ours: StoredParameter[]][]

function gpt2Parameters({ layers, width, vocabulary, positions, ...shape }: DecoderShape): Parameters {
  const inner = shape.innerWidth ?? 4 * width
  const one = (theirs: string, ours: string, ...of: number[]): Parameters[0] => [theirs, [{ ours, shape: of }]]
  const norm = (theirs: string, ours: string): Parameters =>
    ['weight', 'bias'].map((part) => one(`${theirs}.${part}`, `${ours}.${part}`, width))
  const affine = (theirs: string, ours: string, from: number, to: number): Parameters => [
    one(`${theirs}.weight`, `${ours}.weight`, from, to),
    one(`${theirs}.bias`, `${ours}.bias`, to),
  ]
  // Queries, keys and values lie side by side in one matrix.
  const third = (part: string, own: string, rows: readonly number[]): StoredParameter[] =>
    ['query', 'key', 'value'].map((name, i) => ({
      ours: `layer.${own}.${name}.${part}`,
      shape: [...rows, width],
      columns: [i * width, (i + 1) * width],
    }))
  return [
    one('wte.weight', 'embeddings.word', vocabulary, width),
    one('wpe.weight', 'embeddings.position', positions, width),
    ...(shape.tied === false ? [one('lm_head.weight', 'output.weight', vocabulary, width)] : []),
    ...norm('ln_f', 'norm'),
    ...Array.from({ length: layers }, (_, layer): Parameters => {
      const [theirs, ours] = [`h.${layer}`, `layer.${layer}`]
      return [
        ...norm(`${theirs}.ln_1`, `${ours}.attention.norm`),
        ...norm(`${theirs}.ln_2`, `${ours}.feedForward.norm`),
        [`${theirs}.attn.c_attn.weight`, third('weight', String(layer), [width])],
        [`${theirs}.attn.c_attn.bias`, third('bias', String(layer), [])],
        ...affine(`${theirs}.attn.c_proj`, `${ours}.output`, width, width),
        ...affine(`${theirs}.mlp.c_fc`, `${ours}.inner`, width, inner),
        ...affine(`${theirs}.mlp.c_proj`, `${ours}.outer`, inner, width),
      ]
    }).flat(),
  ]
}

function llamaParameters({ layers, width, heads, vocabulary, biases, ...shape }: DecoderShape): Parameters {
  const { innerWidth: inner = 4 * width, keyHeads = heads, headWidth = width / heads } = shape
  const table = (theirs: string, ours: string): Parameters[0] => [theirs, [{ ours, shape: [vocabulary, width] }]]
  const norm = (theirs: string, ours: string): Parameters[0] => [`${theirs}.weight`, [{ ours, shape: [width] }]]
  const matrix = (theirs: string, ours: string, from: number, to: number, bias = false): Parameters => [
    [`${theirs}.weight`, [{ ours: `${ours}.weight`, shape: [to, from], turned: true }]],
    ...(bias ? [[`${theirs}.bias`, [{ ours: `${ours}.bias`, shape: [to] }]] satisfies Parameters[0]] : []),
  ]
  return [
    table('embed_tokens.weight', 'embeddings.word'),
    ...(shape.tied === false ? [table('lm_head.weight', 'output.weight')] : []),
    norm('norm', 'norm.weight'),
    ...Array.from({ length: layers }, (_, layer): Parameters => {
      const [theirs, ours] = [`layers.${layer}`, `layer.${layer}`]
      const bias = biases === 'queries'
      return [
        norm(`${theirs}.input_layernorm`, `${ours}.attention.norm.weight`),
        norm(`${theirs}.post_attention_layernorm`, `${ours}.feedForward.norm.weight`),
        ...matrix(`${theirs}.self_attn.q_proj`, `${ours}.query`, width, heads * headWidth, bias),
        ...matrix(`${theirs}.self_attn.k_proj`, `${ours}.key`, width, keyHeads * headWidth, bias),
        ...matrix(`${theirs}.self_attn.v_proj`, `${ours}.value`, width, keyHeads * headWidth, bias),
        ...matrix(`${theirs}.self_attn.o_proj`, `${ours}.output`, heads * headWidth, width),
        ...matrix(`${theirs}.mlp.gate_proj`, `${ours}.gate`, width, inner),
        ...matrix(`${theirs}.mlp.up_proj`, `${ours}.inner`, width, inner),
        ...matrix(`${theirs}.mlp.down_proj`, `${ours}.outer`, inner, width),
      ]
    }).flat(),
  ]
}
