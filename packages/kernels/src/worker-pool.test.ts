import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { expect, test, vi } from 'vitest'
import { createKernels, type ThreadedKernels } from './create-kernels.ts'
import { createSharedMemory } from './shared-memory.ts'

async function threaded(threads = 2, maximumBytes = 2 ** 30): Promise<ThreadedKernels> {
  const kernels = await createKernels({ threads, maximumBytes })
  if (kernels.backend !== 'threads') throw new Error('no threads here')
  return kernels
}

/** Sums over `slices` slices of ones, once a row of the 8 × 8 result. */
function sums(kernels: ThreadedKernels, slices = 16) {
  const partials = kernels.memory.float32(slices * 8 * 8)
  const gram = kernels.memory.float32(8 * 8)
  partials.view.fill(1)
  const args = [partials.pointer, slices, 32, 1, gram.pointer]
  const step = { family: 'ials', kernel: 'sumSlices', count: 8, chunk: 1, args }
  return { gram, steps: [step], long: Array.from({ length: 2000 }, () => step) }
}

test('every unit is done once, and progress ends at all of them', async () => {
  await using kernels = await threaded()
  const { gram, steps } = sums(kernels)
  const told: number[][] = []
  await kernels.pool.run(steps, { onProgress: (done, total) => told.push([done, total]) })
  expect([...gram.view].every((value) => value === 16)).toBe(true)
  expect(told.at(-1)).toEqual([8, 8])
})

test('an abort before the start runs nothing; one in the middle stops at the next chunk; the pool goes on afterwards', async () => {
  await using kernels = await threaded()
  const { gram, steps } = sums(kernels)
  await expect(kernels.pool.run(steps, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' })
  expect(gram.view[0]).toBe(0)
  const { long } = sums(kernels, 100_000)
  const controller = new AbortController()
  const running = kernels.pool.run(long, {
    signal: controller.signal,
    onProgress: () => controller.abort(new Error('enough')),
  })
  await expect(running).rejects.toMatchObject({ code: 'cancelled', cause: { message: 'enough' } })
  gram.view.fill(0)
  await kernels.pool.run(steps)
  expect(gram.view[0]).toBe(16)
})

test('programs given at the same time run one after the other', async () => {
  await using kernels = await threaded()
  const one = sums(kernels)
  const two = sums(kernels)
  await Promise.all([kernels.pool.run(one.steps), kernels.pool.run(two.steps)])
  expect([one.gram.view[5], two.gram.view[5]]).toEqual([16, 16])
})

test('a kernel that traps is an error with its message, and the pool goes on', async () => {
  await using kernels = await threaded()
  const { gram, steps } = sums(kernels)
  const wild = { ...steps[0]!, args: [2 ** 30 + 2 ** 29, 16, 32, 1, gram.pointer] }
  await expect(kernels.pool.run([wild, ...steps])).rejects.toMatchObject({ code: 'worker-failed' })
  await kernels.pool.run(steps)
  expect(gram.view[0]).toBe(16)
})

test('closing rejects what runs and what comes later', async () => {
  const kernels = await threaded()
  const { steps, long } = sums(kernels, 100_000)
  const running = kernels.pool.run(long)
  const refused = expect(running).rejects.toMatchObject({ code: 'closed' })
  await Promise.resolve()
  await kernels.close()
  await refused
  await expect(kernels.pool.run(steps)).rejects.toMatchObject({ code: 'closed' })
})

test('a process that closes nothing ends by itself, after its work and not before', () => {
  const script = `
    const { createKernels } = await import(${JSON.stringify(join(import.meta.dirname, 'index.ts'))})
    const kernels = await createKernels({ threads: 2 })
    const gram = kernels.memory.float32(64)
    await kernels.pool.run([{ family: 'ials', kernel: 'sumSlices', count: 8, chunk: 1, args: [gram.pointer, 0, 32, 1, gram.pointer] }])
    console.log('done')`
  const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    timeout: 20_000,
  })
  expect({ stdout: stdout.trim(), status }).toEqual({ stdout: 'done', status: 0 })
})

test('room given back is used again, and what does not fit is refused without harm', () => {
  const memory = createSharedMemory(1 << 20)
  const first = memory.float32(100_000)
  first.view.fill(7)
  const middle = memory.int32(1000)
  expect(() => memory.float32(200_000)).toThrow(expect.objectContaining({ code: 'out-of-memory' }))
  first.free()
  first.free()
  const again = memory.float32(90_000)
  expect(again.pointer).toBe(first.pointer)
  expect([...again.view].every((value) => value === 0)).toBe(true)
  again.free()
  middle.free()
  expect(memory.usedBytes).toBe(0)
  expect(memory.float32(200_000).length).toBe(200_000)
  expect(() => first.view).toThrow(expect.objectContaining({ code: 'closed' }))
})

test('a view follows the memory as it grows', () => {
  const memory = createSharedMemory(1 << 26)
  const small = memory.int32(4)
  small.view.set([1, 2, 3, 4])
  const before = small.view
  memory.float32(1_000_000)
  expect(small.view).not.toBe(before)
  expect(small.view.buffer).toBe(memory.memory.buffer)
  expect([...small.view]).toEqual([1, 2, 3, 4])
})

test('every family is compiled once, however many workers run it and however often', async () => {
  const compile = vi.spyOn(WebAssembly, 'compile')
  try {
    await using kernels = await threaded(3)
    const sources = new Set(compile.mock.calls.map(([source]) => Buffer.from(source as Uint8Array).toString('base64')))
    expect(sources.size).toBeGreaterThan(3)
    for (let time = 0; time < 3; time++) await kernels.pool.run(sums(kernels).steps)
    expect(compile.mock.calls.length).toBe(sources.size)
  } finally {
    compile.mockRestore()
  }
})

test('the main thread is free while workers compute', async () => {
  await using kernels = await threaded()
  const { long } = sums(kernels, 5000)
  const before = performance.eventLoopUtilization()
  let turns = 0
  const timer = setInterval(() => turns++, 1)
  await kernels.pool.run(long)
  clearInterval(timer)
  expect(turns).toBeGreaterThan(0)
  expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.9)
})

test('the plain backend says why', async () => {
  await using kernels = await createKernels({ backend: 'plain' })
  expect(kernels).toMatchObject({ backend: 'plain', reason: 'plain TypeScript was asked for' })
  await expect(createKernels({ threads: 0 })).rejects.toMatchObject({ code: 'bad-option' })
  await expect(createKernels({ maximumBytes: 2 ** 33 })).rejects.toMatchObject({ code: 'bad-option' })
})

/** 64 rows of 8 numbers of state and three vectors each, as the kernel strides: what one worker writes while it solves. */
const own = 64 * (8 + 3 * 8)

/** Solves (yyᵀ + I) x = y with y of eight ones in every row, and tells which of two workers did something. */
async function whoWorked(kernels: ThreadedKernels, rows: number): Promise<boolean[]> {
  const { memory } = kernels
  const indptr = memory.int32(rows + 1)
  indptr.view.set(Int32Array.from({ length: rows + 1 }, (_, row) => row))
  const [values, fixed, lambdas] = [memory.float32(rows), memory.float32(8), memory.float32(rows)]
  for (const ones of [values, fixed, lambdas]) ones.view.fill(1)
  const [indices, groups] = [memory.int32(rows), memory.int32(1)]
  const [factors, gram, scratch] = [memory.float32(rows * 8), memory.float32(64), memory.float32(2 * own)]
  const data = [indptr, indices, values].map(({ pointer }) => pointer)
  const sides = [rows, factors.pointer, fixed.pointer, 1, gram.pointer, lambdas.pointer, 32, 0, 3]
  const args = [...data, ...sides, groups.pointer, groups.pointer, 0, rows, 1, scratch.pointer]
  await kernels.pool.run([{ family: 'ials', kernel: 'solveRows', count: rows / 16, chunk: 1, args, races: true }])
  expect(factors.view.every((value) => Math.abs(value - 1 / 9) < 1e-6)).toBe(true)
  const worked = [0, own].map((from) => scratch.view.subarray(from, from + own).some((value) => value !== 0))
  for (const array of [indptr, values, fixed, lambdas, indices, groups, factors, gram, scratch]) array.free()
  return worked
}

test('in deterministic mode one worker alone does a step that races', async () => {
  await using kernels = await createKernels({ threads: 2, deterministic: true })
  if (kernels.backend !== 'threads') throw new Error('no threads here')
  expect(await whoWorked(kernels, 20_000)).toEqual([true, false])
})

test('else all workers take from the same step, as they come', async () => {
  await using kernels = await threaded()
  // On a busy machine one worker may be done with all before the other wakes: then with more rows.
  for (let rows = 32_000; ; rows *= 2) {
    const worked = await whoWorked(kernels, rows)
    if (rows < 500_000 && worked.includes(false)) continue
    expect(worked).toEqual([true, true])
    break
  }
})
