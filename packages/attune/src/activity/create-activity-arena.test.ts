import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createActivityNames } from './activity-names.ts'
import { blockFor, blockSizes } from './block-sizes.ts'
import { createActivityArena } from './create-activity-arena.ts'
import { type EventEntries, newEventEntries } from './event-entries.ts'

const names = createActivityNames()
for (const name of ['b', 'a', 'c']) names.events.numberOf(name)
for (const item of ['y', 'x', 'z']) names.items.numberOf(item)
for (const kind of ['view', 'order']) names.kinds.numberOf(kind)

const event = (time: number, name: number, items: readonly number[]): EventEntries => ({
  ...newEventEntries(),
  time,
  event: name,
  length: items.length,
  kinds: items.map(() => 0),
  items: [...items],
  amounts: items.map(() => 1),
  values: items.map(() => Number.NaN),
  currencies: items.map(() => 0),
})

const rowsOf = (arena: ReturnType<typeof createActivityArena>, slot: number): string[] => {
  const { from, to, times, events, items, continues } = arena.entries(slot)
  return Array.from({ length: to - from }, (_, n) => {
    const at = from + n
    return `${times[at]} ${names.events.nameOf(events[at] as number)} ${names.items.nameOf(items[at] as number)} ${continues[at]}`
  })
}

test('blocks take what they are for, and waste a third at most', () => {
  for (const length of [1, 2, 3, 4, 5, 7, 100, 1000, 40_000, 65_536]) {
    const size = blockSizes[blockFor(length)] as number
    expect(size).toBeGreaterThanOrEqual(length)
    expect(size === length || length > size * 0.66).toBe(true)
  }
})

const events = fc.array(
  fc.tuple(
    fc.nat({ max: 2 }),
    fc.nat({ max: 9 }),
    fc.integer({ min: 1, max: 3 }),
    fc.uniqueArray(fc.nat({ max: 2 }), { minLength: 1 }),
  ),
  { maxLength: 60 },
)

test('in whichever order events come, and through whichever slots they move, the same is kept of them', () => {
  fc.assert(
    fc.property(events, fc.integer({ min: 3, max: 50 }), fc.infiniteStream(fc.boolean()), (all, most, coins) => {
      const inOrder = createActivityArena(names, most)
      const backwards = createActivityArena(names, most)
      const parted = createActivityArena(names, most)
      const slots = [0, 1, 2].map(() => [inOrder, backwards, parted].map((arena) => arena.allocate())[0] as number)
      const other = slots.map(() => parted.allocate())
      for (const [who, time, name, items] of all) inOrder.insert(slots[who] as number, event(time, name, items))
      for (const [who, time, name, items] of all.toReversed())
        backwards.insert(slots[who] as number, event(time, name, items))
      for (const [who, time, name, items] of all)
        parted.insert((coins.next().value ? slots : other)[who] as number, event(time, name, items))
      for (const [who, slot] of slots.entries()) {
        parted.move(other[who] as number, slot)
        const rows = rowsOf(inOrder, slot)
        expect(rowsOf(backwards, slot)).toEqual(rows)
        expect(rowsOf(parted, slot)).toEqual(rows)
        expect(parted.count(other[who] as number)).toBe(0)
        // The newest times, whole, and not more than there is room for.
        const own = all.filter(([of]) => of === who)
        const lengths = (from: number) =>
          own.reduce((sum, [, time, , items]) => sum + (time > from ? items.length : 0), 0)
        const floor = [-1, ...Array(10).keys()].find((time) => lengths(time) <= most) as number
        expect(rows).toHaveLength(lengths(floor))
      }
    }),
  )
})

test('what was cleared is used again by others', () => {
  const arena = createActivityArena(names)
  const [one, two] = [arena.allocate(), arena.allocate()]
  for (let n = 0; n < 100; n++) arena.insert(one, event(n, 1, [0]))
  const { times } = arena.entries(one)
  arena.clear(one)
  arena.reserve(two, 100)
  arena.insert(two, event(5, 1, [0]))
  expect(arena.entries(two).times).toBe(times)
  expect(rowsOf(arena, one)).toEqual([])
  expect(rowsOf(arena, two)).toEqual(['5 b y 0'])
})
