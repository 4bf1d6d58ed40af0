import { type Floats, type Ids, type TrainingMemory, trainingBytes } from '@attune/kernels'
import type { ParameterGradient } from '../autodiff/gradients.ts'
import type { Graph } from '../graph/graph.ts'
import { sizeOf, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import type { CompleteOptimiser } from './optimiser.ts'
import { startOf } from './start-of.ts'

export interface Plan {
  readonly graph: Graph
  readonly found: readonly ParameterGradient[]
  readonly optimiser: CompleteOptimiser
  readonly seed: number
  /** Whether gradients of several batches are added up. */
  readonly totals: boolean
}

/** A parameter that training moves, and what it takes for that. */
export interface Moved {
  readonly gradient: ParameterGradient
  readonly decays: boolean
  readonly numbers: Floats
  /** Its gradient: where the graph writes. */
  readonly slope: Floats
  /** Where the slopes of several batches are added up; the slope itself where none are. */
  readonly total: Floats
  /** What the optimiser remembers. */
  readonly moments: readonly Floats[]
}

export interface Layout {
  readonly moved: readonly Moved[]
  /** Of every parameter, frozen ones too. */
  readonly numbers: ReadonlyMap<string, Floats>
  readonly masks: readonly { readonly tensor: Tensor; readonly rate: number; readonly floats: Floats }[]
  readonly sparse: SparsePlaces
}

interface SparsePlaces {
  readonly ids: ReadonlyMap<string, { readonly tensor: Tensor; readonly ids: Ids }>
  readonly rows: ReadonlyMap<string, { readonly tensor: Tensor; readonly floats: Floats }>
  idsOf(tensor: Tensor): Ids
  rowsOf(tensor: Tensor): Floats
}

const momentsOf = ({ kind }: CompleteOptimiser): number => (kind === 'descent' ? 1 : 2)

/** What the graph has to yield for a gradient. */
export const outputsOf = ({ dense, sparse }: ParameterGradient): readonly Tensor[] => [
  ...(dense ? [dense] : []),
  ...sparse.map(({ rows }) => rows),
]

/** Bytes of the memory for a plan. */
export function bytesOf({ graph, found, optimiser, totals }: Plan): number {
  const each = 1 + Number(totals) + momentsOf(optimiser)
  const { ids, rows } = sparseTensors(found)
  return trainingBytes([
    ...graph.parameters.map(({ tensor }) => 4 * sizeOf(tensor.shape)),
    ...found.flatMap(({ parameter }) => new Array<number>(each).fill(4 * sizeOf(parameter.shape))),
    ...graph.masks.map(({ tensor }) => 4 * sizeOf(tensor.shape)),
    ...ids.map(({ shape }) => 8 * sizeOf(shape)),
    ...rows.map(({ shape }) => 4 * sizeOf(shape)),
  ])
}

/**
 * Takes the memory for a plan and fills in what parameters begin with.
 *
 * @throws LearnError `bad-option` for rows of an embedding that are worked out in the graph
 */
export function layOut(plan: Plan, memory: TrainingMemory): Layout {
  const { graph, found, optimiser, seed, totals } = plan
  const numbers = new Map<string, Floats>()
  for (const parameter of graph.parameters) {
    const floats = memory.float32(sizeOf(parameter.tensor.shape))
    floats.view.set(startOf(parameter, seed))
    numbers.set(parameter.tensor.name, floats)
  }
  const decays = new Map(graph.parameters.map(({ tensor, decay }) => [tensor.name, decay]))
  const moved = found.map((gradient): Moved => {
    const { name, shape } = gradient.parameter
    const room = (): Floats => memory.float32(sizeOf(shape))
    const slope = room()
    return {
      gradient,
      decays: decays.get(name) === true,
      numbers: numbers.get(name) as Floats,
      slope,
      total: totals ? room() : slope,
      moments: Array.from({ length: momentsOf(optimiser) }, room),
    }
  })
  const masks = graph.masks.map(({ tensor, rate }) => ({ tensor, rate, floats: memory.float32(sizeOf(tensor.shape)) }))
  return { moved, numbers, masks, sparse: sparsePlaces(graph, found, memory) }
}

function sparseTensors(found: readonly ParameterGradient[]): { ids: readonly Tensor[]; rows: readonly Tensor[] } {
  const all = found.flatMap(({ sparse }) => sparse)
  const distinct = (tensors: readonly Tensor[]): Tensor[] => [
    ...new Map(tensors.map((one) => [one.name, one])).values(),
  ]
  return { ids: distinct(all.map(({ ids }) => ids)), rows: distinct(all.map(({ rows }) => rows)) }
}

function sparsePlaces(graph: Graph, found: readonly ParameterGradient[], memory: TrainingMemory): SparsePlaces {
  const tensors = sparseTensors(found)
  for (const { name, type } of tensors.ids)
    if (type !== 'int64' || !(graph.constants.has(name) || graph.inputs.some((input) => input.name === name)))
      throw new LearnError(
        'bad-option',
        `Rows of an embedding must be an input or a constant of int64; ${name} is not.`,
      )
  const ids = new Map(
    tensors.ids.map((tensor) => [tensor.name, { tensor, ids: memory.int64(sizeOf(tensor.shape)) }] as const),
  )
  const rows = new Map(
    tensors.rows.map((tensor) => [tensor.name, { tensor, floats: memory.float32(sizeOf(tensor.shape)) }] as const),
  )
  return {
    ids,
    rows,
    idsOf: ({ name }) => (ids.get(name) as { ids: Ids }).ids,
    rowsOf: ({ name }) => (rows.get(name) as { floats: Floats }).floats,
  }
}
