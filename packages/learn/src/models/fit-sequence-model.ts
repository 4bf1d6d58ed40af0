import { Graph } from '../graph/graph.ts'
import { LearnError } from '../learn-error.ts'
import { type FitOptions, type FitResult, fit } from '../train/fit.ts'
import { openTraining } from '../train/open-training.ts'
import { checkItems } from './check-items.ts'
import { drawRows } from './draw-rows.ts'
import { epochBatches } from './epoch-batches.ts'
import { lengthBuckets } from './length-buckets.ts'
import { piecesOf, sequenceBatch } from './sequence-batch.ts'
import { type SequenceShape, sequenceModel } from './sequence-model.ts'

export interface SequenceFitOptions extends Pick<FitOptions, 'keep' | 'from' | 'signal' | 'onProgress' | 'clock'> {
  readonly shape: SequenceShape
  /** Items of each person, oldest first, numbered from 0; those with fewer than two say nothing. */
  readonly sequences: readonly Int32Array[]
  /** Times that all sequences are seen, at most. */
  readonly epochs: number
  /** Positions of a step; padding is among them. Default 1024. */
  readonly positionsPerStep?: number
  /** Default 1e-3. */
  readonly learningRate?: number
  /** Default 0. */
  readonly dropout?: number
  /** Each item is held against so many drawn ones instead of all; popular ones are drawn more often. */
  readonly negatives?: number
  /** Judges after each epoch, and keeps the best. */
  readonly judge?: {
    readonly run: (parameters: ReadonlyMap<string, Float32Array>) => number
    /** So many epochs without a better judgement end the training. */
    readonly patience: number
  }
  readonly seed?: number
  readonly threads?: number
}

export interface SequenceFit {
  /** By name. */
  readonly parameters: ReadonlyMap<string, Float32Array>
  readonly trainableParameters: number
  readonly result: FitResult
}

/**
 * Trains a model of what comes next. Sequences longer than the model looks back are cut into pieces, from their end, so that
 * every step of them is learnt from once an epoch.
 *
 * @throws LearnError `bad-value` for items out of range, or no sequence of two; what `fit` throws
 */
export async function fitSequenceModel(options: SequenceFitOptions): Promise<SequenceFit> {
  const { shape, sequences, epochs, positionsPerStep = 1024, learningRate = 1e-3, dropout = 0 } = options
  const { negatives, judge, seed = 1, threads = 2 } = options
  checkItems(sequences, shape.items)
  const pieces = sequences.flatMap((sequence) => piecesOf(sequence, shape.positions))
  if (pieces.length === 0) throw new LearnError('bad-value', 'Nobody has two items: nothing follows anything.')
  const counts = pieces.map((piece) => piece.length - 1)
  const { lengths, bucketOf } = lengthBuckets(counts, { most: 6, grain: 2 })
  // The last may go beyond what there are positions for.
  const lengthOf = (bucket: number): number => Math.min(lengths[bucket] as number, shape.positions)
  const buckets = counts.map(bucketOf)
  const held = Map.groupBy(buckets.keys(), (at) => buckets[at] as number)
  const batchOf = (bucket: number): number =>
    Math.max(1, Math.min(Math.floor(positionsPerStep / lengthOf(bucket)), held.get(bucket)?.length ?? 0))
  const networks = lengths.map((_, bucket) => {
    const graph = new Graph()
    const size = { batch: batchOf(bucket), length: lengthOf(bucket), dropout }
    return { graph, loss: sequenceModel(graph, shape, { ...size, ...(negatives === undefined ? {} : { negatives }) }) }
  })
  const drawn = negatives === undefined ? undefined : drawRows(sequences, shape.items, { count: negatives, seed })
  const training = await openTraining({
    networks,
    optimiser: { kind: 'adamW', beta2: 0.98, decay: 0 },
    longestGradient: 5,
    seed,
    threads,
  })
  try {
    const { perEpoch, batchOf: batchAt } = epochBatches(buckets, { batch: batchOf, seed })
    const steps = perEpoch * epochs
    const { keep, from, signal, onProgress, clock } = options
    const result = await fit(training, {
      clock,
      ...(keep ? { keep } : {}),
      ...(from ? { from } : {}),
      ...(signal ? { signal } : {}),
      ...(onProgress ? { onProgress } : {}),
      steps,
      learningRate,
      warmUp: Math.min(perEpoch, steps),
      batchesOf(step) {
        const { bucket, texts: chosen } = batchAt(step)
        const size = { batch: batchOf(bucket), length: lengthOf(bucket) }
        const own = chosen.map((at) => pieces[at] as Int32Array)
        return { network: bucket, inputs: { ...sequenceBatch(own, size), ...drawn?.(step) } }
      },
      ...(judge
        ? {
            judge: {
              every: perEpoch,
              better: 'higher' as const,
              patience: judge.patience,
              run: async () => judge.run(training.parameters),
            },
          }
        : {}),
    })
    return {
      parameters: new Map([...training.parameters].map(([name, view]) => [name, view.slice()])),
      trainableParameters: training.trainableParameters,
      result,
    }
  } finally {
    await training.close()
  }
}
