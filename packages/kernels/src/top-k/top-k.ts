import type { Kernels, ThreadedKernels } from '../create-kernels.ts'
import { paddedLength, writePadded } from '../padded-rows.ts'
import { sharedScope } from '../shared-scope.ts'
import { sortedRows } from '../sorted-rows.ts'
import { type RunOptions, throwIfCancelled } from '../worker-pool.ts'
import { checkTopK, type TopK, type TopKInput } from './top-k-problem.ts'
import { topKReference } from './top-k-reference.ts'

/** Queries that a worker takes at once; the kernel has room for as many. */
const group = 24
const scratchBytes = 512

export interface TopKOptions extends RunOptions {
  /** Leave out blocks of items that cannot reach the best (default true). The result is the same either way. */
  readonly prune?: boolean
}

/**
 * The k items with the largest inner product with each query, exactly: maximum inner product search by scanning items in
 * order of falling norm and stopping where no norm can reach the worst of the best (Cauchy–Schwarz).
 *
 * @throws KernelError `bad-shape`, `bad-value`, `bad-index`, `bad-option`, `out-of-memory`, before any work; `cancelled`,
 *   `closed`, `worker-failed`
 * @example
 * const { ids, scores } = await topK(kernels, { queries, items, dimensions: 64, k: 100 })
 */
export async function topK(kernels: Kernels, input: TopKInput, options: TopKOptions = {}): Promise<TopK> {
  const { queryCount, itemCount } = checkTopK(input)
  throwIfCancelled(options.signal)
  if (kernels.backend === 'threads') {
    const { queries, items, k } = input
    kernels.memory.expectRoom(queries.length + 2 * items.length + 2 * queryCount * k)
    return threaded(kernels, input, options, queryCount, itemCount)
  }
  const result = topKReference(input)
  options.onProgress?.(queryCount, queryCount)
  return result
}

async function threaded(
  { memory, pool }: ThreadedKernels,
  { queries, items, dimensions, k, exclude }: TopKInput,
  { prune = true, ...options }: TopKOptions,
  queryCount: number,
  itemCount: number,
): Promise<TopK> {
  using scope = sharedScope(memory)
  const stride = paddedLength(dimensions)
  const panelCount = Math.ceil(itemCount / 8)
  const norms = normsOf(items, dimensions)
  const order = Int32Array.from(norms.keys())
  if (prune) order.sort((a, b) => (norms[b] as number) - (norms[a] as number) || a - b)
  const sharedQueries = scope.float32(queryCount * stride)
  writePadded(queries, dimensions, sharedQueries)
  const sharedItems = scope.float32(itemCount * stride)
  writePadded(items, dimensions, sharedItems)
  const panels = scope.float32(panelCount * 8 * stride)
  const sharedOrder = scope.copyInt32(order)
  const bounds = Float32Array.from(order, (item) => (prune ? (norms[item] as number) : Number.POSITIVE_INFINITY))
  const sharedNorms = scope.copyFloat32(bounds)
  const excludedPtr = scope.copyInt32(exclude?.indptr ?? new Int32Array(queryCount + 1))
  const excluded = scope.copyInt32(exclude ? sortedRows(exclude) : new Int32Array(0))
  const ids = scope.int32(queryCount * k)
  const scores = scope.float32(queryCount * k)
  const scratch = scope.int32((pool.threads * scratchBytes) / 4)
  const visited = scope.int32(1)
  await pool.run(
    [
      {
        family: 'top-k',
        kernel: 'pack',
        count: panelCount,
        chunk: 16,
        args: [sharedItems.pointer, sharedOrder.pointer, itemCount, stride, panels.pointer],
      },
      {
        family: 'top-k',
        kernel: 'topK',
        count: queryCount,
        chunk: group,
        args: [
          sharedQueries.pointer,
          panels.pointer,
          sharedNorms.pointer,
          sharedOrder.pointer,
          itemCount,
          stride,
          k,
          excludedPtr.pointer,
          excluded.pointer,
          ids.pointer,
          scores.pointer,
          scratch.pointer,
          visited.pointer,
        ],
      },
    ],
    options,
  )
  return { ids: ids.view.slice(), scores: scores.view.slice() }
}

function normsOf(items: Float32Array, d: number): Float64Array {
  const norms = new Float64Array(items.length / d)
  for (let item = 0; item < norms.length; item++) {
    let squares = 0
    for (let at = item * d; at < item * d + d; at++) squares += (items[at] as number) ** 2
    norms[item] = Math.sqrt(squares)
  }
  return norms
}
