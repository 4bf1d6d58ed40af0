import type { DecoderShape } from '../layers/decoder.ts'
import { decoderConfig } from './decoder-config.ts'
import { pretrainedReader } from './pretrained.ts'
import { decodeSafetensors, type SavedArray } from './safetensors.ts'

export interface LoadedDecoder {
  readonly shape: DecoderShape
  /** By the names that `decoder` gives its parameters, without the prefix. */
  readonly weights: ReadonlyMap<string, Float32Array>
}

const read = pretrainedReader('decoder')

/** One of our parameters, how it is stored, and which columns of it are ours where several share a matrix. */
interface Wanted {
  readonly ours: string
  readonly shape: readonly number[]
  /** Stored the other way round, [out × in]. */
  readonly turned?: boolean
  readonly columns?: readonly [from: number, to: number]
}

/**
 * A pretrained decoder of the GPT-2 or Llama family (GPT-2, Llama, Mistral, Qwen2) from the contents of its `config.json` and
 * its safetensors files. Numbers of 16 bits become numbers of 32.
 *
 * @param safetensors one file, or all files of a model that lies in several; taken one after the other
 * @throws LearnError `bad-file` when the model is of another family, asks for what is not supported, or lacks numbers
 */
export function loadDecoder(config: unknown, safetensors: Uint8Array | Iterable<Uint8Array>): LoadedDecoder {
  const { family, shape } = decoderConfig(config)
  const wanted = family === 'gpt2' ? gpt2Parameters(shape) : llamaParameters(shape)
  const missing = new Map(wanted)
  const weights = new Map<string, Float32Array>()
  for (const bytes of safetensors instanceof Uint8Array ? [safetensors] : safetensors)
    for (const [name, array] of decodeSafetensors(bytes).arrays) {
      const place = name.replace(/^(transformer|model)\./, '')
      for (const { ours, shape: stored, turned = false, columns } of missing.get(place) ?? [])
        weights.set(ours, read.numbers(name, columns ? cut(array, columns) : array, stored, turned))
      missing.delete(place)
    }
  const [first] = missing.keys()
  if (first !== undefined) throw read.bad(`it has no ${first}`)
  return { shape, weights }
}

type Parameters = [theirs: string, ours: Wanted[]][]

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
  const third = (part: string, own: string, rows: readonly number[]): Wanted[] =>
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
    ...(shape.tied ? [] : [table('lm_head.weight', 'output.weight')]),
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

/** Some columns of a matrix, or some numbers of a vector. */
function cut({ shape, data }: SavedArray, [from, to]: readonly [number, number]): SavedArray {
  const columns = shape.at(-1) ?? 0
  const rows = shape.length === 1 ? 1 : (shape[0] ?? 0)
  // What does not fit or is of another type is refused with its own shape.
  if (columns < to || !(data instanceof Float32Array) || shape.length > 2) return { shape, data }
  const width = to - from
  const part = new Float32Array(rows * width)
  for (let row = 0; row < rows; row++) part.set(data.subarray(row * columns + from, row * columns + to), row * width)
  return { shape: [...shape.slice(0, -1), width], data: part }
}
