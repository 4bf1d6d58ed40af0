import type { EncoderShape } from '../layers/encoder.ts'
import { LearnError } from '../learn-error.ts'
import { bertHeadNames, bertLayerNames, turnMatrix } from './bert-names.ts'
import { encodeSafetensors, type SavedArray } from './safetensors.ts'

export interface SavedEncoder {
  /** Contents of `config.json`. */
  readonly config: Readonly<Record<string, unknown>>
  /** Contents of `model.safetensors`. */
  readonly safetensors: Uint8Array
}

/**
 * An encoder as a BERT in the files of Hugging Face's libraries; `loadEncoder` reads them back. An encoder without segments
 * gets one whose vector is zero, for a BERT always adds one.
 *
 * @param weights by the names that `encoder` gives its parameters, without the prefix
 * @param head of `maskedLanguageModel`, by the names of its parameters; then the files are those of a `BertForMaskedLM`
 * @throws LearnError `unknown-name` when numbers are missing
 */
export function saveEncoder(
  shape: EncoderShape,
  weights: ReadonlyMap<string, Float32Array>,
  { padding, head }: { readonly padding: number; readonly head?: ReadonlyMap<string, Float32Array> },
): SavedEncoder {
  const { layers, width, heads, vocabulary, positions, segments = 0, epsilon = 1e-12 } = shape
  const inner = shape.innerWidth ?? 4 * width
  const prefix = head ? 'bert.' : ''
  const arrays = new Map<string, SavedArray>()
  const put = (theirs: string, ours: string, of: readonly number[], from = weights): void => {
    const data = from.get(ours)
    if (!data) throw new LearnError('unknown-name', `There are no numbers for ${ours}.`)
    arrays.set(theirs, { shape: of, data })
  }
  const putTurned = (theirs: string, ours: string, rows: number, columns: number, from = weights): void => {
    put(theirs, ours, [columns, rows], from)
    const data = arrays.get(theirs)?.data as Float32Array
    arrays.set(theirs, { shape: [columns, rows], data: turnMatrix(data, rows, columns) })
  }
  put(`${prefix}embeddings.word_embeddings.weight`, 'embeddings.word', [vocabulary, width])
  put(`${prefix}embeddings.position_embeddings.weight`, 'embeddings.position', [positions, width])
  const kinds = `${prefix}embeddings.token_type_embeddings.weight`
  if (segments > 0) put(kinds, 'embeddings.segment', [segments, width])
  else arrays.set(kinds, { shape: [1, width], data: new Float32Array(width) })
  for (const part of ['weight', 'bias'])
    put(`${prefix}embeddings.LayerNorm.${part}`, `embeddings.norm.${part}`, [width])
  for (let layer = 0; layer < layers; layer++)
    for (const [theirs, ours, turned] of bertLayerNames) {
      const to = ours.startsWith('inner') ? inner : width
      const names = [`${prefix}encoder.layer.${layer}.${theirs}`, `layer.${layer}.${ours}`] as const
      if (turned) putTurned(...names, ours === 'outer.weight' ? inner : width, to)
      else put(...names, [to])
    }
  if (head)
    for (const [theirs, ours, turned] of bertHeadNames)
      if (turned) putTurned(theirs, ours, width, width, head)
      else put(theirs, ours, [ours === 'head.output.bias' ? vocabulary : width], head)
  const config = {
    model_type: 'bert',
    architectures: [head ? 'BertForMaskedLM' : 'BertModel'],
    hidden_act: 'gelu',
    hidden_size: width,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    intermediate_size: inner,
    vocab_size: vocabulary,
    max_position_embeddings: positions,
    type_vocab_size: Math.max(1, segments),
    layer_norm_eps: epsilon,
    pad_token_id: padding,
  }
  return { config, safetensors: encodeSafetensors(arrays, { format: 'pt' }) }
}
