import { type Floats, openTrainingMemory } from '@attune/kernels'
import { gradients } from '../autodiff/gradients.ts'
import type { Graph } from '../graph/graph.ts'
import { prune } from '../graph/prune.ts'
import type { Tensor } from '../graph/tensor.ts'
import { writeOnnx } from '../graph/write-onnx.ts'
import { LearnError } from '../learn-error.ts'
import { type Feed, openSession, type TensorData } from '../runtime/open-session.ts'
import { feedsOf } from './feeds-of.ts'
import { bytesOf, layOut, outputsOf } from './lay-out.ts'
import { moveParameter } from './move-parameter.ts'
import { completeOptimiser, type Optimiser } from './optimiser.ts'
import { seedOf } from './random.ts'

export interface TrainingOptions {
  readonly graph: Graph
  /** A scalar. */
  readonly loss: Tensor
  /** Further results of each step, by name. */
  readonly metrics?: Readonly<Record<string, Tensor>>
  readonly optimiser: Optimiser
  /** What parameters begin with, and dropout, depend on it. Default 1. */
  readonly seed?: number
  /** How many batches a step takes at most; more than one needs room to add up their gradients. Default 1. */
  readonly batchesPerStep?: number
  /** Longer gradients are shortened to this length, over all parameters together. Default: none are. */
  readonly longestGradient?: number
  /** Default 2. */
  readonly threads?: number
}

/** One batch, by name of the graph's input. */
export type Batch = Readonly<Record<string, TensorData>>

export interface StepReport {
  /** Mean over the batches of the step. */
  readonly loss: number
  /** Of all parameters together, before it was shortened; null where `longestGradient` is not set. */
  readonly gradientLength: number | null
  /** Of the last batch. */
  readonly metrics: Readonly<Record<string, TensorData>>
}

/** All that a training needs to go on as if it had never stopped, by name. */
export interface TrainingState {
  readonly step: number
  readonly arrays: ReadonlyMap<string, Float32Array>
}

export interface Training {
  /** Steps done. */
  readonly step: number
  /** Numbers that training moves. */
  readonly trainableParameters: number
  /** The parameters where they are; they change with every step. */
  readonly parameters: ReadonlyMap<string, Float32Array>
  /**
   * One step over one batch, or over the mean gradient of several.
   *
   * @throws LearnError `not-finite` when the loss or the gradient is not a number: then nothing has moved;
   *   `unknown-name`, `bad-shape` for a batch that does not fit the graph
   */
  run(batches: Batch | readonly Batch[], learningRate: number): Promise<StepReport>
  /** A copy of where the training stands. */
  save(): TrainingState
  /** @throws LearnError `unknown-name`, `bad-shape`; then nothing has changed */
  load(state: TrainingState): void
  close(): Promise<void>
}

/**
 * A network ready to be trained. One step is one run of a graph that yields the loss and the gradients, written into the memory in
 * which the optimiser's kernel then moves the parameters; nothing is copied between the two.
 *
 * @throws LearnError `not-differentiable`, `bad-option`
 * @example
 * const training = await openTraining({ graph, loss, optimiser: { kind: 'adamW' } })
 * const { loss } = await training.run({ x, labels }, 1e-3)
 */
export async function openTraining(options: TrainingOptions): Promise<Training> {
  const { graph, loss, metrics = {}, seed = 1, batchesPerStep = 1, threads = 2 } = options
  const { longestGradient = Number.POSITIVE_INFINITY } = options
  if (!(longestGradient > 0)) throw new LearnError('bad-option', 'longestGradient is above 0.', { longestGradient })
  const optimiser = completeOptimiser(options.optimiser)
  const found = gradients(loss)
  const outputs = [loss, ...Object.values(metrics), ...found.flatMap(outputsOf)]
  const part = prune(graph, [...new Map(outputs.map((one) => [one.name, one])).values()])
  const plan = { graph, found, optimiser, seed, totals: batchesPerStep > 1 }
  const memory = await openTrainingMemory(bytesOf(plan))
  const { moved, numbers, masks, sparse } = layOut(plan, memory)
  const session = await openSession(writeOnnx(part), { threads })
  let step = 0

  const into: Record<string, Feed> = {}
  for (const { gradient, slope } of moved)
    if (gradient.dense) into[gradient.dense.name] = { data: slope.view, shape: gradient.parameter.shape }
  for (const { tensor, floats } of sparse.rows.values()) into[tensor.name] = { data: floats.view, shape: tensor.shape }
  const fixed: Record<string, Feed> = {}
  for (const { name, shape } of part.parameters) fixed[name] = { data: (numbers.get(name) as Floats).view, shape }
  for (const { tensor, floats } of masks) fixed[tensor.name] = { data: floats.view, shape: tensor.shape }

  /** One run: leaves the gradient of every parameter in its `slope`. */
  async function differentiate(batch: Batch, draw: number): Promise<Results> {
    const feeds = { ...fixed, ...feedsOf(part.inputs, batch, fixed) }
    for (const { tensor, rate, floats } of masks) memory.drawMask(floats, rate, seedOf(seed, tensor.name), draw)
    const results = await session.run(feeds, into)
    if (!Number.isFinite(scalarOf(results, loss))) throw notFinite('loss', step + 1)
    for (const { ids, tensor } of sparse.ids.values())
      ids.view.set((batch[tensor.name] ?? graph.constants.get(tensor.name)?.data) as BigInt64Array)
    for (const { gradient, slope } of moved) {
      if (!gradient.dense) slope.view.fill(0)
      for (const { ids, rows, factor } of gradient.sparse)
        memory.addRows(slope, sparse.idsOf(ids), sparse.rowsOf(rows), gradient.parameter.shape[1] as number, factor)
    }
    return results
  }

  async function run(given: Batch | readonly Batch[], learningRate: number): Promise<StepReport> {
    const batches = isList(given) ? given : [given]
    if (batches.length === 0 || batches.length > batchesPerStep)
      throw new LearnError('bad-option', `A step takes 1 to ${batchesPerStep} batches, not ${batches.length}.`)
    const several = batches.length > 1
    let mean = 0
    let results: Results = {}
    for (const [i, batch] of batches.entries()) {
      results = await differentiate(batch, step * batchesPerStep + i)
      mean += scalarOf(results, loss) / batches.length
      if (!several) continue
      for (const { slope, total } of moved) {
        if (i === 0) total.view.fill(0)
        memory.addScaled(total, slope, 1 / batches.length)
      }
    }
    const slopes = moved.map(({ slope, total }) => (several ? total : slope))
    const gradientLength = Number.isFinite(longestGradient)
      ? Math.sqrt(slopes.reduce((sum, slope) => sum + memory.sumOfSquares(slope), 0))
      : null
    if (gradientLength !== null && !Number.isFinite(gradientLength)) throw notFinite('gradient', step + 1)
    const factor = gradientLength === null ? 1 : Math.min(1, longestGradient / (gradientLength + 1e-6))
    step++
    for (const [i, one] of moved.entries())
      moveParameter(memory, optimiser, one, slopes[i] as Floats, { learningRate, step, factor })
    const named = Object.entries(metrics).map(([name, output]) => [name, results[output.name] as TensorData] as const)
    return { loss: mean, gradientLength, metrics: Object.fromEntries(named) }
  }

  const places = new Map<string, Floats>(numbers)
  for (const { gradient, moments } of moved)
    for (const [i, moment] of moments.entries()) places.set(`optimiser.${i}/${gradient.parameter.name}`, moment)
  return {
    get step() {
      return step
    },
    trainableParameters: moved.reduce((sum, one) => sum + one.numbers.view.length, 0),
    parameters: new Map([...numbers].map(([name, { view }]) => [name, view])),
    run,
    save: () => ({ step, arrays: new Map([...places].map(([name, { view }]) => [name, view.slice()])) }),
    load(state) {
      for (const [name, { view }] of places) {
        const saved = state.arrays.get(name)
        if (!saved) throw new LearnError('unknown-name', `The saved state has no ${name}: it is of another network.`)
        if (saved.length !== view.length)
          throw new LearnError(
            'bad-shape',
            `The saved ${name} has ${saved.length} numbers, this network's ${view.length}.`,
          )
      }
      for (const [name, { view }] of places) view.set(state.arrays.get(name) as Float32Array)
      step = state.step
    },
    close: () => session.close(),
  }
}

type Results = Readonly<Record<string, TensorData>>

const scalarOf = (results: Results, { name }: Tensor): number => Number(results[name]?.[0])

const isList = (given: Batch | readonly Batch[]): given is readonly Batch[] => Array.isArray(given)

const notFinite = (what: 'loss' | 'gradient', step: number): LearnError =>
  new LearnError(
    'not-finite',
    `The ${what} of step ${step} is not a finite number; nothing was moved. Lower the learning rate, or look at the batch.`,
    { what, step },
  )
