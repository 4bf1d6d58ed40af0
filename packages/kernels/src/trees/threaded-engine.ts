import type { ThreadedKernels } from '../create-kernels.ts'
import type { Step } from '../program.ts'
import type { SharedArray } from '../shared-memory.ts'
import type { SharedScope } from '../shared-scope.ts'
import { writeBins } from './bin-features.ts'
import { type FixedPoint, fixedPointOf, knownFixedPoint } from './fixed-point.ts'
import type { EngineInput, EngineRows, TreeEngine } from './tree-engine.ts'
import { treeSteps } from './tree-steps.ts'
import { writeTree } from './write-tree.ts'

/** Rows of a unit of work that goes through all rows; even. */
const slice = 8192

/**
 * The kernels on worker threads. The memory is the scope's.
 *
 * @throws KernelError `out-of-memory`; the methods throw `cancelled`, `closed`, `worker-failed`
 */
export async function openThreadedEngine(
  scope: SharedScope,
  { pool }: ThreadedKernels,
  input: EngineInput,
  signal: AbortSignal | undefined,
): Promise<TreeEngine> {
  const { loss, bins, starts, maxLeaves, training, validation } = input
  const rows = training.labels.length
  const features = bins.length
  const sumsLength = 3 * (starts[features] as number)
  const columns = scope.uint8(features * rows)
  writeColumns(training, columns)
  const steps = treeSteps(scope, { columns, rows, starts, threads: pool.threads, loss, slice })
  const weights = training.weights && scope.copyFloat64(training.weights)
  const own = {
    scores: scope.copyFloat64(training.scores),
    labels: scope.copyFloat64(training.labels),
    weights: weights?.pointer ?? 0,
  }
  const known = knownFixedPoint(loss, training)
  const tested = validation && { rows: validation.labels.length, scores: scope.copyFloat64(validation.scores) }
  const testedColumns = scope.uint8(features * (tested?.rows ?? 0))
  if (validation) writeColumns(validation, testedColumns)
  const histograms = scope.float64(maxLeaves * sumsLength)
  const slotAt = (slot: number) => histograms.pointer + 8 * slot * sumsLength
  const tree = {
    nodes: scope.int32(4 * maxLeaves),
    sides: scope.uint8(32 * maxLeaves),
    ends: scope.int32(maxLeaves),
    values: scope.float64(maxLeaves),
  }
  /** Whether `order` holds the tree's rows; otherwise they stand in their own order. */
  let ordered = false
  let seenRows = rows
  let activeBlocks = 0

  function writeColumns(part: EngineRows, out: SharedArray<Uint8Array>): void {
    const count = part.labels.length
    for (const [feature, column] of part.features.entries()) {
      const how = bins[feature]
      if (how) writeBins(column, how, out.view.subarray(feature * count, (feature + 1) * count))
    }
  }

  async function scale(): Promise<FixedPoint> {
    if (known) return known
    await run([steps.extremes(own)])
    return fixedPointOf(rows, ...steps.largest())
  }

  const run = (program: readonly Step[]) => pool.run(program, { signal })
  await run([steps.interleave])
  return {
    order: () => steps.order.view,
    async startRound(seen, active) {
      ordered = seen !== undefined
      seenRows = seen ?? rows
      activeBlocks = steps.activate(active)
      const fixed = await scale()
      await run([
        steps.gradients(own, fixed),
        ...steps.histogram({ ordered, from: 0, count: seenRows, blocks: activeBlocks, target: slotAt(0), parent: 0 }),
      ])
      return fixed
    },
    async split({ from, count, leftCount, feature, side, histograms: slots }) {
      const program = steps.split({ ordered, from, count, leftCount, feature, side })
      ordered = true
      if (slots) {
        const small =
          2 * leftCount <= count ? { from, count: leftCount } : { from: from + leftCount, count: count - leftCount }
        const [target, parent] = [slotAt(slots.smaller), slotAt(slots.parent)]
        program.push(...steps.histogram({ ordered, ...small, blocks: activeBlocks, target, parent }))
      }
      await run(program)
    },
    histogram: (slot) => histograms.view.subarray(slot * sumsLength, (slot + 1) * sumsLength),
    async finishRound(grown) {
      writeTree(grown, tree)
      const order = ordered ? steps.order.pointer : 0
      const descend = (
        rowOrder: number,
        from: number,
        count: number,
        of: number,
        at: number,
        scores: number,
      ): Step => ({
        family: 'trees',
        kernel: 'descend',
        count: Math.ceil(count / slice),
        chunk: 1,
        args: [
          slice,
          rowOrder,
          from,
          count,
          of,
          at,
          tree.nodes.pointer,
          grown.nodes.length,
          tree.sides.pointer,
          tree.values.pointer,
          scores,
        ],
      })
      const program: Step[] = [
        {
          family: 'trees',
          kernel: 'addLeaves',
          count: Math.ceil(seenRows / slice),
          chunk: 1,
          args: [slice, seenRows, order, tree.ends.pointer, tree.values.pointer, own.scores.pointer],
        },
      ]
      if (seenRows < rows)
        program.push(descend(order, seenRows, rows - seenRows, rows, columns.pointer, own.scores.pointer))
      if (tested) program.push(descend(0, 0, tested.rows, tested.rows, testedColumns.pointer, tested.scores.pointer))
      await run(program)
    },
    validationScores: () => tested?.scores.view ?? new Float64Array(0),
  }
}
