import type { Floats, Ids, RowGroups, RowTable, TrainingMemory } from '@attune/kernels'
import { sizeOf } from '../graph/tensor.ts'
import type { Plan } from './lay-out.ts'
import type { CompleteRowOptimiser } from './optimiser.ts'
import { planRows, type RowGroupPlan, type RowPart } from './row-plan.ts'

interface MovedTable extends RowTable {
  readonly name: string
  readonly decays: boolean
  readonly moments: readonly Floats[]
}

interface OpenGroup {
  readonly plan: RowGroupPlan
  readonly groups: RowGroups
  readonly tables: readonly MovedTable[]
  /** Gradients of the step so far. */
  taken: number
}

/** The tables of a training of which only the rows that batches name are moved. */
export interface RowTables {
  /** What the optimiser remembers, by table. */
  readonly moments: ReadonlyMap<string, readonly Floats[]>
  /** Where a network's graph may write rows straight away, by name of the tensor. */
  straight(network: number): ReadonlyMap<string, Floats>
  /** Begins a step. */
  begin(): void
  /** Adds what a run of a network has left. @throws KernelError `bad-index` for a row outside of its table */
  take(network: number, idsOf: ReadonlyMap<string, Ids>, rowsOf: ReadonlyMap<string, Floats>): void
  /** Adds up the gradients of each row. Returns the sum of the squares of the sums. */
  sum(): number
  move(step: { readonly learningRate: number; readonly step: number; readonly factor: number }): void
}

/** Takes the memory of the tables; `numbers` are the parameters' own. */
export function openRowTables(plan: Plan, memory: TrainingMemory, numbers: ReadonlyMap<string, Floats>): RowTables {
  const { rowOptimiser, batchesPerStep } = plan
  const opened = planRows(plan).map((group): OpenGroup => {
    const { tables, capacity } = group
    const rowCount = tables[0]?.shape[0] ?? 0
    return {
      plan: group,
      groups: memory.rowGroups(capacity, rowCount),
      tables: tables.map(({ name, shape: [, dimensions = 0], decay }) => ({
        name,
        dimensions,
        decays: decay,
        numbers: numbers.get(name) as Floats,
        gradients: memory.float32(capacity * dimensions),
        moments: momentsOf(rowOptimiser, memory, rowCount, dimensions),
      })),
      taken: 0,
    }
  })
  const straight = plan.networks.map((_, network) => straightRows(opened, network, batchesPerStep))

  return {
    moments: new Map(opened.flatMap(({ tables }) => tables.map(({ name, moments }) => [name, moments] as const))),
    straight: (network) => straight[network] ?? new Map(),
    begin() {
      for (const group of opened) group.taken = 0
    },
    take(network, idsOf, rowsOf) {
      for (const group of opened)
        for (const { ids, gradients } of group.plan.parts[network] ?? []) {
          const places = idsOf.get(ids.name) as Ids
          memory.takeIds(group.groups, group.taken, places)
          for (const [i, { rows, factor }] of gradients.entries())
            if (!straight[network]?.has(rows.name)) {
              const { gradients: all, dimensions } = group.tables[i] as MovedTable
              const to = partOf(all, group.taken * dimensions, places.view.length * dimensions)
              to.view.fill(0)
              memory.addScaled(to, rowsOf.get(rows.name) as Floats, factor)
            }
          group.taken += places.view.length
        }
    },
    sum() {
      let squares = 0
      for (const { groups, tables, taken } of opened) {
        memory.groupRows(groups, taken)
        for (const table of tables) squares += memory.sumGroups(groups, table)
      }
      return squares
    },
    move({ learningRate: given, step, factor }) {
      const learningRate = given * rowOptimiser.pace
      for (const { groups, tables } of opened)
        for (const table of tables) {
          const [first, second] = table.moments as readonly [Floats, Floats]
          const now = { ...rowOptimiser, learningRate, step, factor, decay: table.decays ? rowOptimiser.decay : 0 }
          if (now.kind === 'adagrad') memory.adagradRows(groups, table, first, now)
          else memory.adamWRows(groups, table, first, second, now)
        }
    },
  }
}

function momentsOf(optimiser: CompleteRowOptimiser, memory: TrainingMemory, rows: number, d: number): Floats[] {
  if (optimiser.kind === 'adamW') return [memory.float32(rows * d), memory.float32(rows * d)]
  const squares = memory.float32(rows)
  squares.view.fill(optimiser.start)
  return [squares]
}

/** Rows that are all that their table gets of a step: the graph writes them where they are needed. */
function straightRows(opened: readonly OpenGroup[], network: number, batchesPerStep: number): Map<string, Floats> {
  if (batchesPerStep > 1) return new Map()
  const alone = opened.filter(({ plan }) => plan.parts[network]?.length === 1)
  const found = alone.flatMap(({ plan, tables }) => {
    const [{ gradients }] = plan.parts[network] as readonly [RowPart]
    return gradients.map(({ rows, factor }, i) => ({ rows, factor, to: (tables[i] as MovedTable).gradients }))
  })
  const uses = Map.groupBy(found, ({ rows }) => rows.name)
  return new Map(
    found
      .filter(({ rows, factor }) => factor === 1 && uses.get(rows.name)?.length === 1)
      .map(({ rows, to }) => [rows.name, partOf(to, 0, sizeOf(rows.shape))]),
  )
}

const partOf = ({ pointer, view }: Floats, from: number, length: number): Floats => ({
  pointer: pointer + 4 * from,
  view: view.subarray(from, from + length),
})
