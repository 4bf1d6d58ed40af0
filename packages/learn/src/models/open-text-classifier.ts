import { Graph } from '../graph/graph.ts'
import type { EncoderOptions, EncoderShape } from '../layers/encoder.ts'
import { softmax } from '../ops/softmax.ts'
import type { QuantisedMatrix } from '../quantise/quantise-matrix.ts'
import { type Inference, openInference } from '../runtime/open-inference.ts'
import type { Device } from '../runtime/open-session.ts'
import { lengthBuckets } from './length-buckets.ts'
import { textBatch } from './text-batch.ts'
import { textClassifier } from './text-classifier.ts'

export interface TextClassifierModel {
  readonly shape: EncoderShape
  readonly classes: number
  /** Id of the token that fills up. */
  readonly padding: number
  /** By name, those of the head too. */
  readonly parameters: ReadonlyMap<string, Float32Array>
  /** Parameters that were rounded to bytes (`quantiseParameters`), by name. */
  readonly quantised?: ReadonlyMap<string, QuantisedMatrix>
  /** Adaptations that were not merged. */
  readonly tuning?: Pick<EncoderOptions, 'lora' | 'adapters'>
  readonly threads?: number
  /** Default `cpu`. */
  readonly device?: Device
  /** Texts in a batch. Default 32. */
  readonly batch?: number
}

export interface Classified {
  /** The likeliest class. */
  readonly label: number
  /** Of each class, adding up to 1. */
  readonly probabilities: Float32Array
}

export interface TextClassifier {
  /** @param texts token ids of each text */
  classify(texts: readonly (readonly number[])[]): Promise<readonly Classified[]>
  [Symbol.asyncDispose](): Promise<void>
}

/** A trained classifier, ready to be asked. Networks for the lengths it meets are made as it meets them. */
export async function openTextClassifier(model: TextClassifierModel): Promise<TextClassifier> {
  const { shape, classes, padding, parameters, quantised, tuning = {}, threads = 2, device = 'cpu', batch = 32 } = model
  const opened = new Map<number, Promise<Inference>>()
  const networkOf = (length: number): Promise<Inference> => {
    const known = opened.get(length)
    if (known) return known
    const graph = new Graph()
    const { lora, adapters } = tuning
    const options = { batch, length, classes, ...(lora ? { lora } : {}), ...(adapters ? { adapters } : {}) }
    const { logits } = textClassifier(graph, shape, options)
    const network = openInference(graph, { probabilities: softmax(logits) }, parameters, {
      threads,
      device,
      ...(quantised ? { quantised } : {}),
    })
    opened.set(length, network)
    return network
  }
  return {
    async classify(texts) {
      const found: Classified[] = []
      if (texts.length === 0) return found
      const buckets = lengthBuckets(
        texts.map((text) => text.length),
        { longest: shape.positions },
      )
      const byBucket = Map.groupBy(texts.keys(), (i) => buckets.bucketOf((texts[i] ?? []).length))
      for (const [bucket, own] of byBucket)
        for (let from = 0; from < own.length; from += batch) {
          const length = buckets.lengths[bucket] as number
          const chosen = own.slice(from, from + batch)
          const network = await networkOf(length)
          const inputs = textBatch(
            chosen.map((i) => texts[i] ?? []),
            { batch, length, padding },
          )
          const all = (await network.run(inputs)).probabilities as Float32Array
          for (const [row, i] of chosen.entries()) found[i] = classified(all.slice(row * classes, (row + 1) * classes))
        }
      return found
    },
    async [Symbol.asyncDispose]() {
      for (const network of opened.values()) await (await network).close()
    },
  }
}

function classified(probabilities: Float32Array): Classified {
  let label = 0
  for (const [i, p] of probabilities.entries()) if (p > (probabilities[label] as number)) label = i
  return { label, probabilities }
}
