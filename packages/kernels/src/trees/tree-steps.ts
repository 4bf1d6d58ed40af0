import type { Step } from '../program.ts'
import type { SharedArray } from '../shared-memory.ts'
import type { SharedScope } from '../shared-scope.ts'
import type { FixedPoint } from './fixed-point.ts'
import { lossNumbers, type TreeLoss } from './tree-loss.ts'

export interface StepsInput {
  /** Bins, [features × rows]. */
  readonly columns: SharedArray<Uint8Array>
  readonly rows: number
  readonly starts: Int32Array
  readonly threads: number
  readonly loss: TreeLoss
  /** Rows of a unit of work that goes through all rows; even. */
  readonly slice: number
}

/** Rows that are scored, and how. */
export interface ScoredPointers {
  readonly scores: SharedArray<Float64Array>
  readonly labels: SharedArray<Float64Array>
  /** Address, 0 for none. */
  readonly weights: number
}

export interface HistogramTask {
  /** Whether the rows stand in `order`. */
  readonly ordered: boolean
  readonly from: number
  readonly count: number
  readonly blocks: number
  /** Addresses of histograms. */
  readonly target: number
  readonly parent: number
}

export interface PartitionTask {
  readonly ordered: boolean
  readonly from: number
  readonly count: number
  readonly leftCount: number
  readonly feature: number
  readonly side: Uint8Array
}

export interface TreeSteps {
  readonly order: SharedArray<Int32Array>
  readonly interleave: Step
  /** Writes down which blocks of eight features take part; returns how many. */
  activate(features: readonly number[]): number
  extremes(rows: ScoredPointers): Step
  /** The largest gradient and hessian that `extremes` found. */
  largest(): readonly [gradient: number, hessian: number]
  gradients(rows: ScoredPointers, fixed: FixedPoint): Step
  histogram(task: HistogramTask): Step[]
  split(task: PartitionTask): Step[]
}

/** As in assembly/tree-histogram.ts. */
const featureBytes = 4160
const gathered = 512
const mostUnitRows = 32_768
/** A unit should be worth the time it takes to claim it. */
const fewestUnitRows = 1024

/** The steps of growing trees, with the arrays that only they use. */
export function treeSteps(scope: SharedScope, { columns, rows, starts, threads, loss, slice }: StepsInput): TreeSteps {
  const features = starts.length - 1
  const blocks = Math.ceil(features / 8)
  const slices = Math.ceil(rows / slice)
  const stride = 8 * blocks
  const cells = scope.uint8(stride * rows)
  const order = scope.int32(rows)
  const lefts = scope.int32(rows)
  const rights = scope.int32(rows)
  const pairs = scope.int32(2 * rows)
  const chunkRows = Math.max(slice, Math.ceil(rows / 256))
  const counts = scope.int32(Math.ceil(rows / chunkRows))
  const maxima = scope.float64(2 * slices)
  const scratchBytes = blocks * 8 * (featureBytes + gathered) + 16 * gathered
  const scratch = scope.uint8(threads * scratchBytes)
  const sumBytes = 64 * Math.ceil((24 * (starts[features] as number)) / 64)
  const sums = scope.uint8(threads * sumBytes)
  const sharedStarts = scope.copyInt32(starts)
  const active = scope.int32(blocks)
  const side = scope.uint8(256)

  const step = (kernel: string, count: number, args: readonly number[]): Step => ({
    family: 'trees',
    kernel,
    count,
    chunk: 1,
    args,
  })
  const differentiated = (rowsOf: ScoredPointers) => [
    rows,
    slice,
    lossNumbers[loss],
    rowsOf.scores.pointer,
    rowsOf.labels.pointer,
    rowsOf.weights,
  ]
  return {
    order,
    interleave: step('interleave', slices, [rows, slice, features, columns.pointer, cells.pointer, stride]),
    activate(wanted) {
      const ids = [...new Set(wanted.map((feature) => feature >> 3))]
      active.view.set(ids)
      return ids.length
    },
    extremes: (rowsOf) => step('extremes', slices, [...differentiated(rowsOf), maxima.pointer]),
    largest() {
      const found: [number, number] = [0, 0]
      for (const [at, value] of maxima.view.entries())
        found[at % 2 === 0 ? 0 : 1] = Math.max(found[at % 2 === 0 ? 0 : 1], value)
      return found
    },
    gradients: (rowsOf, fixed) =>
      step('gradients', slices, [...differentiated(rowsOf), fixed.gradient, fixed.hessian, pairs.pointer]),
    histogram({ ordered, from, count, blocks: blockCount, target, parent }) {
      const unitRows = Math.min(mostUnitRows, Math.max(fewestUnitRows, Math.ceil(count / (4 * threads))))
      const where = [unitRows, count, ordered ? order.pointer : 0, from]
      const what = [active.pointer, blockCount, features, sharedStarts.pointer, cells.pointer, stride, pairs.pointer]
      const room = [scratch.pointer, scratchBytes, sums.pointer, sumBytes]
      return [
        step('accumulate', Math.ceil(count / unitRows), [...where, ...what, ...room]),
        step('combine', features, [sharedStarts.pointer, sums.pointer, sumBytes, threads, target, parent]),
      ]
    },
    split({ ordered, from, count, leftCount, feature, side: sides }) {
      side.view.set(sides)
      const chunks = Math.ceil(count / chunkRows)
      const parts = [lefts.pointer, rights.pointer, counts.pointer]
      const column = columns.pointer + feature * rows
      return [
        step('partition', chunks, [
          chunkRows,
          ordered ? order.pointer : 0,
          from,
          count,
          column,
          side.pointer,
          ...parts,
        ]),
        step('settle', chunks, [chunkRows, order.pointer, from, count, leftCount, ...parts]),
      ]
    },
  }
}
