import { Graph } from '../graph/graph.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { EncoderShape } from '../layers/encoder.ts'
import { LearnError } from '../learn-error.ts'
import type { Device, TensorData } from '../runtime/open-session.ts'
import { type FitOptions, type FitResult, fit } from '../train/fit.ts'
import { openTraining } from '../train/open-training.ts'
import { softTargetLoss, vectorLoss, weightedSum } from './distillation-loss.ts'
import { epochBatches } from './epoch-batches.ts'
import { classification } from './heads/classification.ts'
import { lengthBuckets } from './length-buckets.ts'
import { textBatch } from './text-batch.ts'

export interface DistilOptions extends Pick<FitOptions, 'keep' | 'from' | 'signal' | 'onProgress' | 'clock'> {
  readonly student: { readonly shape: EncoderShape; readonly weights?: ReadonlyMap<string, Float32Array> }
  /** Token ids of each text. */
  readonly tokens: readonly (readonly number[])[]
  /** What the teacher says of each text: probabilities of the classes. */
  readonly probabilities: readonly Float32Array[]
  /** The teacher's vectors of the texts, where the student's are to be mapped to them. */
  readonly vectors?: readonly Float32Array[]
  /** Class of each text, where it is known. */
  readonly labels?: readonly number[]
  readonly classes: number
  readonly padding: number
  /** Default 2. */
  readonly temperature?: number
  /** How much the true labels count beside the teacher. Default .3; 0 without labels. */
  readonly hardShare?: number
  /** How much the teacher's vectors count. Default 1; 0 without vectors. */
  readonly vectorShare?: number
  /** Default 5. */
  readonly epochs?: number
  /** Default 32. */
  readonly batch?: number
  /** Default 1e-3, or 2e-4 with weights. */
  readonly learningRate?: number
  /** Default .1. */
  readonly dropout?: number
  readonly seed?: number
  readonly threads?: number
  /** Default `cpu`. */
  readonly device?: Device
}

export interface Distilled {
  /** As `openTextClassifier` takes them. */
  readonly parameters: ReadonlyMap<string, Float32Array>
  readonly trainableParameters: number
  readonly result: FitResult
}

/** Parameters that only the training needs begin with it. */
const aside = 'distillation.'

/**
 * Teaches a small classifier what a large one says (Hinton et al. 2015), and where it is asked for, how that one sees the texts.
 *
 * @throws LearnError `bad-value`, `bad-option`, and what `fit` throws
 */
export async function distilClassifier(options: DistilOptions): Promise<Distilled> {
  const { student, tokens, probabilities, vectors, labels, classes, padding } = options
  const { temperature = 2, epochs = 5, batch = 32, dropout = 0.1, seed = 1, threads = 2, device = 'cpu' } = options
  const hard = labels ? (options.hardShare ?? 0.3) : 0
  const vectorShare = vectors ? (options.vectorShare ?? 1) : 0
  check(options, hard)
  const learningRate = options.learningRate ?? (student.weights ? 2e-4 : 1e-3)
  const teacherWidth = vectors?.[0]?.length ?? 0
  const buckets = lengthBuckets(
    tokens.map((text) => text.length),
    { longest: student.shape.positions },
  )
  const networks = buckets.lengths.map((length) => {
    const graph = new Graph()
    const { shape, weights } = student
    const tuning = { dropout, ...(weights ? { weights } : {}) }
    const model = classification({ classes }).write(graph, { shape, batch, length, tuning })
    const { logits, vector } = model.answers as Record<'logits' | 'vector', Tensor>
    const targets = graph.input('targets', 'float32', [batch, classes])
    const parts: [number, Tensor][] = [[1 - hard, softTargetLoss(logits, targets, { temperature })]]
    if (hard > 0) parts.push([hard, model.loss])
    if (vectorShare > 0) {
      const map = {
        weight: graph.parameter(`${aside}weight`, [shape.width, teacherWidth], {
          start: { kind: 'normal', deviation: 0.02 },
        }),
        bias: graph.parameter(`${aside}bias`, [teacherWidth], { start: { kind: 'constant', value: 0 } }),
      }
      const [seen, rows] = [
        graph.input('teacherVectors', 'float32', [batch, teacherWidth]),
        graph.input('rowShares', 'float32', [batch, 1]),
      ]
      parts.push([vectorShare, vectorLoss(vector, seen, rows, map)])
    }
    return { graph, loss: weightedSum(parts) }
  })
  const training = await openTraining({
    networks,
    optimiser: { kind: 'adamW' },
    longestGradient: 1,
    seed,
    threads,
    device,
  })
  try {
    const { perEpoch, batchOf } = epochBatches(
      tokens.map((text) => buckets.bucketOf(text.length)),
      { batch, seed },
    )
    const { keep, from, signal, onProgress, clock } = options
    const result = await fit(training, {
      ...(keep ? { keep } : {}),
      ...(from ? { from } : {}),
      ...(signal ? { signal } : {}),
      ...(onProgress ? { onProgress } : {}),
      clock,
      steps: perEpoch * epochs,
      learningRate,
      warmUp: 0.1,
      batchesOf: (step) => {
        const { bucket, texts: chosen } = batchOf(step)
        const texts = chosen.map((i) => tokens[i] ?? [])
        const inputs: Record<string, TensorData> = {
          ...textBatch(texts, { batch, length: buckets.lengths[bucket] as number, padding }),
          targets: new Float32Array(batch * classes),
        }
        const share = 1 / chosen.length
        for (const [row, i] of chosen.entries())
          softened(probabilities[i] as Float32Array, temperature).forEach((p, c) => {
            ;(inputs.targets as Float32Array)[row * classes + c] = p * share
          })
        if (hard > 0) {
          inputs.labels = BigInt64Array.from({ length: batch }, (_, row) => BigInt(labels?.[chosen[row] ?? -1] ?? 0))
          inputs.weights = Float32Array.from({ length: batch }, (_, row) => Number(row < chosen.length))
        }
        if (vectorShare > 0) {
          const all = new Float32Array(batch * teacherWidth)
          for (const [row, i] of chosen.entries()) all.set(vectors?.[i] as Float32Array, row * teacherWidth)
          inputs.teacherVectors = all
          inputs.rowShares = Float32Array.from({ length: batch }, (_, row) => (row < chosen.length ? share : 0))
        }
        return { network: bucket, inputs }
      },
    })
    return {
      parameters: new Map(
        [...training.parameters].flatMap(([name, view]) => (name.startsWith(aside) ? [] : [[name, view.slice()]])),
      ),
      trainableParameters: training.trainableParameters,
      result,
    }
  } finally {
    await training.close()
  }
}

/** softmax(log p / temperature), which is that of the logits. */
export function softened(probabilities: Float32Array, temperature: number): Float32Array {
  const raised = probabilities.map((p) => Math.max(p, 1e-30) ** (1 / temperature))
  const sum = raised.reduce((all, p) => all + p, 0)
  return raised.map((p) => p / sum)
}

function check(
  { tokens, probabilities, vectors, labels, classes, temperature = 2 }: DistilOptions,
  hard: number,
): void {
  const bad = (why: string): LearnError => new LearnError('bad-value', why)
  if (tokens.length === 0) throw bad('There are no texts to learn from.')
  for (const [what, list] of Object.entries({ probabilities, vectors, labels }))
    if (list && list.length !== tokens.length) throw bad(`${tokens.length} texts have ${list.length} ${what}.`)
  if (probabilities.some((row) => row.length !== classes || !row.every((p) => p >= 0 && p <= 1)))
    throw bad(`The teacher says a probability of each of ${classes} classes.`)
  if (vectors?.some((vector) => vector.length !== vectors[0]?.length))
    throw bad('The teacher’s vectors differ in length.')
  if (labels?.some((label) => !(Number.isInteger(label) && label >= 0 && label < classes)))
    throw bad(`Labels are whole numbers from 0 to ${classes - 1}.`)
  if (!(temperature > 0 && Number.isFinite(temperature)) || !(hard >= 0 && hard < 1))
    throw new LearnError('bad-option', 'The temperature is above 0, the share of the labels at least 0 and below 1.')
}
