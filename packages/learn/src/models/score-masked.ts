import { Graph } from '../graph/graph.ts'
import type { EncoderShape } from '../layers/encoder.ts'
import { type Inference, openInference } from '../runtime/open-inference.ts'
import type { Device } from '../runtime/open-session.ts'
import { lengthBuckets } from './length-buckets.ts'
import type { MaskedText } from './mask-words.ts'
import { maskedBatch } from './masked-batch.ts'
import { maskedLanguageModel } from './masked-language-model.ts'

export interface MaskedScores {
  /** Mean cross-entropy of the hidden tokens, in nats. */
  readonly loss: number
  /** e to the loss: among how many equally likely tokens the model hesitates. */
  readonly perplexity: number
  /** Share of hidden tokens whose likeliest guess is right. */
  readonly accuracy: number
  readonly tokens: number
}

export interface ScoreMaskedOptions {
  readonly shape: EncoderShape
  readonly parameters: ReadonlyMap<string, Float32Array>
  readonly padding: number
  readonly batch: number
  /** Most hidden tokens of a text of this length. */
  readonly mostOf: (length: number) => number
  readonly threads?: number
  readonly device?: Device
}

/** How well a masked language model guesses what is hidden in texts. */
export async function scoreMasked(texts: readonly MaskedText[], options: ScoreMaskedOptions): Promise<MaskedScores> {
  const { shape, parameters, padding, batch, mostOf, threads = 2, device = 'cpu' } = options
  const buckets = lengthBuckets(
    texts.map(({ tokens }) => tokens.length),
    { longest: shape.positions },
  )
  const byBucket = Map.groupBy(texts, ({ tokens }) => buckets.bucketOf(tokens.length))
  let [tokens, loss, right] = [0, 0, 0]
  for (const [bucket, own] of byBucket) {
    const length = buckets.lengths[bucket] as number
    const masked = batch * mostOf(length)
    const network = await openScorer(shape, parameters, { batch, length, masked }, { threads, device })
    try {
      for (let from = 0; from < own.length; from += batch) {
        // Places are for the way back.
        const { places, ...inputs } = maskedBatch(own.slice(from, from + batch), { batch, length, masked, padding })
        const found = await network.run(inputs)
        const count = (inputs.weights as Float32Array).reduce((sum, weight) => sum + weight, 0)
        if (count === 0) continue
        tokens += count
        loss += count * Number(found.loss?.[0])
        for (const [i, label] of (inputs.labels as BigInt64Array).entries())
          if (inputs.weights[i] === 1 && found.guesses?.[i] === label) right++
      }
    } finally {
      await network.close()
    }
  }
  return { loss: loss / tokens, perplexity: Math.exp(loss / tokens), accuracy: right / tokens, tokens }
}

function openScorer(
  shape: EncoderShape,
  parameters: ReadonlyMap<string, Float32Array>,
  sizes: { readonly batch: number; readonly length: number; readonly masked: number },
  options: { readonly threads: number; readonly device: Device },
): Promise<Inference> {
  const graph = new Graph()
  const { loss, guesses } = maskedLanguageModel(graph, shape, sizes)
  return openInference(graph, { loss, guesses }, parameters, options)
}
