import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createHistoryArena, type HistoryEntry } from './history-arena.ts'

const contents = (arena: ReturnType<typeof createHistoryArena>, slot: number): HistoryEntry[] =>
  Array.from({ length: arena.count(slot) }, (_, index) => arena.at(slot, index))

const entry = fc.record({
  item: fc.nat(5),
  kind: fc.nat(2),
  amount: fc.constantFrom(0, 0.5, 1),
  time: fc.nat(30),
})
const step = fc.oneof(
  { weight: 9, arbitrary: fc.record({ slot: fc.nat(3), entry }) },
  { weight: 1, arbitrary: fc.record({ slot: fc.nat(3), clear: fc.constant(true) }) },
)

test('slots hold what a list that is sorted and cut after every insertion would hold', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 150 }), fc.integer({ min: 1, max: 20 }), (steps, limit) => {
      const arena = createHistoryArena(limit)
      const slots = Array.from({ length: 4 }, () => arena.allocate())
      const lists: HistoryEntry[][] = slots.map(() => [])
      for (const one of steps) {
        const list = lists[one.slot] as HistoryEntry[]
        if ('clear' in one) {
          arena.clear(one.slot)
          list.length = 0
        } else {
          const { item, kind, amount, time } = one.entry
          arena.insert(one.slot, item, kind, amount, time)
          if (list.some((other) => other.item === item && other.kind === kind && other.time === time)) continue
          // A full slot takes nothing that is older than all it has.
          const full = list.length === limit
          if (full && list.every((other) => other.time > time)) continue
          list.push(one.entry)
          list.sort((a, b) => a.time - b.time)
          if (full) list.shift()
        }
      }
      for (const slot of slots) {
        expect(contents(arena, slot)).toEqual(lists[slot])
        // Worth twice their amount, but for those of kind 1 and those of nothing.
        const worthOf = (kind: number, amount: number) => (kind === 1 || amount === 0 ? undefined : 2 * amount)
        const valued = (lists[slot] as HistoryEntry[])
          .filter(({ kind, amount }) => worthOf(kind, amount) !== undefined)
          .slice(-3)
        const { items, kinds, values, times } = arena.valued(slot, 3, worthOf)
        expect([...items]).toEqual(valued.map(({ item }) => item))
        expect([...kinds]).toEqual(valued.map(({ kind }) => kind))
        expect([...values]).toEqual(valued.map(({ amount }) => 2 * amount))
        expect([...times]).toEqual(valued.map(({ time }) => time))
      }
    }),
    { numRuns: 300 },
  )
})

test('thousands of slots that grow side by side do not mix, across chunks too', () => {
  const arena = createHistoryArena(200)
  const slots = Array.from({ length: 1500 }, () => arena.allocate())
  for (let step = 0; step < 100; step++) for (const slot of slots) arena.insert(slot, slot * 1000 + step, 0, 1, step)
  for (const slot of slots)
    expect(contents(arena, slot).map(({ item }) => item)).toEqual(
      Array.from({ length: 100 }, (_, step) => slot * 1000 + step),
    )
})
