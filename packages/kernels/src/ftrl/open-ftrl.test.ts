import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKernels, type Kernels } from '../create-kernels.ts'
import type { LabelledRows } from './ftrl-problem.ts'
import { hashFeature } from './hash-feature.ts'
import { type FtrlInput, openFtrl } from './open-ftrl.ts'

interface Row {
  readonly features: readonly (readonly [hash: number, value: number])[]
  readonly label: number
}

function rowsOf(rows: readonly Row[], withValues = true): LabelledRows {
  const indptr = new Int32Array(rows.length + 1)
  for (const [row, { features }] of rows.entries()) indptr[row + 1] = indptr[row]! + features.length
  const entries = rows.flatMap(({ features }) => features)
  return {
    indptr,
    features: Uint32Array.from(entries, ([hash]) => hash),
    labels: rows.map(({ label }) => label),
    ...(withValues ? { values: Float32Array.from(entries, ([, value]) => value) } : {}),
  }
}

const anyRow: fc.Arbitrary<Row> = fc.record({
  features: fc.array(fc.tuple(fc.nat(2 ** 32 - 1), fc.constantFrom(1, -2, 0.5, 0)), { maxLength: 7 }),
  label: fc.constantFrom(0, 1),
})

async function trained(kernels: Kernels, input: FtrlInput, batches: readonly LabelledRows[]) {
  using model = openFtrl(kernels, input)
  const losses = []
  for (const batch of batches) losses.push(await model.update(batch))
  return { losses, ...model.state(), weights: model.weights(), predictions: await model.predict(batches[0]!) }
}

test.each(['best', 'plain'] as const)('two rows by hand (%s): z, n and the weight after each', async (backend) => {
  await using kernels = await createKernels({ threads: 1, backend })
  using model = openFtrl(kernels, { tableSize: 4, alpha: 0.5, beta: 1, lambda1: 0.1, lambda2: 2 })
  // Everything is 0, so p = ½ and g = −½ · 2: z = −1, n = 1, w = (1 − .1) / ((1 + 1) / .5 + 2) = .15.
  const one = rowsOf([{ features: [[5, 2]], label: 1 }])
  expect(await model.update(one)).toBeCloseTo(Math.LN2, 12)
  expect([...model.state().z]).toEqual([0, -1, 0, 0])
  expect([...model.state().n]).toEqual([0, 1, 0, 0])
  expect(model.weights()[1]).toBeCloseTo(0.15, 12)
  const p = 1 / (1 + Math.exp(-0.3))
  expect((await model.predict(one))[0]).toBeCloseTo(p, 12)
  // g = 2 p, σ = (√(1 + g²) − 1) / .5, z = −1 + g − .15 σ.
  expect(await model.update({ ...one, labels: [0] })).toBeCloseTo(-Math.log(1 - p), 12)
  const g = 2 * p
  expect(model.state().z[1]).toBeCloseTo(-1 + g - ((Math.sqrt(1 + g * g) - 1) / 0.5) * 0.15, 12)
  expect(model.state().n[1]).toBeCloseTo(1 + g * g, 12)
})

test('the kernel is the slow form to twelve digits, with features that meet in one place, empty rows and batches', async () => {
  await using kernels = await createKernels({ threads: 2 })
  await using plain = await createKernels({ backend: 'plain' })
  expect(kernels.backend).toBe('threads')
  const cases = fc.record({
    batches: fc.array(fc.array(anyRow, { maxLength: 30 }), { minLength: 1, maxLength: 3 }),
    withValues: fc.boolean(),
    tableSize: fc.constantFrom(2, 16, 1024),
    alpha: fc.constantFrom(0.05, 1),
    beta: fc.constantFrom(0.1, 1),
    lambda1: fc.constantFrom(0, 0.3),
    lambda2: fc.constantFrom(0, 1),
  })
  await fc.assert(
    fc.asyncProperty(cases, async ({ batches, withValues, ...input }) => {
      const rows = batches.map((batch) => rowsOf(batch, withValues))
      const [fast, slow] = [await trained(kernels, input, rows), await trained(plain, input, rows)]
      for (const side of ['losses', 'z', 'n', 'weights', 'predictions'] as const) {
        expect(fast[side].length).toBe(slow[side].length)
        for (const [at, value] of slow[side].entries())
          expect(Math.abs(fast[side][at]! - value)).toBeLessThan(1e-12 * (1 + Math.abs(value)))
      }
    }),
    { numRuns: 80 },
  )
})

/** Clicks that depend on two fields of many, log-odds ±1.5 each. */
function clicks(count: number, seed: number): LabelledRows {
  let state = seed
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  return rowsOf(
    Array.from({ length: count }, () => {
      const [a, b] = [Math.floor(random() * 4), Math.floor(random() * 4)]
      const noise = Array.from({ length: 6 }, (_, k) => hashFeature(`noise${k}`, Math.floor(random() * 500)))
      const odds = (a < 2 ? 1.5 : -1.5) + (b % 2 ? 1.5 : -1.5)
      const hashes = [hashFeature('a', a), hashFeature('b', b), ...noise]
      return {
        features: hashes.map((hash) => [hash, 1] as const),
        label: random() < 1 / (1 + Math.exp(-odds)) ? 1 : 0,
      }
    }),
    false,
  )
}

test('learns what matters, leaves at exactly 0 what does not, alone or with workers that race', async () => {
  await using kernels = await createKernels({ threads: 2 })
  const [rows, fresh] = [clicks(30_000, 1), clicks(5_000, 2)]
  for (const races of [false, true]) {
    using model = openFtrl(kernels, { tableSize: 2 ** 16, alpha: 0.2, lambda1: 10, races })
    const progressive = await model.update(rows)
    const predicted = await model.predict(fresh)
    const loss =
      predicted.reduce((sum, p, i) => sum - Math.log(fresh.labels[i] === 1 ? p : 1 - p), 0) / predicted.length
    // The entropy of the labels given both fields: half the rows have odds e^±3, half e^0.
    const p = 1 / (1 + Math.exp(-3))
    const least = (Math.LN2 - p * Math.log(p) - (1 - p) * Math.log(1 - p)) / 2
    expect(loss).toBeGreaterThan(least - 0.02)
    // Where nothing was learned it is ln 2, .25 above the least. A worker that the machine stops between reading and
    // writing a weight undoes what the other wrote meanwhile; it may happen to one weight that matters.
    expect(loss).toBeLessThan(least + (races ? 0.12 : 0.02))
    if (races) continue
    expect(progressive).toBeLessThan(least + 0.03)
    const weights = model.weights()
    const at = (field: string, value: number) => weights[hashFeature(field, value) % 2 ** 16]!
    expect(at('a', 0)).toBeGreaterThan(1)
    expect(at('b', 0)).toBeLessThan(-1)
    const noise = Array.from({ length: 500 }, (_, value) => at('noise3', value))
    expect(noise.filter((weight) => weight === 0).length).toBeGreaterThan(450)
  }
})

test('one worker repeats to the bit with any number of threads, and a state goes on where it was', async () => {
  const rows = clicks(2_000, 3)
  const states = []
  for (const threads of [1, 3]) {
    await using kernels = await createKernels({ threads })
    states.push(await trained(kernels, { tableSize: 256 }, [rows, rows]))
    using first = openFtrl(kernels, { tableSize: 256 })
    await first.update(rows)
    using second = openFtrl(kernels, { tableSize: 256, state: first.state() })
    await second.update(rows)
    expect(second.state().z).toEqual(states[0]!.z)
    expect(second.state().n).toEqual(states[0]!.n)
  }
  expect(states[0]).toEqual(states[1])
})

test('memory that grows between batches leaves what is there intact', async () => {
  await using kernels = await createKernels({ threads: 2 })
  if (kernels.backend !== 'threads') throw new Error('no threads here')
  const rows = clicks(200, 4)
  const expected = await trained(kernels, { tableSize: 64 }, [rows, rows])
  using model = openFtrl(kernels, { tableSize: 64 })
  await model.update(rows)
  const much = kernels.memory.float32(5_000_000)
  await model.update(rows)
  expect(model.state().z).toEqual(expected.z)
  much.free()
})

const codeOf = async (work: () => unknown): Promise<string | undefined> => {
  try {
    await work()
  } catch (error) {
    return (error as { code: string }).code
  }
  return undefined
}

test('bad input is refused before any work, and takes no memory', async () => {
  await using kernels = await createKernels({ threads: 1 })
  if (kernels.backend !== 'threads') throw new Error('no threads here')
  const opened = (input: Partial<FtrlInput>) => codeOf(() => openFtrl(kernels, { tableSize: 8, ...input }))
  for (const tableSize of [0, 1, 7, 2 ** 28, Number.NaN]) expect(await opened({ tableSize })).toBe('bad-option')
  expect(await opened({ alpha: 0 })).toBe('bad-option')
  expect(await opened({ lambda1: -1 })).toBe('bad-option')
  expect(await opened({ beta: 0, lambda2: 0 })).toBe('bad-option')
  const state = { z: new Float64Array(8), n: new Float64Array(8) }
  expect(await opened({ state: { ...state, z: new Float64Array(7) } })).toBe('bad-shape')
  expect(await opened({ state: { ...state, n: new Float64Array(8).fill(-1) } })).toBe('bad-value')
  expect(kernels.memory.usedBytes).toBe(0)
  using model = openFtrl(kernels, { tableSize: 8 })
  const before = kernels.memory.usedBytes
  const good = rowsOf([{ features: [[1, 1]], label: 1 }])
  const refused = (changed: Partial<LabelledRows>) => codeOf(() => model.update({ ...good, ...changed }))
  expect(await refused({ labels: [] })).toBe('bad-shape')
  expect(await refused({ labels: [0.5] })).toBe('bad-value')
  expect(await refused({ labels: [Number.NaN] })).toBe('bad-value')
  expect(await refused({ values: Float32Array.of(Number.POSITIVE_INFINITY) })).toBe('bad-value')
  expect(await refused({ values: new Float32Array(2) })).toBe('bad-shape')
  expect(await refused({ indptr: Int32Array.of(0, 2) })).toBe('bad-shape')
  expect(await codeOf(() => model.predict({ ...good, indptr: Int32Array.of(0, 2, 1) }))).toBe('bad-shape')
  expect(await model.update(rowsOf([]))).toBe(0)
  expect((await model.predict(rowsOf([]))).length).toBe(0)
  expect(model.state()).toEqual(state)
  expect(kernels.memory.usedBytes).toBe(before)
})

test('what is cancelled or does not fit gives its memory back', async () => {
  await using kernels = await createKernels({ threads: 2, maximumBytes: 2 ** 21 })
  if (kernels.backend !== 'threads') throw new Error('no threads here')
  expect(await codeOf(() => openFtrl(kernels, { tableSize: 2 ** 20 }))).toBe('out-of-memory')
  expect(kernels.memory.usedBytes).toBe(0)
  using model = openFtrl(kernels, { tableSize: 8 })
  const before = kernels.memory.usedBytes
  const long = { indptr: Int32Array.of(0, 1_000_000), features: new Uint32Array(1_000_000), labels: [1] }
  expect(await codeOf(() => model.update(long))).toBe('out-of-memory')
  const rows = clicks(5_000, 5)
  expect(await codeOf(() => model.update(rows, { signal: AbortSignal.abort() }))).toBe('cancelled')
  expect(model.state().n.every((value) => value === 0)).toBe(true)
  expect(kernels.memory.usedBytes).toBe(before)
})
