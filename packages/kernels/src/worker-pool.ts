import { Worker } from 'node:worker_threads'
import { KernelError } from './kernel-error.ts'
import { type Program, type Step, slotCount, slots, type WorkerReport, type WorkerStart } from './program.ts'

export interface RunOptions {
  /** Stops the work at the next chunk; the promise is rejected with `cancelled`. */
  readonly signal?: AbortSignal | undefined
  /** Told about ten times a second, and once at the end. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

export interface WorkerPoolOptions {
  readonly memory: WebAssembly.Memory
  /** Compiled module of each family. */
  readonly modules: Readonly<Record<string, WebAssembly.Module>>
  readonly threads: number
  readonly deterministic: boolean
}

export interface WorkerPool {
  readonly threads: number
  /** Runs steps in order; programs that come meanwhile wait for their turn. */
  run(steps: readonly Step[], options?: RunOptions): Promise<void>
  /** Ends all workers. What runs or waits is rejected with `closed`. */
  close(): Promise<void>
}

/** The worker's file beside this one, a source or compiled like this one. */
const workerFile = new URL(import.meta.url.endsWith('.ts') ? './pool-worker.ts' : './pool-worker.js', import.meta.url)

/**
 * Workers over one shared memory. They sleep while there is nothing to do and keep no process alive; the main thread
 * never waits for them, it is told.
 *
 * @throws KernelError from `run`: `cancelled`, `closed`, or `worker-failed` (the kernel trapped, or a worker died; in
 *   the second case the pool is closed)
 */
export function createWorkerPool({ memory, modules, threads, deterministic }: WorkerPoolOptions): WorkerPool {
  const shared = new SharedArrayBuffer(4 * slotCount)
  const control = new Int32Array(shared)
  const known = new Set<string>()
  let failure: KernelError | undefined
  let settle: ((error?: KernelError) => void) | undefined
  let reports = 0
  let firstError: string | undefined
  let last: Promise<unknown> = Promise.resolve()

  const workers = Array.from({ length: threads }, (_, worker) => {
    const start: WorkerStart = { memory, control: shared, worker, threads }
    const thread = new Worker(workerFile, { workerData: start, execArgv: [], name: `attune-kernels-${worker}` })
    thread.on('message', ({ error }: WorkerReport) => {
      firstError ??= error
      reports++
      if (reports === threads)
        settle?.(
          firstError === undefined ? undefined : new KernelError('worker-failed', `A kernel failed: ${firstError}`),
        )
    })
    thread.on('error', (cause) => fail(new KernelError('worker-failed', 'A worker thread failed.', {}, { cause })))
    thread.on('exit', () => fail(new KernelError('worker-failed', 'A worker thread ended unexpectedly.')))
    thread.unref()
    return thread
  })

  /** The others may wait for the lost worker for ever: all go. */
  function fail(error: KernelError): void {
    if (failure) return
    failure = error
    settle?.(error)
    for (const worker of workers) void worker.terminate()
  }

  async function execute(steps: readonly Step[], { signal, onProgress }: RunOptions): Promise<void> {
    if (failure) throw failure
    throwIfCancelled(signal)
    const total = steps.reduce((sum, { count }) => sum + count, 0)
    for (const slot of [slots.next, slots.stop, slots.done, slots.arrived]) Atomics.store(control, slot, 0)
    reports = 0
    firstError = undefined
    const families = [...new Set(steps.map(({ family }) => family))].filter((family) => !known.has(family))
    const program: Program = {
      steps,
      deterministic,
      modules: families.map((family) => [family, moduleOf(family)] as const),
    }
    for (const family of families) known.add(family)
    const stop = () => Atomics.store(control, slots.stop, 1)
    signal?.addEventListener('abort', stop)
    const ticking = onProgress && setInterval(() => onProgress(Atomics.load(control, slots.done), total), 100)
    try {
      await new Promise<void>((resolve, reject) => {
        settle = (error) => (error ? reject(error) : resolve())
        for (const worker of workers) {
          worker.ref()
          worker.postMessage(program)
        }
      })
    } finally {
      settle = undefined
      clearInterval(ticking)
      signal?.removeEventListener('abort', stop)
      for (const worker of workers) worker.unref()
    }
    throwIfCancelled(signal)
    onProgress?.(total, total)
  }

  function moduleOf(family: string): WebAssembly.Module {
    const module = modules[family]
    if (!module) throw new KernelError('bad-option', `There is no family of kernels “${family}”.`, { family })
    return module
  }

  return {
    threads,
    run(steps, options = {}) {
      const turn = last.then(() => execute(steps, options))
      last = turn.catch(() => undefined)
      return turn
    },
    async close() {
      failure ??= new KernelError('closed', 'The kernels were closed; create them again to go on.')
      settle?.(failure)
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}

/** @throws KernelError `cancelled`, with the signal's reason as its cause */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new KernelError('cancelled', 'The computation was cancelled.', {}, { cause: signal.reason })
}
