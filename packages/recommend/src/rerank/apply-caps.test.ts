import { expect, test } from 'vitest'
import { applyCaps, type Cap } from './apply-caps.ts'
import { listOf, randomCase } from './rerank.fixture.ts'

const suppliers = ['A', 'A', 'A', 'B', 'A', 'B']
const list = listOf(6, 5, 4, 3, 2, 1)
const groupsOf = (item: number) => [suppliers[item]!]

test('at most one supplier twice in any three places: worked by hand', () => {
  const cap: Cap = { groupsOf, most: 2, window: 3 }
  const result = applyCaps(list, { caps: [cap] })
  expect([...result.items]).toEqual([0, 1, 3, 2, 4, 5])
  expect(result.moves).toEqual([
    { item: 3, from: 4, to: 3, reason: { kind: 'made-room' } },
    { item: 2, from: 3, to: 4, reason: { kind: 'cap', group: 'A', most: 2, window: 3 } },
  ])
})

test('over the whole list a cap leaves out what is too much and says so; relaxed it keeps all', () => {
  const caps = [{ groupsOf, most: 2 }]
  const hard = applyCaps(list, { caps })
  expect([...hard.items]).toEqual([0, 1, 3, 5])
  expect(hard.moves.filter(({ to }) => to === undefined)).toEqual(
    [2, 4].map((item) => ({
      item,
      from: item + 1,
      to: undefined,
      reason: { kind: 'cap', group: 'A', most: 2, window: 6 },
    })),
  )
  expect([...applyCaps(list, { caps, whenStuck: 'relax' }).items]).toEqual([0, 1, 3, 5, 2, 4])
  expect([...applyCaps(list, { caps, n: 3 }).items]).toEqual([0, 1, 3])
  expect([...applyCaps(list, { caps, n: 3, whenStuck: 'relax' }).items]).toEqual([0, 1, 3, 2, 4, 5])
})

test('a share is of the window, rounded down, but never below one item', () => {
  expect([...applyCaps(list, { caps: [{ groupsOf, share: 0.5, window: 4 }] }).items]).toEqual([0, 1, 3, 5, 2, 4])
  expect([...applyCaps(list, { caps: [{ groupsOf, share: 0.01 }] }).items]).toEqual([0, 3])
  const hundred = listOf(...Array.from({ length: 100 }, (_, item) => -item))
  expect(applyCaps(hundred, { caps: [{ groupsOf: () => ['all'], share: 0.29 }] }).items).toHaveLength(29)
})

test('caps hold in every window, several at once, nothing is lost when relaxed, and twice is once', () => {
  for (let seed = 0; seed < 200; seed++) {
    const { list, rng } = randomCase(seed, 24, 1)
    const draw = (names: string) => Array.from(list.items, () => [...names].filter(() => rng() < 0.4))
    const [categories, brands] = [draw('abc'), draw('xyzw')]
    const window = 1 + Math.floor(rng() * 8)
    const caps: Cap[] = [
      { groupsOf: (item) => categories[item]!, most: 1 + Math.floor(rng() * 3), window },
      { groupsOf: (item) => brands[item]!, share: 0.5 },
    ]
    const hard = applyCaps(list, { caps, n: 16 })
    for (const [groups, most, size] of [
      [categories, caps[0]!.most!, window],
      [brands, 8, 16],
    ] as const) {
      for (let from = 0; from < hard.items.length; from++) {
        const standing = [...hard.items.slice(from, from + size)].flatMap((item) => groups[item]!)
        for (const group of standing)
          expect(standing.filter((other) => other === group).length).toBeLessThanOrEqual(most)
      }
    }
    for (const whenStuck of ['stop', 'relax'] as const) {
      const once = applyCaps(list, { caps, n: 16, whenStuck })
      const twice = applyCaps(once, { caps, n: 16, whenStuck })
      expect(twice.items).toEqual(once.items)
      expect(twice.moves).toEqual([])
      expect(new Set(once.items).size).toBe(once.items.length)
      if (whenStuck === 'relax') expect(once.items).toHaveLength(24)
    }
  }
})

test('a cap that says nothing or too much is refused', () => {
  expect(() => applyCaps(list, { caps: [{ groupsOf }] })).toThrow(/either most or share/)
  expect(() => applyCaps(list, { caps: [{ groupsOf, most: 1, share: 0.5 }] })).toThrow(/either most or share/)
  expect(() => applyCaps(list, { caps: [{ groupsOf, most: 0 }] })).toThrow(/most must be/)
  expect(() => applyCaps(list, { caps: [{ groupsOf, share: 0 }] })).toThrow(/share must be/)
  expect(() => applyCaps(list, { caps: [{ groupsOf, most: 1, window: 1.5 }] })).toThrow(/window must be/)
})
