import { expect, test } from 'vitest'
import { fairExposure } from './fair-exposure.ts'
import { adjustedSignificance, failureProbability, fairRequirements, fairTable } from './fair-table.ts'
import { listOf, randomCase } from './rerank.fixture.ts'

test.each([
  [0.1, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  [0.2, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]],
  [0.3, [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2]],
  [0.4, [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3]],
  [0.5, [0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 3, 4]],
  [0.6, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]],
  [0.7, [0, 1, 1, 2, 2, 3, 3, 4, 5, 5, 6, 6]],
])('table 2 of the paper, α = .1, p = %d', (p, table) => {
  expect([...fairTable(12, p, 0.1)]).toEqual(table)
})

test('tables, their adjustment and their probability of failure are those of the authors’ own library', () => {
  // fairsearch-fair-python, tests/test_fair.py.
  const published = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5]
  const adjusted = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4]
  expect([...fairTable(30, 0.3, 0.05)]).toEqual(published)
  expect([...fairTable(30, 0.3, adjustedSignificance(30, 0.3, 0.05))]).toEqual(adjusted)
  expect(failureProbability(Int32Array.from(adjusted), 0.3)).toBeCloseTo(0.04877730797178359, 12)
  expect(adjustedSignificance(10, 0.2, 0.15)).toBe(0.15)
  expect(failureProbability(fairTable(10, 0.2, 0.15), 0.2)).toBeCloseTo(0.8 ** 9, 12)
  expect(
    failureProbability(Int32Array.from([...Array(8).fill(0), ...Array(7).fill(1), ...Array(5).fill(2)]), 0.25),
  ).toBeCloseTo(0.10515247355215251, 12)
})

test('the probability of failure is that of all rankings counted one by one', () => {
  const table = Int32Array.of(0, 0, 1, 1, 2, 2, 3, 3, 4, 4)
  let fails = 0
  for (let ranking = 0; ranking < 1024; ranking++) {
    let placed = 0
    let broken = false
    for (let place = 0; place < 10; place++) {
      placed += (ranking >> place) & 1
      broken ||= placed < table[place]!
    }
    if (broken) fails += 0.6 ** placed * 0.4 ** (10 - placed)
  }
  expect(failureProbability(table, 0.6)).toBeCloseTo(fails, 12)
})

test('adjusted, a fair list fails at most as often as asked, and no larger α would do', () => {
  for (const [n, p, alpha] of [
    [20, 0.25, 0.1],
    [40, 0.5, 0.1],
    [30, 0.3, 0.05],
  ] as const) {
    const adjusted = adjustedSignificance(n, p, alpha)
    expect(adjusted).toBeLessThan(alpha)
    expect(failureProbability(fairTable(n, p, adjusted), p)).toBeLessThanOrEqual(alpha)
    expect(failureProbability(fairTable(n, p, adjusted + 1e-9), p)).toBeGreaterThan(alpha)
  }
})

test('protected items are raised just as far as the table wants', () => {
  const list = listOf(8, 7, 6, 5, 4, 3, 2, 1)
  const result = fairExposure(list, {
    isProtected: (item) => item >= 6,
    required: fairRequirements({ n: 4, share: 0.6 }),
  })
  // Of four places drawn with p = .6, .4³ = .064 have no protected item among the first three: at most .1, so one is asked for.
  expect([...fairRequirements({ n: 4, share: 0.6 })]).toEqual([0, 0, 1, 1])
  expect([...result.items]).toEqual([0, 1, 6, 2, 3, 4, 5, 7])
  expect(result.moves[0]).toEqual({ item: 6, from: 7, to: 3, reason: { kind: 'fair-share', place: 3, required: 1 } })
  expect(result.moves.slice(1).every(({ reason }) => reason.kind === 'made-room')).toBe(true)
})

test('every prefix is fair, groups keep their order, nothing is lost, and twice is once', () => {
  for (let seed = 0; seed < 100; seed++) {
    const { list, rng } = randomCase(seed, 40, 1)
    const guarded = Array.from(list.items, (item) => rng() < item / 60)
    const isProtected = (item: number) => guarded[item]!
    const table = fairRequirements({ n: 25, share: rng() })
    const options = { isProtected, required: table }
    const once = fairExposure(list, options)
    const supply = guarded.filter(Boolean).length
    for (let k = 1; k <= 25; k++) {
      const placed = [...once.items.slice(0, k)].filter(isProtected).length
      expect(placed).toBeGreaterThanOrEqual(Math.min(supply, table[k - 1]!))
    }
    for (const side of [true, false]) {
      const order = [...once.items].filter((item) => isProtected(item) === side)
      expect(order).toEqual([...order].sort((a, b) => a - b))
    }
    expect([...once.items].sort((a, b) => a - b)).toEqual([...list.items])
    expect(fairExposure(once, options).items).toEqual(once.items)
  }
})

test('shares, significances and tables that are none are refused', () => {
  expect(() => fairRequirements({ n: 2, share: 1.1 })).toThrow(/share/)
  expect(() => fairRequirements({ n: 2, share: 0.5, significance: -1 })).toThrow(/significance/)
  expect(() => fairRequirements({ n: 2000, share: 0.5 })).toThrow(/n must be a whole number from 0 to 1000/)
  for (const required of [Int32Array.of(2), Int32Array.of(0, 1, 0)]) {
    expect(() => fairExposure(listOf(1, 2), { isProtected: () => true, required })).toThrow(/required/)
  }
})
