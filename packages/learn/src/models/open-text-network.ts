import { Graph } from '../graph/graph.ts'
import { prune } from '../graph/prune.ts'
import { sizeOf, type Tensor } from '../graph/tensor.ts'
import type { QuantisedMatrix } from '../quantise/quantise-matrix.ts'
import { type Inference, openInference } from '../runtime/open-inference.ts'
import type { Device } from '../runtime/open-session.ts'
import { type EncodedText, tokensOf } from './encoded-text.ts'
import { lengthBuckets } from './length-buckets.ts'
import { neededInputs } from './text-batch.ts'

export interface TextNetworkModel {
  /** Writes the network for one size; each output is [batch × …]. */
  readonly write: (
    graph: Graph,
    size: { readonly batch: number; readonly length: number },
  ) => Readonly<Record<string, Tensor>>
  /** Id of the token that fills up. */
  readonly padding: number
  /** By name. */
  readonly parameters: ReadonlyMap<string, Float32Array>
  /** Parameters that were rounded to bytes (`quantiseParameters`), by name. */
  readonly quantised?: ReadonlyMap<string, QuantisedMatrix>
  /** Tokens that no text goes beyond, such as the positions of its encoder. */
  readonly longest?: number
  /** Default 2. */
  readonly threads?: number
  /** Default `cpu`. */
  readonly device?: Device
  /** Texts in a batch. Default 32. */
  readonly batch?: number
}

export interface TextNetwork {
  /** @returns for each text its part of each output */
  run(texts: readonly EncodedText[]): Promise<readonly Readonly<Record<string, Float32Array>>[]>
  [Symbol.asyncDispose](): Promise<void>
}

interface Opened {
  readonly inference: Inference
  /** Names of what it takes. */
  readonly inputs: ReadonlySet<string>
  /** Numbers of each output that belong to one text. */
  readonly sizes: readonly (readonly [string, number])[]
}

/** A trained network of texts, ready to be asked. Networks for the lengths it meets are made as it meets them. */
export function openTextNetwork(model: TextNetworkModel): TextNetwork {
  const { write, padding, parameters, quantised, longest, threads = 2, device = 'cpu', batch = 32 } = model
  const opened = new Map<number, Promise<Opened>>()
  const networkOf = (length: number): Promise<Opened> => {
    const known = opened.get(length)
    if (known) return known
    const graph = new Graph()
    const outputs = write(graph, { batch, length })
    const sizes = Object.entries(outputs).map(([name, { shape }]) => [name, sizeOf(shape) / batch] as const)
    const inputs = new Set(prune(graph, Object.values(outputs)).inputs.map(({ name }) => name))
    const network = openInference(graph, outputs, parameters, {
      threads,
      device,
      ...(quantised ? { quantised } : {}),
    }).then((inference) => ({
      inference,
      inputs,
      sizes,
    }))
    opened.set(length, network)
    return network
  }
  return {
    async run(texts) {
      const found: Record<string, Float32Array>[] = []
      if (texts.length === 0) return found
      const buckets = lengthBuckets(
        texts.map((text) => tokensOf(text).length),
        longest === undefined ? {} : { longest },
      )
      const byBucket = Map.groupBy(texts.keys(), (i) => buckets.bucketOf(tokensOf(texts[i] ?? []).length))
      for (const [bucket, own] of byBucket)
        for (let from = 0; from < own.length; from += batch) {
          const length = buckets.lengths[bucket] as number
          const chosen = own.slice(from, from + batch)
          const { inference, inputs, sizes } = await networkOf(length)
          const results = await inference.run(
            neededInputs(
              inputs,
              chosen.map((i) => texts[i]),
              { batch, length, padding },
            ),
          )
          for (const [row, i] of chosen.entries())
            found[i] = Object.fromEntries(
              sizes.map(([name, size]) => [name, (results[name] as Float32Array).slice(row * size, (row + 1) * size)]),
            )
        }
      return found
    },
    async [Symbol.asyncDispose]() {
      for (const network of opened.values())
        await network.then(
          ({ inference }) => inference.close(),
          // It never opened.
          () => undefined,
        )
    },
  }
}
