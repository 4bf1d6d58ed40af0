import { rowGroupsBytes } from '@attune/kernels'
import { type Shape, sizeOf, type Tensor } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import type { Derived, Plan } from './lay-out.ts'

/** Rows of a gradient that a network's graph yields, and where they belong. */
export interface RowPart {
  readonly ids: Tensor
  /** In the order of the group's tables. */
  readonly gradients: readonly { readonly rows: Tensor; readonly factor: number }[]
}

/** Tables of as many rows that are asked for the same ids: which gradients belong together is worked out once. */
export interface RowGroupPlan {
  readonly tables: readonly { readonly name: string; readonly shape: Shape; readonly decay: boolean }[]
  /** Of each network. */
  readonly parts: readonly (readonly RowPart[])[]
  /** Gradients of a step at most. */
  readonly capacity: number
}

/**
 * What the tables of which only rows move take in a step.
 *
 * @throws LearnError `bad-option` when such a table is read by something else than `embed`
 */
export function planRows({ networks, batchesPerStep }: Pick<Plan, 'networks' | 'batchesPerStep'>): RowGroupPlan[] {
  const [first] = networks as readonly [Derived]
  const tables = first.graph.parameters.filter(({ moves, frozen }) => moves === 'rows' && !frozen)
  const groups = Map.groupBy(
    tables.filter(({ tensor }) => first.gradients.some(({ parameter }) => parameter.name === tensor.name)),
    ({ tensor }) => {
      const asked = networks.map((one) => sparseOf(one, tensor.name).map(({ ids }) => ids.name))
      return JSON.stringify([tensor.shape[0], asked])
    },
  )
  return [...groups.values()].map((own) => {
    const parts = networks.map((network) => {
      const sparse = own.map(({ tensor }) => sparseOf(network, tensor.name))
      return (sparse[0] ?? []).map(({ ids }, i) => ({
        ids,
        gradients: sparse.map((of) => of[i] as { rows: Tensor; factor: number }),
      }))
    })
    const most = Math.max(...parts.map((of) => of.reduce((sum, { ids }) => sum + sizeOf(ids.shape), 0)))
    return {
      tables: own.map(({ tensor, decay }) => ({ name: tensor.name, shape: tensor.shape, decay })),
      parts,
      capacity: batchesPerStep * most,
    }
  })
}

/** Bytes of each array of a group. */
export function rowBytes({ tables, capacity }: RowGroupPlan, { rowOptimiser: { kind } }: Plan): readonly number[] {
  return [
    ...rowGroupsBytes(capacity, tables[0]?.shape[0] ?? 0),
    ...tables.flatMap(({ shape: [rows = 0, d = 0] }) => [
      4 * capacity * d,
      ...(kind === 'adagrad' ? [4 * rows] : [4 * rows * d, 4 * rows * d]),
    ]),
  ]
}

function sparseOf({ gradients }: Derived, table: string) {
  const found = gradients.find(({ parameter }) => parameter.name === table)
  if (found?.dense)
    throw new LearnError('bad-option', `Only rows of ${table} move, so nothing but embed may read it.`, { table })
  return found?.sparse ?? []
}
