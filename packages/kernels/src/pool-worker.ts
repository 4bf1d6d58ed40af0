import { parentPort, workerData } from 'node:worker_threads'
import { type Program, type Step, slots, type WorkerReport, type WorkerStart } from './program.ts'

type Kernel = (begin: number, end: number, worker: number, ...args: readonly number[]) => void

const { memory, control: shared, worker, threads } = workerData as WorkerStart
const control = new Int32Array(shared)
const families = new Map<string, WebAssembly.Exports>()

parentPort?.on('message', (program: Program) => {
  let error: string | undefined
  for (const [family, module] of program.modules) {
    families.set(family, new WebAssembly.Instance(module, { env: { memory } }).exports)
  }
  for (const step of program.steps) {
    try {
      const alone = step.inOrder || (step.races && program.deterministic)
      if (!alone || worker === 0) work(step)
    } catch (cause) {
      error ??= cause instanceof Error ? cause.message : String(cause)
      Atomics.store(control, slots.stop, 1)
    }
    meet()
  }
  parentPort?.postMessage((error === undefined ? {} : { error }) satisfies WorkerReport)
})

function work({ family, kernel, count, chunk, args }: Step): void {
  const run = families.get(family)?.[kernel]
  if (typeof run !== 'function') throw new Error(`There is no kernel ${family}.${kernel}.`)
  const call = run as Kernel
  while (Atomics.load(control, slots.stop) === 0) {
    const begin = Atomics.add(control, slots.next, chunk)
    if (begin >= count) return
    const end = Math.min(begin + chunk, count)
    call(begin, end, worker, ...args)
    Atomics.add(control, slots.done, end - begin)
  }
}

/** Waits until all workers are here. The last one makes ready what the next step needs. */
function meet(): void {
  const generation = Atomics.load(control, slots.generation)
  if (Atomics.add(control, slots.arrived, 1) === threads - 1) {
    Atomics.store(control, slots.arrived, 0)
    Atomics.store(control, slots.next, 0)
    Atomics.add(control, slots.generation, 1)
    Atomics.notify(control, slots.generation)
    return
  }
  while (Atomics.load(control, slots.generation) === generation) Atomics.wait(control, slots.generation, generation)
}
