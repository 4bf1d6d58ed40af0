import type { EncoderShape } from '../layers/encoder.ts'
import { bertHeadNames, bertLayerNames } from './bert-names.ts'
import { pretrainedReader } from './pretrained.ts'
import { decodeSafetensors, type SavedArray } from './safetensors.ts'

export interface LoadedEncoder {
  readonly shape: EncoderShape
  /** By the names that `encoder` gives its parameters, without the prefix. */
  readonly weights: ReadonlyMap<string, Float32Array>
  /** Of a BERT's head that guesses hidden tokens, by the names of `maskedLanguageModel`; where the file has one. */
  readonly head?: ReadonlyMap<string, Float32Array>
}

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
    for (const [theirs, ours, turned] of bertLayerNames) {
      const [rows, columns] = [ours.startsWith('inner') ? inner : width, ours === 'outer.weight' ? inner : width]
      take(
        `encoder.layer.${layer}.${theirs}`,
        `layer.${layer}.${ours}`,
        turned ? [rows, columns] : [rows],
        turned !== undefined,
      )
    }
  const head = readHead(arrays, shape)
  return head ? { shape, weights, head } : { shape, weights }
}

/** Undefined where there is none, or not all of it. */
function readHead(
  arrays: ReadonlyMap<string, SavedArray>,
  { width, vocabulary }: EncoderShape,
): ReadonlyMap<string, Float32Array> | undefined {
  const head = new Map<string, Float32Array>()
  for (const [theirs, ours, turned] of bertHeadNames) {
    const array = arrays.get(theirs)
    if (!array) return undefined
    const shape = ours === 'head.output.bias' ? [vocabulary] : turned ? [width, width] : [width]
    head.set(ours, read.numbers(theirs, array, shape, turned !== undefined))
  }
  return head
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
  if (whole('hidden_size') % whole('num_attention_heads') !== 0)
    throw bad(`its ${whole('num_attention_heads')} heads do not divide a width of ${whole('hidden_size')}`)
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
