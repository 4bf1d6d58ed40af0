import { Graph } from '../graph/graph.ts'
import type { DecoderOptions, DecoderShape } from '../layers/decoder.ts'
import { openInference } from '../runtime/open-inference.ts'
import { causalLanguageModel, outputBlock } from './causal-language-model.ts'
import { type LanguageSequence, languageBatch, predictedOf } from './language-batch.ts'
import { type LengthBuckets, lengthBuckets } from './length-buckets.ts'

export interface LanguageLoss {
  /** Mean over all predicted tokens, in nats; e to it is the perplexity. */
  readonly loss: number
  readonly tokens: number
}

/**
 * How well a decoder foresees texts.
 *
 * @param model parameters by name, with the prefix
 * @param sequences at least one, none longer than the decoder's positions and one more
 */
export async function languageLoss(
  model: {
    readonly shape: DecoderShape
    readonly parameters: ReadonlyMap<string, Float32Array>
    /** Adaptations that were not merged. */
    readonly tuning?: Pick<DecoderOptions, 'lora' | 'adapters' | 'prefix'>
    readonly batch?: number
    readonly threads?: number
  },
  sequences: readonly LanguageSequence[],
): Promise<LanguageLoss> {
  const { shape, parameters, tuning = {}, batch = 16, threads = 2 } = model
  const buckets = languageBuckets(sequences, shape)
  const byBucket = Map.groupBy(sequences, ({ tokens }) => buckets.bucketOf(tokens.length - 1))
  let [sum, tokens] = [0, 0]
  for (const [bucket, own] of byBucket) {
    const length = buckets.lengths[bucket] as number
    const graph = new Graph()
    const block = outputBlock(shape.vocabulary, batch * length)
    const loss = causalLanguageModel(graph, shape, { ...tuning, ...block, frozen: true, batch, length })
    const network = await openInference(graph, { loss }, parameters, { threads })
    try {
      for (let from = 0; from < own.length; from += batch) {
        const some = own.slice(from, from + batch)
        const found = await network.run(languageBatch(some, { batch, length }))
        const count = some.reduce((total, sequence) => total + predictedOf(sequence), 0)
        sum += count * Number(found.loss?.[0])
        tokens += count
      }
    } finally {
      await network.close()
    }
  }
  return { loss: sum / tokens, tokens }
}

/** Lengths of the networks for some sequences; none is longer than the positions. */
export function languageBuckets(sequences: readonly LanguageSequence[], { positions }: DecoderShape): LengthBuckets {
  const buckets = lengthBuckets(sequences.map(({ tokens }) => tokens.length - 1))
  return { ...buckets, lengths: buckets.lengths.map((length) => Math.min(length, positions)) }
}
