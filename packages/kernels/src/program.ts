/** One kernel over the units 0 … count − 1, shared among the workers in chunks that they claim from an atomic counter. */
export interface Step {
  /** Name of the family, the module that holds the kernel. */
  readonly family: string
  /** Exported function; called as (begin, end, worker, …args). */
  readonly kernel: string
  readonly count: number
  /** Units a worker claims at a time. */
  readonly chunk: number
  readonly args: readonly number[]
  /** The kernel's result depends on who does what when: in deterministic mode one worker does it all, in order. */
  readonly races?: boolean
  /** The kernel's result depends on the order of the units: one worker always does it all, in order. */
  readonly inOrder?: boolean
}

/** Steps in order; every worker finishes one before any begins the next. */
export interface Program {
  readonly steps: readonly Step[]
  /** Families the worker has not been given before. */
  readonly modules: readonly (readonly [family: string, module: WebAssembly.Module])[]
  readonly deterministic: boolean
}

/** Slots of the control block, an Int32Array that the main thread and all workers share. */
export const slots = { next: 0, stop: 1, done: 2, arrived: 3, generation: 4 } as const
export const slotCount = 8

/** What a worker is started with. */
export interface WorkerStart {
  readonly memory: WebAssembly.Memory
  readonly control: SharedArrayBuffer
  readonly worker: number
  readonly threads: number
}

/** A worker's word that it has finished a program. */
export interface WorkerReport {
  /** Message of the error it met, if any. */
  readonly error?: string
}
