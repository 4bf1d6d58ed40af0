import { Buffer } from 'node:buffer'
import { availableParallelism } from 'node:os'
import type { Family } from './family.ts'
import { family as adagrad } from './generated/adagrad.ts'
import { family as bpr } from './generated/bpr.ts'
import { family as ftrl } from './generated/ftrl.ts'
import { family as ials } from './generated/ials.ts'
import { family as inverse } from './generated/inverse.ts'
import { family as neighbours } from './generated/neighbours.ts'
import { family as ratings } from './generated/ratings.ts'
import { family as topK } from './generated/top-k.ts'
import { family as trees } from './generated/trees.ts'
import { KernelError } from './kernel-error.ts'
import { createSharedMemory, type SharedMemory } from './shared-memory.ts'
import { createWorkerPool, type WorkerPool } from './worker-pool.ts'

const families = { adagrad, bpr, ftrl, ials, inverse, neighbours, ratings, 'top-k': topK, trees }

export interface KernelsOptions {
  /** Worker threads; default one a processor. */
  readonly threads?: number
  /** Ceiling of the shared memory in bytes; default and limit 4 GiB. */
  readonly maximumBytes?: number
  /**
   * Give up speed for results that repeat to the bit, on any machine with any number of threads (default false): no fused
   * multiplication and addition, and one thread for kernels that race.
   */
  readonly deterministic?: boolean
  /** `plain` runs the TypeScript references even where WebAssembly could run; default: the best there is. */
  readonly backend?: 'best' | 'plain'
}

/** Where the functions of this package run. */
export type Kernels = PlainKernels | ThreadedKernels

export interface PlainKernels {
  readonly backend: 'plain'
  /** Says in a sentence why nothing faster is used. */
  readonly reason: string
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export interface ThreadedKernels {
  readonly backend: 'threads'
  readonly memory: SharedMemory
  readonly pool: WorkerPool
  /** Ends the workers. Without it they sleep until the process ends, and keep it from nothing. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * The kernels of this package: WebAssembly SIMD on worker threads over one shared memory, or the plain TypeScript
 * references where that is missing (`backend` says which).
 *
 * @throws KernelError `bad-option`
 * @example
 * await using kernels = await createKernels({ threads: 2 })
 */
export async function createKernels(options: KernelsOptions = {}): Promise<Kernels> {
  const { threads = availableParallelism(), maximumBytes = 2 ** 32, deterministic = false, backend = 'best' } = options
  if (!Number.isInteger(threads) || threads < 1 || threads > 256)
    throw new KernelError('bad-option', 'threads must be a whole number from 1 to 256.', { threads })
  if (backend === 'plain') return plain('plain TypeScript was asked for')
  if (typeof SharedArrayBuffer === 'undefined' || typeof WebAssembly === 'undefined')
    return plain('this platform has no shared memory for WebAssembly')
  const sources = (deterministic ? undefined : runnable('fused')) ?? runnable('strict')
  if (!sources) return plain('this platform runs no WebAssembly with SIMD and threads')
  const memory = createSharedMemory(maximumBytes)
  const modules = Object.fromEntries(
    await Promise.all(sources.map(async ([family, source]) => [family, await WebAssembly.compile(source)] as const)),
  )
  const pool = createWorkerPool({ memory: memory.memory, modules, threads, deterministic })
  const close = () => pool.close()
  return { backend: 'threads', memory, pool, close, [Symbol.asyncDispose]: close }
}

/** Every family's module, or nothing where this platform cannot run one. */
function runnable(build: keyof Family): (readonly [family: string, source: Uint8Array<ArrayBuffer>])[] | undefined {
  const sources = Object.entries(families).map(
    ([family, builds]) => [family, Uint8Array.from(Buffer.from(builds[build], 'base64'))] as const,
  )
  return sources.every(([, source]) => WebAssembly.validate(source)) ? sources : undefined
}

function plain(reason: string): PlainKernels {
  const close = async () => {}
  return { backend: 'plain', reason, close, [Symbol.asyncDispose]: close }
}
