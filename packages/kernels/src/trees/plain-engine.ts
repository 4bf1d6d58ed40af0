import { writeBins } from './bin-features.ts'
import { type FixedPoint, fixedPointOf, knownFixedPoint, wholeNumber } from './fixed-point.ts'
import type { GrownTree } from './grown-tree.ts'
import type { EngineInput, RowSplit, TreeEngine } from './tree-engine.ts'
import { curvatureOf, meanOf } from './tree-loss.ts'

/** The slow, obvious form of the kernels. */
export function openPlainEngine({ loss, bins, starts, maxLeaves, training, validation }: EngineInput): TreeEngine {
  const rows = training.labels.length
  const columns = binned(training.features)
  const validationColumns = binned(validation?.features ?? [])
  const scores = training.scores.slice()
  const validationScores = validation?.scores.slice() ?? new Float64Array(0)
  const order = new Int32Array(rows)
  const gradients = new Float64Array(rows)
  const hessians = new Float64Array(rows)
  const allBins = starts[bins.length] as number
  const slots: Float64Array[] = Array.from({ length: maxLeaves }, () => new Float64Array(0))
  let seenRows = rows

  function binned(features: EngineInput['training']['features']): Uint8Array[] {
    return features.map((column, feature) => {
      const out = new Uint8Array(column.values.length)
      const own = bins[feature]
      if (own) writeBins(column, own, out)
      return out
    })
  }

  function differentiate(): FixedPoint {
    let largestGradient = 0
    let largestHessian = 0
    for (let row = 0; row < rows; row++) {
      const mean = meanOf(loss, scores[row] as number)
      const weight = training.weights ? (training.weights[row] as number) : 1
      gradients[row] = (mean - (training.labels[row] as number)) * weight
      hessians[row] = curvatureOf(loss, mean) * weight
      largestGradient = Math.max(largestGradient, Math.abs(gradients[row] as number))
      largestHessian = Math.max(largestHessian, hessians[row] as number)
    }
    const fixed = knownFixedPoint(loss, training) ?? fixedPointOf(rows, largestGradient, largestHessian)
    for (let row = 0; row < rows; row++) {
      gradients[row] = wholeNumber((gradients[row] as number) * fixed.gradient)
      hessians[row] = wholeNumber((hessians[row] as number) * fixed.hessian)
    }
    return fixed
  }

  function histogramOf(from: number, count: number): Float64Array {
    const sums = new Float64Array(3 * allBins)
    for (const [feature, column] of columns.entries()) {
      for (let place = from; place < from + count; place++) {
        const row = order[place] as number
        const at = 3 * ((starts[feature] as number) + (column[row] as number))
        sums[at] = (sums[at] as number) + (gradients[row] as number)
        sums[at + 1] = (sums[at + 1] as number) + (hessians[row] as number)
        sums[at + 2] = (sums[at + 2] as number) + 1
      }
    }
    return sums
  }

  function partition({ from, count, feature, side }: RowSplit): void {
    const column = columns[feature] as Uint8Array
    const own = order.slice(from, from + count)
    const goesLeft = (row: number) => side[column[row] as number] === 1
    order.set(own.filter(goesLeft), from)
    order.set(
      own.filter((row) => !goesLeft(row)),
      from + own.filter(goesLeft).length,
    )
  }

  return {
    order: () => order,
    async startRound(seen) {
      if (seen === undefined) for (let row = 0; row < rows; row++) order[row] = row
      seenRows = seen ?? rows
      const fixed = differentiate()
      slots[0] = histogramOf(0, seenRows)
      return fixed
    },
    async split(split) {
      partition(split)
      const { from, count, leftCount, histograms } = split
      if (!histograms) return
      const smallerLeft = 2 * leftCount <= count
      slots[histograms.smaller] = smallerLeft
        ? histogramOf(from, leftCount)
        : histogramOf(from + leftCount, count - leftCount)
      slots[histograms.parent] = smallerLeft
        ? histogramOf(from + leftCount, count - leftCount)
        : histogramOf(from, leftCount)
    },
    histogram: (slot) => slots[slot] as Float64Array,
    async finishRound(tree) {
      for (let row = 0; row < rows; row++) scores[row] = (scores[row] as number) + valueAt(tree, columns, row)
      for (let row = 0; row < validationScores.length; row++)
        validationScores[row] = (validationScores[row] as number) + valueAt(tree, validationColumns, row)
    },
    validationScores: () => validationScores,
  }
}

function valueAt({ nodes, leaves }: GrownTree, columns: readonly Uint8Array[], row: number): number {
  let at = nodes.length > 0 ? 0 : -1
  while (at >= 0) {
    const node = nodes[at] as GrownTree['nodes'][number]
    const bin = columns[node.feature]?.[row] as number
    at = node.side[bin] === 1 ? node.left : node.right
  }
  return leaves[-1 - at]?.value as number
}
