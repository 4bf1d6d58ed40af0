import { type Floats, openTrainingMemory } from '@attune/kernels'
import { type Apart, clippedGradients } from '../autodiff/clipped-gradients.ts'
import { gradients } from '../autodiff/gradients.ts'
import type { Graph } from '../graph/graph.ts'
import type { Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import type { Device, TensorData } from '../runtime/open-session.ts'
import { addNoise } from './add-noise.ts'
import type { Companion } from './companion.ts'
import { bytesOf, type Derived, layOut, type Moved } from './lay-out.ts'
import { moveParameter } from './move-parameter.ts'
import { openNetwork, type Results } from './open-network.ts'
import { completeOptimiser, completeRowOptimiser, type Optimiser, type RowOptimiser } from './optimiser.ts'
import { createRandom } from './random.ts'
import { openRowTables } from './row-tables.ts'

/** What is worked out in a step. Gradients are written into its graph, so it serves one training. */
export interface TrainingNetwork {
  readonly graph: Graph
  /** A scalar. */
  readonly loss: Tensor
  /** Further results of each step, by name. */
  readonly metrics?: Readonly<Record<string, Tensor>>
  /** How examples are told apart, where the training is private. */
  readonly apart?: Apart
}

/** Learning from which hardly anything about one example can be told (DP-SGD, Abadi et al. 2016). */
export interface TrainingPrivacy {
  /** The gradient of an example is at most this long. */
  readonly clip: number
  /** Deviation of the noise that is added to the sum of the gradients, in units of `clip`. */
  readonly noise: number
  /** Examples of a step on average, by which the sum is divided. */
  readonly expected: number
  /** Uniform numbers from 0 to below 1 that the noise is made of. Default: from the seed. */
  readonly random?: () => number
}

export interface TrainingOptions {
  /** One, or several over the same parameters, as for texts of several lengths: shapes of a graph are static. */
  readonly networks: readonly TrainingNetwork[]
  readonly optimiser: Optimiser
  /** Of the parameters of which only rows move. Default Adagrad. */
  readonly rowOptimiser?: RowOptimiser
  /** What parameters begin with, and dropout, depend on it. Default 1. */
  readonly seed?: number
  /** How many batches a step takes at most; more than one needs room to add up their gradients. Default 1. */
  readonly batchesPerStep?: number
  /**
   * Longer gradients are shortened to this length, over all parameters together, a row of a table counting once with the sum
   * of its gradients. Default: none are.
   */
  readonly longestGradient?: number
  /** Every example's gradient is limited and noise is added. A step then may have no batch: it is noise alone. */
  readonly privacy?: TrainingPrivacy
  /** Looks on after each step. */
  readonly companion?: Companion
  /** Default 2. */
  readonly threads?: number
  /** Default `cpu`. Numbers lie in the memory of the processor: another device takes them from there in each step. */
  readonly device?: Device
}

export interface Batch {
  /** Which of the networks it is for. Default the first. */
  readonly network?: number
  /** By name of the graph's input. */
  readonly inputs: Readonly<Record<string, TensorData>>
}

export interface StepReport {
  /** Mean over the batches of the step; 0 without any. */
  readonly loss: number
  /** Of all parameters together, before it was shortened; null where `longestGradient` is not set. */
  readonly gradientLength: number | null
  /** Of the last batch; with `privacy` also `gradientLengths`, of each example before it was limited. */
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
 * const training = await openTraining({ networks: [{ graph, loss }], optimiser: { kind: 'adamW' } })
 * const { loss } = await training.run({ inputs: { x, labels } }, 1e-3)
 */
export async function openTraining(options: TrainingOptions): Promise<Training> {
  const {
    seed = 1,
    batchesPerStep = 1,
    threads = 2,
    device = 'cpu',
    longestGradient = Number.POSITIVE_INFINITY,
  } = options
  if (!(longestGradient > 0)) throw new LearnError('bad-option', 'longestGradient is above 0.', { longestGradient })
  if (options.networks.length === 0) throw new LearnError('bad-option', 'A training takes at least one network.')
  const { privacy, companion } = options
  if (privacy) checkPrivacy(options, privacy)
  const optimiser = completeOptimiser(options.optimiser)
  const networks = options.networks.map((one) => (privacy ? derivedApart(one, privacy) : derived(one)))
  const rowOptimiser = completeRowOptimiser(options.rowOptimiser ?? { kind: 'adagrad' })
  const totals = batchesPerStep > 1 || privacy !== undefined
  const plan = { networks, optimiser, rowOptimiser, seed, batchesPerStep, totals }
  const memory = await openTrainingMemory(bytesOf(plan))
  const layout = layOut(plan, memory)
  const tables = openRowTables(plan, memory, layout.numbers)
  if (privacy && tables.moments.size > 0)
    throw new LearnError(
      'bad-option',
      'A table that is moved by rows shows which rows there were: it cannot be trained privately.',
    )
  const opened = networks.map((one, index) =>
    openNetwork(one, memory, layout, { seed, threads, device, index, tables }),
  )
  const moved: readonly Moved[] = [...layout.moved.values()]
  let step = 0

  async function run(given: Batch | readonly Batch[], learningRate: number): Promise<StepReport> {
    const batches = isList(given) ? given : [given]
    const least = privacy ? 0 : 1
    if (batches.length < least || batches.length > batchesPerStep)
      throw new LearnError('bad-option', `A step takes ${least} to ${batchesPerStep} batches, not ${batches.length}.`)
    const several = batches.length > 1 || privacy !== undefined
    const share = privacy ? 1 / privacy.expected : 1 / batches.length
    if (several) for (const { total } of moved) total.view.fill(0)
    let mean = 0
    let metrics: Results = {}
    tables.begin()
    for (const [i, { network = 0, inputs }] of batches.entries()) {
      const found = await networkAt(network).differentiate(inputs, step * batchesPerStep + i)
      if (!Number.isFinite(found.loss)) throw notFinite('loss', step + 1)
      const lengths = privacy ? (found.results.gradientLengths as Float32Array) : []
      if (lengths.some((length) => !Number.isFinite(length))) throw notFinite('gradient', step + 1)
      mean += found.loss / batches.length
      metrics = found.results
      if (!several) continue
      for (const { slope, total } of moved) memory.addScaled(total, slope, share)
    }
    if (privacy)
      for (const { name, total } of moved)
        addNoise(
          total.view,
          privacy.clip * privacy.noise * share,
          privacy.random ?? createRandom(seed, `${name} ${step}`),
        )
    const slopes = moved.map(({ slope, total }) => (several ? total : slope))
    const ofRows = tables.sum() * share ** 2
    const gradientLength = Number.isFinite(longestGradient)
      ? Math.sqrt(slopes.reduce((sum, slope) => sum + memory.sumOfSquares(slope), ofRows))
      : null
    if (!Number.isFinite(gradientLength ?? ofRows)) throw notFinite('gradient', step + 1)
    const factor = gradientLength === null ? 1 : Math.min(1, longestGradient / (gradientLength + 1e-6))
    step++
    for (const [i, one] of moved.entries())
      moveParameter(memory, optimiser, one, slopes[i] as Floats, { learningRate, step, factor })
    tables.move({ learningRate, step, factor: factor * share })
    companion?.afterStep({
      number: step,
      parameters,
      gradients: new Map(moved.map(({ name }, i) => [name, (slopes[i] as Floats).view])),
      factor,
    })
    return { loss: mean, gradientLength, metrics }
  }

  function networkAt(index: number) {
    const network = opened[index]
    if (!network) throw new LearnError('unknown-name', `There is no network ${index}.`)
    return network
  }

  const parameters = new Map([...layout.numbers].map(([name, { view }]) => [name, view]))
  const places = new Map<string, { readonly view: Float32Array }>(layout.numbers)
  const moments = new Map([...moved.map((one) => [one.name, one.moments] as const), ...tables.moments])
  for (const [name, remembered] of moments)
    for (const [i, moment] of remembered.entries()) places.set(`optimiser.${i}/${name}`, moment)
  for (const [name, view] of companion?.arrays ?? []) places.set(`companion/${name}`, { view })
  return {
    get step() {
      return step
    },
    trainableParameters: [...moments.keys()].reduce(
      (sum, name) => sum + (layout.numbers.get(name)?.view.length ?? 0),
      0,
    ),
    parameters,
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
    async close() {
      for (const network of opened) await network.close()
    },
  }
}

const derived = (one: TrainingNetwork): Derived => ({ metrics: {}, ...one, gradients: gradients(one.loss) })

function derivedApart(one: TrainingNetwork, { clip }: TrainingPrivacy): Derived {
  if (!one.apart)
    throw new LearnError('bad-option', 'A network of a private training says how its examples are told apart.')
  const { gradients: found, lengths } = clippedGradients(one.loss, one.apart, clip)
  return { ...one, metrics: { ...one.metrics, gradientLengths: lengths }, gradients: found }
}

function checkPrivacy({ longestGradient }: TrainingOptions, { clip, noise, expected }: TrainingPrivacy): void {
  if (!(clip > 0 && clip < Number.POSITIVE_INFINITY && noise >= 0 && noise < Number.POSITIVE_INFINITY && expected > 0))
    throw new LearnError('bad-option', 'Privacy takes a clip above 0, a noise of at least 0, and examples in a step.')
  if (longestGradient !== undefined)
    throw new LearnError(
      'bad-option',
      'Where each example is limited, the whole gradient is not: leave longestGradient out.',
    )
}

const isList = (given: Batch | readonly Batch[]): given is readonly Batch[] => Array.isArray(given)

const notFinite = (what: 'loss' | 'gradient', step: number): LearnError =>
  new LearnError(
    'not-finite',
    `The ${what} of step ${step} is not a finite number; nothing was moved. Lower the learning rate, or look at the batch.`,
    { what, step },
  )
