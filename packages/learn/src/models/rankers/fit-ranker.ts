import { areaUnderCurve } from '../../calibrate/area-under-curve.ts'
import { logLoss } from '../../calibrate/log-loss.ts'
import { Graph } from '../../graph/graph.ts'
import { prune } from '../../graph/prune.ts'
import type { Tensor } from '../../graph/tensor.ts'
import { mixObjectives, type ObjectiveMix } from '../../layers/mix-objectives.ts'
import { LearnError } from '../../learn-error.ts'
import { binaryCrossEntropy } from '../../ops/losses.ts'
import { type FitOptions, type FitResult, fit } from '../../train/fit.ts'
import { openTraining, type Training, type TrainingOptions } from '../../train/open-training.ts'
import type { Optimiser, RowOptimiser } from '../../train/optimiser.ts'
import { epochBatches } from '../epoch-batches.ts'
import { type EncodedRows, rowEncoder } from './encode-rows.ts'
import type { FeatureDefinition, FeatureRow } from './feature-definition.ts'
import { openRanker } from './open-ranker.ts'
import { rankerBatch } from './ranker-batch.ts'
import { rankerNetwork } from './ranker-network.ts'
import type { RankerOptions } from './ranker-options.ts'
import { rankerShape } from './ranker-shape.ts'

/** Rows and what came of them. */
export interface LabelledRows {
  readonly rows: readonly FeatureRow[]
  /** [rows × objectives], from 0 to 1; NaN where it is not known, which counts nothing. */
  readonly truths: Float32Array
}

export interface FitRankerOptions
  extends Pick<FitOptions, 'keep' | 'from' | 'signal' | 'onProgress' | 'clock' | 'warmUp' | 'shape'> {
  readonly definition: FeatureDefinition
  readonly options: RankerOptions
  readonly data: LabelledRows
  /** Names of the objectives. Default one, `label`. */
  readonly objectives?: readonly string[]
  /** How the losses of several objectives are mixed. Default each counts 1. */
  readonly mix?: ObjectiveMix
  /** Judge by these after each epoch, keep the best, and end when it becomes no better. */
  readonly validation?: LabelledRows
  /** Default `auc`: of several objectives the mean. */
  readonly judgeBy?: 'auc' | 'logLoss'
  /** Judgements without a better one that end the training. Default 2. */
  readonly patience?: number
  /** Times that all rows are seen at most. Default 20. */
  readonly epochs?: number
  /** Rows of a batch. Default 1024. */
  readonly batch?: number
  /** Default .001. */
  readonly learningRate?: number
  /** Of what is no table. Default AdamW. */
  readonly optimiser?: Optimiser
  /**
   * Of the tables. Default Adagrad at 100 times the learning rate of the others: each row slows down by how often it has come, which
   * keeps what rare ids say small.
   */
  readonly rowOptimiser?: RowOptimiser
  readonly longestGradient?: number
  readonly seed?: number
  readonly threads?: number
}

export interface FittedRanker {
  readonly parameters: ReadonlyMap<string, Float32Array>
  readonly shapes: ReadonlyMap<string, readonly number[]>
  readonly trainableParameters: number
  readonly epochs: number
  readonly result: FitResult
}

/**
 * Trains a ranker by binary cross-entropy.
 *
 * @throws LearnError `bad-value` for no rows or truths that are none, `bad-option`, and what `fit` throws
 * @example
 * const fitted = await fitRanker({ definition, options: { kind: 'deepfm' }, data: { rows, truths }, clock: performance.now })
 * const ranker = openRanker({ definition, options: { kind: 'deepfm' }, objectives: ['click'], parameters: fitted.parameters })
 */
export async function fitRanker(given: FitRankerOptions): Promise<FittedRanker> {
  const { definition, options, data, validation, objectives = ['label'], epochs = 20, batch = 1024, seed = 1 } = given
  const { threads = 2, learningRate = 1e-3, patience = 2, judgeBy = 'auc' } = given
  checkLabelled(data, objectives.length)
  if (validation) {
    checkLabelled(validation, objectives.length)
    checkJudges(validation, objectives, judgeBy)
  }
  const encode = rowEncoder(definition)
  const rows = encode(data.rows)
  const judged = validation && { rows: encode(validation.rows), truths: validation.truths }
  const shape = rankerShape(definition)
  const graph = new Graph()
  const loss = lossOf(
    graph,
    rankerNetwork(graph, shape, options, { batch, objectives: objectives.length, training: true }),
    given,
  )
  const wanted = new Set(prune(graph, [loss]).inputs.map(({ name }) => name))
  const shapes = new Map(prune(graph, [loss]).parameters.map(({ name, shape: of }) => [name, of]))
  const training = await openTraining({ networks: [{ graph, loss }], seed, threads, ...optimisers(given) })
  try {
    const { perEpoch, batchOf } = epochBatches(new Array<number>(rows.count).fill(0), { batch, seed })
    const judge = judged && {
      every: perEpoch,
      patience,
      better: judgeBy === 'auc' ? ('higher' as const) : ('lower' as const),
      run: () => judgement(training, given, judged),
    }
    const result = await fit(training, {
      shape: 'constant',
      ...given,
      steps: perEpoch * epochs,
      learningRate,
      batchesOf: (step) => {
        const { texts: chosen } = batchOf(step)
        const inputs = rankerBatch(rows, shape, chosen, { batch, wanted })
        return { inputs: { ...inputs, ...truthsOf(data.truths, chosen, { batch, objectives: objectives.length }) } }
      },
      ...(judge ? { judge } : {}),
    })
    return {
      parameters: new Map(
        [...shapes.keys()].map((name) => [name, (training.parameters.get(name) as Float32Array).slice()]),
      ),
      shapes,
      trainableParameters: training.trainableParameters,
      epochs: Math.ceil(result.state.training.step / perEpoch),
      result,
    }
  } finally {
    await training.close()
  }
}

function optimisers({
  optimiser,
  rowOptimiser,
  longestGradient,
}: FitRankerOptions): Pick<TrainingOptions, 'optimiser' | 'rowOptimiser' | 'longestGradient'> {
  return {
    optimiser: optimiser ?? { kind: 'adamW', decay: 0 },
    rowOptimiser: rowOptimiser ?? { kind: 'adagrad', pace: 100 },
    ...(longestGradient === undefined ? {} : { longestGradient }),
  }
}

/** Mean binary cross-entropy over the known truths of each objective, mixed. Inputs `truths.<i>` and `counts.<i>`, [batch × 1]. */
function lossOf(graph: Graph, logits: readonly Tensor[], { mix, batch = 1024 }: FitRankerOptions): Tensor {
  const losses = logits.map((one, i) =>
    binaryCrossEntropy(
      one,
      graph.input(`truths.${i}`, 'float32', [batch, 1]),
      graph.input(`counts.${i}`, 'float32', [batch, 1]),
    ),
  )
  const [first, ...others] = losses as [Tensor, ...Tensor[]]
  if (others.length === 0 && mix === undefined) return first
  return mixObjectives(graph, losses, mix ?? losses.map(() => 1), 'uncertainty')
}

function truthsOf(
  truths: Float32Array,
  chosen: readonly number[],
  { batch, objectives }: { readonly batch: number; readonly objectives: number },
): Record<string, Float32Array> {
  return Object.fromEntries(
    Array.from({ length: objectives }, (_, task) => {
      const own = new Float32Array(batch)
      const counts = new Float32Array(batch)
      for (const [i, row] of chosen.entries()) {
        const truth = truths[row * objectives + task] as number
        if (Number.isNaN(truth)) continue
        own[i] = truth
        counts[i] = 1
      }
      return [
        [`truths.${task}`, own],
        [`counts.${task}`, counts],
      ] as const
    }).flat(),
  )
}

async function judgement(
  training: Training,
  { definition, options, objectives = ['label'], judgeBy = 'auc', threads = 2 }: FitRankerOptions,
  { rows, truths }: { readonly rows: EncodedRows; readonly truths: Float32Array },
): Promise<number> {
  await using ranker = openRanker({ definition, options, objectives, parameters: training.parameters }, { threads })
  const scores = await ranker.scoreEncoded(rows)
  const of = (array: Float32Array, task: number): Float32Array =>
    array.filter((_, i) => i % objectives.length === task && !Number.isNaN(truths[i]))
  const each = objectives.map((_, task) =>
    (judgeBy === 'auc' ? areaUnderCurve : logLoss)(of(scores, task), of(truths, task)),
  )
  return each.reduce((sum, one) => sum + one, 0) / each.length
}

function checkLabelled({ rows, truths }: LabelledRows, objectives: number): void {
  if (rows.length === 0) throw new LearnError('bad-value', 'There are no rows to learn from.')
  if (objectives < 1) throw new LearnError('bad-option', 'There is at least one objective.')
  if (truths.length !== rows.length * objectives)
    throw new LearnError('bad-value', `${rows.length} rows of ${objectives} objectives have ${truths.length} truths.`)
  const wrong = truths.findIndex((truth) => truth < 0 || truth > 1)
  if (wrong >= 0)
    throw new LearnError('bad-value', `Truth ${wrong} is ${truths[wrong]}, not from 0 to 1.`, { at: wrong })
}

/** What judges is refused before the training, not behind its first epoch. */
function checkJudges({ truths }: LabelledRows, objectives: readonly string[], by: 'auc' | 'logLoss'): void {
  for (const [task, name] of objectives.entries()) {
    const own = truths.filter((truth, i) => i % objectives.length === task && !Number.isNaN(truth))
    const isWhole = own.every((truth) => truth === 0 || truth === 1)
    const isEnough = by === 'auc' ? own.includes(0) && own.includes(1) : own.length > 0
    if (!isWhole || !isEnough)
      throw new LearnError(
        'bad-value',
        `The truths that judge ${name} are 0 and 1${by === 'auc' ? ', and there is at least one of both' : ''}.`,
        { name },
      )
  }
}
