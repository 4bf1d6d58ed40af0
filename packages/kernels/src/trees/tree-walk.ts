import { KernelError } from '../kernel-error.ts'
import { categoryBin } from './feature-bins.ts'
import { checkColumns, type FeatureColumn } from './feature-column.ts'
import type { TreesModel } from './trees-model.ts'

/** Rows made ready to go down a model's trees. */
export interface TreeWalk {
  readonly rows: number
  /** Whether a row goes left at an inner node. */
  goesLeft(node: number, row: number): boolean
}

/** @throws KernelError `bad-shape` for other kinds of features than the model's, `bad-value` */
export function treeWalk(model: TreesModel, columns: readonly FeatureColumn[]): TreeWalk {
  const rows = checkColumns(columns, 'features')
  const { bins, feature, threshold, missingLeft, set, sets } = model
  if (columns.length !== bins.length || columns.some(({ kind }, at) => kind !== bins[at]?.kind)) {
    const kinds = bins.map(({ kind }) => kind).join(', ')
    throw new KernelError('bad-shape', `The model was fitted to these features: ${kinds}.`, { count: columns.length })
  }
  const values = columns.map(({ values: own }, at) => {
    const how = bins[at]
    return how?.kind === 'categorical' ? Int32Array.from(own, (code) => categoryBin(how.categories, code)) : own
  })
  return {
    rows,
    goesLeft(node, row) {
      const value = values[feature[node] as number]?.[row] as number
      const own = set[node] as number
      if (own >= 0) return (((sets[own + (value >> 5)] as number) >>> (value & 31)) & 1) === 1
      return Number.isNaN(value) ? missingLeft[node] === 1 : value <= (threshold[node] as number)
    },
  }
}
