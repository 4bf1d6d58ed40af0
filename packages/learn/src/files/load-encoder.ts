import type { EncoderShape } from '../layers/encoder.ts'
import { pretrainedReader } from './pretrained.ts'
import { decodeSafetensors } from './safetensors.ts'

export interface LoadedEncoder {
  readonly shape: EncoderShape
  /** By the names that `encoder` gives its parameters, without the prefix. */
  readonly weights: ReadonlyMap<string, Float32Array>
}

/** Names of Hugging Face's BERT and RoBERTa and ours; matrices are stored the other way round there. */
const perLayer: readonly (readonly [theirs: string, ours: string, turned?: 'turned'])[] = [
  ['attention.self.query.weight', 'query.weight', 'turned'],
  ['attention.self.query.bias', 'query.bias'],
  ['attention.self.key.weight', 'key.weight', 'turned'],
  ['attention.self.key.bias', 'key.bias'],
  ['attention.self.value.weight', 'value.weight', 'turned'],
  ['attention.self.value.bias', 'value.bias'],
  ['attention.output.dense.weight', 'output.weight', 'turned'],
  ['attention.output.dense.bias', 'output.bias'],
  ['attention.output.LayerNorm.weight', 'attention.norm.weight'],
  ['attention.output.LayerNorm.bias', 'attention.norm.bias'],
  ['intermediate.dense.weight', 'inner.weight', 'turned'],
  ['intermediate.dense.bias', 'inner.bias'],
  ['output.dense.weight', 'outer.weight', 'turned'],
  ['output.dense.bias', 'outer.bias'],
  ['output.LayerNorm.weight', 'feedForward.norm.weight'],
  ['output.LayerNorm.bias', 'feedForward.norm.bias'],
]
const families = ['bert', 'roberta', 'xlm-roberta', 'camembert']

/**
 * A pretrained encoder of the BERT or RoBERTa family (BERT, MiniLM, RoBERTa, XLM-R, multilingual E5 …) from the contents of
 * its `config.json` and `model.safetensors`.
 *
 * @throws LearnError `bad-file` when the model is of another family, has an activation that is not supported, or lacks numbers
 */
export function loadEncoder(config: unknown, safetensors: Uint8Array): LoadedEncoder {
  const { family, shape } = readConfig(config)
  const { arrays } = decodeSafetensors(safetensors)
  const prefix =
    [...arrays.keys()].find((name) => name.endsWith('embeddings.word_embeddings.weight'))?.split('embeddings.')[0] ?? ''
  const weights = new Map<string, Float32Array>()
  const take = (theirs: string, ours: string, of: readonly number[], turned = false): void => {
    const array = arrays.get(prefix + theirs)
    if (!array) throw bad(`it has no ${prefix}${theirs}`)
    weights.set(ours, read.numbers(theirs, array, of, turned))
  }
  const { width, vocabulary, positions, segments = 0 } = shape
  const inner = shape.innerWidth as number
  take('embeddings.word_embeddings.weight', 'embeddings.word', [vocabulary, width])
  // RoBERTa leaves the first two positions to padding.
  const skipped = family === 'bert' ? 0 : 2
  take('embeddings.position_embeddings.weight', 'embeddings.position', [positions + skipped, width])
  if (skipped > 0)
    weights.set('embeddings.position', (weights.get('embeddings.position') as Float32Array).slice(skipped * width))
  if (segments > 0) take('embeddings.token_type_embeddings.weight', 'embeddings.segment', [segments, width])
  for (const part of ['weight', 'bias']) take(`embeddings.LayerNorm.${part}`, `embeddings.norm.${part}`, [width])
  for (let layer = 0; layer < shape.layers; layer++)
    for (const [theirs, ours, turned] of perLayer) {
      const [rows, columns] = [ours.startsWith('inner') ? inner : width, ours === 'outer.weight' ? inner : width]
      take(
        `encoder.layer.${layer}.${theirs}`,
        `layer.${layer}.${ours}`,
        turned ? [rows, columns] : [rows],
        turned !== undefined,
      )
    }
  return { shape, weights }
}

const read = pretrainedReader('encoder')
const { bad } = read

function readConfig(config: unknown): { family: string; shape: EncoderShape } {
  const given = read.object(config)
  const family = String(given.model_type)
  if (!families.includes(family)) throw bad(`a model of type ${family} is none of ${families.join(', ')}`)
  if (given.hidden_act !== 'gelu') throw bad(`its activation is ${String(given.hidden_act)}, not gelu`)
  if ((given.position_embedding_type ?? 'absolute') !== 'absolute') throw bad('its positions are not absolute')
  const whole = (name: string, least?: number): number => read.whole(given, name, least)
  const epsilon = read.number(given, 'layer_norm_eps', 1, 1e-12)
  return {
    family,
    shape: {
      layers: whole('num_hidden_layers'),
      width: whole('hidden_size'),
      heads: whole('num_attention_heads'),
      innerWidth: whole('intermediate_size'),
      vocabulary: whole('vocab_size'),
      positions: whole('max_position_embeddings', 3) - (family === 'bert' ? 0 : 2),
      segments: whole('type_vocab_size', 0),
      epsilon,
    },
  }
}
