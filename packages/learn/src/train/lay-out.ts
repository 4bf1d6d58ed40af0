import { type Floats, type TrainingMemory, trainingBytes } from '@attune/kernels'
import type { ParameterGradient } from '../autodiff/gradients.ts'
import type { Graph, Parameter } from '../graph/graph.ts'
import { sameShape, sizeOf, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import type { CompleteOptimiser, CompleteRowOptimiser } from './optimiser.ts'
import { planRows, rowBytes } from './row-plan.ts'
import { startOf } from './start-of.ts'

/** A network and what works out its gradients. */
export interface Derived {
  readonly graph: Graph
  readonly loss: Tensor
  readonly metrics: Readonly<Record<string, Tensor>>
  readonly gradients: readonly ParameterGradient[]
}

export interface Plan {
  /** They have the same parameters. */
  readonly networks: readonly Derived[]
  readonly optimiser: CompleteOptimiser
  readonly rowOptimiser: CompleteRowOptimiser
  readonly seed: number
  /** The gradients of so many are added up. */
  readonly batchesPerStep: number
  /** Whether gradients are added up beside where graphs write them. */
  readonly totals: boolean
}

/** A parameter that training moves, and what it takes for that. */
export interface Moved {
  readonly name: string
  readonly decays: boolean
  readonly numbers: Floats
  /** Its gradient: where graphs write. */
  readonly slope: Floats
  /** Where the slopes of several batches are added up; the slope itself where none are. */
  readonly total: Floats
  /** What the optimiser remembers. */
  readonly moments: readonly Floats[]
}

export interface Layout {
  readonly moved: ReadonlyMap<string, Moved>
  /** Of every parameter, frozen ones too. */
  readonly numbers: ReadonlyMap<string, Floats>
}

const momentsOf = ({ kind }: CompleteOptimiser): number => (kind === 'descent' ? 1 : 2)

/** Bytes of the memory for a plan. */
export function bytesOf(plan: Plan): number {
  const { networks, optimiser, totals } = plan
  const each = 1 + Number(totals) + momentsOf(optimiser)
  const [first] = networks as readonly [Derived]
  return trainingBytes([
    ...first.graph.parameters.map(({ tensor }) => 4 * sizeOf(tensor.shape)),
    ...movedWhole(first).flatMap(({ parameter }) => new Array<number>(each).fill(4 * sizeOf(parameter.shape))),
    ...planRows(plan).flatMap((group) => rowBytes(group, plan)),
    ...networks.flatMap(({ graph, gradients }) => {
      const { ids, rows } = sparseTensors(gradients)
      const floats = [...graph.masks.map(({ tensor }) => tensor), ...rows].map(({ shape }) => 4 * sizeOf(shape))
      return [...floats, ...ids.map(({ shape }) => 8 * sizeOf(shape))]
    }),
  ])
}

/**
 * Takes the memory for the parameters of a plan and fills in what they begin with.
 *
 * @throws LearnError `bad-option` when networks differ in their parameters
 */
export function layOut({ networks, optimiser, seed, totals }: Plan, memory: TrainingMemory): Layout {
  const [first, ...others] = networks as readonly [Derived, ...Derived[]]
  for (const other of others) refuseOtherParameters(first, other)
  const numbers = new Map<string, Floats>()
  for (const parameter of first.graph.parameters) {
    const floats = memory.float32(sizeOf(parameter.tensor.shape))
    floats.view.set(startOf(parameter, seed))
    numbers.set(parameter.tensor.name, floats)
  }
  const decays = new Map(first.graph.parameters.map(({ tensor, decay }) => [tensor.name, decay]))
  const moved = new Map<string, Moved>()
  for (const { parameter } of movedWhole(first)) {
    const { name, shape } = parameter
    const room = (): Floats => memory.float32(sizeOf(shape))
    const slope = room()
    moved.set(name, {
      name,
      decays: decays.get(name) === true,
      numbers: numbers.get(name) as Floats,
      slope,
      total: totals ? room() : slope,
      moments: Array.from({ length: momentsOf(optimiser) }, room),
    })
  }
  return { moved, numbers }
}

function refuseOtherParameters(a: Derived, b: Derived): void {
  const same = (one: Parameter, other: Parameter | undefined): boolean =>
    other !== undefined &&
    one.frozen === other.frozen &&
    one.moves === other.moves &&
    sameShape(one.tensor.shape, other.tensor.shape)
  const named = new Map(b.graph.parameters.map((parameter) => [parameter.tensor.name, parameter]))
  const different = a.graph.parameters.find((parameter) => !same(parameter, named.get(parameter.tensor.name)))
  const movedToo = new Set(b.gradients.map(({ parameter }) => parameter.name))
  const still = a.gradients.find(({ parameter }) => !movedToo.has(parameter.name))
  if (different || named.size !== a.graph.parameters.length || still || movedToo.size !== a.gradients.length)
    throw new LearnError(
      'bad-option',
      `The networks of a training have the same parameters; ${different?.tensor.name ?? still?.parameter.name ?? 'one'} is not in all of them alike.`,
    )
}

/** Gradients of parameters that move as a whole. */
export function movedWhole({ graph, gradients }: Derived): readonly ParameterGradient[] {
  const byRows = new Set(graph.parameters.filter(({ moves }) => moves === 'rows').map(({ tensor }) => tensor.name))
  return gradients.filter(({ parameter }) => !byRows.has(parameter.name))
}

/** The tensors of sparse gradients, each once. */
export function sparseTensors(found: readonly ParameterGradient[]): {
  ids: readonly Tensor[]
  rows: readonly Tensor[]
} {
  const all = found.flatMap(({ sparse }) => sparse)
  const distinct = (tensors: readonly Tensor[]): Tensor[] => [
    ...new Map(tensors.map((one) => [one.name, one])).values(),
  ]
  return { ids: distinct(all.map(({ ids }) => ids)), rows: distinct(all.map(({ rows }) => rows)) }
}
