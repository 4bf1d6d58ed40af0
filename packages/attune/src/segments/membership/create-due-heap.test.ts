import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDueHeap } from './create-due-heap.ts'

const step = fc.oneof(
  fc.record({
    do: fc.constantFrom('set' as const, 'bring' as const),
    slot: fc.nat(2000),
    time: fc.oneof(fc.nat(500), fc.constant(Number.POSITIVE_INFINITY)),
  }),
  fc.record({ do: fc.constant('take' as const), now: fc.nat(500) }),
)

test('slots come out in the order of their newest times, each once, as from a plain map', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const heap = createDueHeap()
      const plain = new Map<number, number>()
      const next = () => Math.min(Number.POSITIVE_INFINITY, ...plain.values())
      for (const one of steps) {
        if (one.do === 'take') {
          const due = next()
          const slot = heap.take(one.now)
          if (due > one.now) expect(slot).toBeUndefined()
          else {
            expect(plain.get(slot as number)).toBe(due)
            plain.delete(slot as number)
          }
        } else if (one.do === 'set' || one.time < (plain.get(one.slot) ?? Number.POSITIVE_INFINITY)) {
          heap[one.do](one.slot, one.time)
          if (one.time === Number.POSITIVE_INFINITY) plain.delete(one.slot)
          else plain.set(one.slot, one.time)
        } else heap.bring(one.slot, one.time)
        expect(heap.next).toBe(next())
      }
    }),
    { numRuns: 300 },
  )
})

test('who is set again and again does not pile up, and nobody is lost', () => {
  const heap = createDueHeap()
  for (let turn = 1; turn <= 50_000; turn++) heap.set(turn % 700, turn)
  const taken: number[] = []
  for (let slot = heap.take(1e9); slot !== undefined; slot = heap.take(1e9)) taken.push(slot)
  expect(new Set(taken).size).toBe(700)
  expect(taken).toHaveLength(700)
})
