import { Graph } from '../../graph/graph.ts'
import { prune } from '../../graph/prune.ts'
import { sigmoid } from '../../ops/functions.ts'
import { concat } from '../../ops/shapes.ts'
import { type Inference, openInference } from '../../runtime/open-inference.ts'
import type { EncodedRows } from './encode-rows.ts'
import { rowEncoder } from './encode-rows.ts'
import type { FeatureDefinition, FeatureRow } from './feature-definition.ts'
import { rankerBatch } from './ranker-batch.ts'
import { rankerNetwork } from './ranker-network.ts'
import type { RankerOptions } from './ranker-options.ts'
import { rankerShape } from './ranker-shape.ts'

export interface RankerModel {
  readonly definition: FeatureDefinition
  readonly options: RankerOptions
  /** Names of what is predicted, for example `click` and `purchase`. */
  readonly objectives: readonly string[]
  /** By name; read where they are, so they must stay. */
  readonly parameters: ReadonlyMap<string, Float32Array>
}

export interface Ranker {
  /**
   * The probability of each objective for each row, [rows × objectives]; that of `esmm` are of the whole chain.
   *
   * @throws LearnError `bad-value` for a vector that does not fit
   */
  score(rows: readonly FeatureRow[]): Promise<Float32Array>
  /** The same for rows that are numbers already. */
  scoreEncoded(rows: EncodedRows): Promise<Float32Array>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * A trained ranker, ready to be asked. Shapes of a graph are static, so there is one for each of some sizes of batches, made when it is
 * first needed; rows are scored by the largest that they fill and the rest by the smallest that holds it.
 *
 * @param sizes of batches, rising. Default 1, 16, 128, 1024
 */
export function openRanker(
  { definition, options, objectives, parameters }: RankerModel,
  { threads = 2, sizes = [1, 16, 128, 1024] }: { readonly threads?: number; readonly sizes?: readonly number[] } = {},
): Ranker {
  const shape = rankerShape(definition)
  let encode: ReturnType<typeof rowEncoder> | undefined
  const count = objectives.length
  const opened = new Map<number, Promise<{ inference: Inference; wanted: ReadonlySet<string> }>>()
  const networkOf = (batch: number) => {
    const known = opened.get(batch)
    if (known) return known
    const graph = new Graph()
    const logits = rankerNetwork(graph, shape, options, { batch, objectives: count })
    const scores = sigmoid(concat(logits, 1))
    const wanted = new Set(prune(graph, [scores]).inputs.map(({ name }) => name))
    const network = openInference(graph, { scores }, parameters, { threads, numbers: 'read' }).then((inference) => ({
      inference,
      wanted,
    }))
    opened.set(batch, network)
    return network
  }
  const sizeFor = (left: number): number =>
    sizes.findLast((size) => size <= left && left >= (sizes.at(-1) ?? 1)) ?? sizes.find((size) => size >= left) ?? 1

  async function scoreEncoded(rows: EncodedRows): Promise<Float32Array> {
    const scores = new Float32Array(rows.count * count)
    for (let from = 0; from < rows.count; ) {
      const batch = sizeFor(rows.count - from)
      const chosen = Int32Array.from({ length: Math.min(batch, rows.count - from) }, (_, i) => from + i)
      const { inference, wanted } = await networkOf(batch)
      const found = (await inference.run(rankerBatch(rows, shape, chosen, { batch, wanted }))).scores as Float32Array
      scores.set(found.subarray(0, chosen.length * count), from * count)
      from += chosen.length
    }
    return scores
  }
  return {
    scoreEncoded,
    async score(rows) {
      encode ??= rowEncoder(definition)
      return scoreEncoded(encode(rows))
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
