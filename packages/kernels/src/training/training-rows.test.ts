import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openTrainingMemory, rowGroupsBytes, trainingBytes } from './open-training-memory.ts'

const rowCount = 40
const capacity = 300

/** The same tables and gradients in WebAssembly and in plain TypeScript. */
async function side(backend: 'best' | 'plain', ids: readonly number[], d: number) {
  const floats = [rowCount * d, rowCount * d, rowCount * d, capacity * d].map((n) => 4 * n)
  const memory = await openTrainingMemory(
    trainingBytes([...floats, ...rowGroupsBytes(capacity, rowCount), 8 * ids.length]),
    { backend },
  )
  const wave = (n: number, seed: number) => {
    const array = memory.float32(n)
    array.view.set(Float32Array.from({ length: n }, (_, i) => Math.sin(1.3 * i + seed)))
    return array
  }
  const table = { dimensions: d, numbers: wave(rowCount * d, 1), gradients: wave(capacity * d, 2) }
  const moments = [memory.float32(rowCount * d), memory.float32(rowCount * d)] as const
  const groups = memory.rowGroups(capacity, rowCount)
  const given = memory.int64(ids.length)
  given.view.set(ids.map(BigInt))
  memory.takeIds(groups, 0, given)
  memory.groupRows(groups, ids.length)
  return { memory, table, moments, groups, given }
}

const farthest = (a: Float32Array, b: Float32Array): number =>
  a.reduce((worst, x, i) => Math.max(worst, Math.abs(x - (b[i] as number))), 0)

const some = fc.array(fc.nat(rowCount - 1), { minLength: 1, maxLength: capacity })

test('rows move as the reference moves them, whatever repeats, by Adagrad and by AdamW', async () => {
  await fc.assert(
    fc.asyncProperty(some, fc.constantFrom(1, 3, 4, 10, 16), async (ids, d) => {
      for (const kind of ['adagrad', 'adamW'] as const) {
        const sides = await Promise.all([side('best', ids, d), side('plain', ids, d)])
        const squares = sides.map(({ memory, table, groups, moments: [first, second] }) => {
          const sum = memory.sumGroups(groups, table)
          const step = { learningRate: 0.1, epsilon: 1e-6, decay: 0.2, factor: 0.5 }
          if (kind === 'adamW')
            memory.adamWRows(groups, table, first, second, { ...step, beta1: 0.9, beta2: 0.99, step: 3 })
          else memory.adagradRows(groups, table, { ...first, view: first.view.subarray(0, rowCount) }, step)
          return sum
        })
        const [fast, slow] = sides
        expect(fast.memory.backend).toBe('webassembly')
        expect((squares[0] as number) / (squares[1] as number)).toBeCloseTo(1, 5)
        expect(farthest(fast.table.numbers.view, slow.table.numbers.view)).toBeLessThan(1e-5)
        for (const i of [0, 1] as const) expect(farthest(fast.moments[i].view, slow.moments[i].view)).toBeLessThan(1e-4)
        expect(fast.groups.slots.view.every((slot) => slot === 0)).toBe(true)
      }
    }),
    { numRuns: 40 },
  )
})

test('Adagrad by hand: a row named twice moves once, by the sum of its gradients', async () => {
  const { memory, table, moments, groups } = await side('best', [7, 2, 7], 2)
  const squares = { ...moments[0], view: moments[0].view.subarray(0, rowCount) }
  table.numbers.view.fill(1)
  table.gradients.view.set([1, 2, 5, 5, 2, 2])
  expect(memory.sumGroups(groups, table)).toBe(9 + 16 + 25 + 25)
  memory.adagradRows(groups, table, squares, { learningRate: 0.1, epsilon: 0, decay: 0, factor: 1 })
  // (3, 4): mean of the squares 12.5
  expect(squares.view[7]).toBe(12.5)
  expect(table.numbers.view[14]).toBeCloseTo(1 - (0.1 * 3) / Math.sqrt(12.5), 6)
  expect(table.numbers.view[15]).toBeCloseTo(1 - (0.1 * 4) / Math.sqrt(12.5), 6)
  expect(table.numbers.view[4]).toBeCloseTo(1 - 0.1, 6)
  expect(table.numbers.view.filter((x) => x === 1)).toHaveLength(rowCount * 2 - 4)
})

test.each(['best', 'plain'] as const)('a row outside of the table is refused (%s)', async (backend) => {
  const { memory, groups, given } = await side(backend, [0, 1], 4)
  for (const bad of [BigInt(rowCount), -1n, 2n ** 40n]) {
    given.view.set([0n, bad])
    expect(() => memory.takeIds(groups, 0, given)).toThrow(
      expect.objectContaining({ code: 'bad-index', details: { at: 1 } }),
    )
  }
  expect(() => memory.takeIds(groups, capacity - 1, given)).toThrow(expect.objectContaining({ code: 'bad-shape' }))
  const wrong = { dimensions: 3, numbers: memory.float32(0), gradients: memory.float32(0) }
  expect(() => memory.sumGroups(groups, wrong)).toThrow(expect.objectContaining({ code: 'bad-shape' }))
})
