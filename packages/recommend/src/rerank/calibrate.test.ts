import { expect, test } from 'vitest'
import { calibrate, calibrationDivergence } from './calibrate.ts'
import { groupShares } from './group-shares.ts'
import { listOf, randomCase, subsets } from './rerank.fixture.ts'

const two = (first: number) => new Map([['first', first], ['second', 1 - first]]) // biome-ignore format: one line
const range = (length: number) => Array.from({ length }, (_, index) => index)

test('the paper’s person with 70 romance and 30 action films is shown 7 and 3, where the scores alone show 10 romances', () => {
  const films = (romances: number, actions: number) => [
    ...Array(romances).fill('romance'),
    ...Array(actions).fill('action'),
  ]
  const watched = films(70, 30)
  const wanted = groupShares(Int32Array.from(range(100)), undefined, (film) => [watched[film]])
  expect([...wanted]).toEqual([
    ['romance', 0.7],
    ['action', 0.3],
  ])
  const offered = films(20, 20)
  const list = listOf(...range(40).map((film) => 1 - film / 100))
  const romancesIn = (calibration: number) => {
    const { items } = calibrate(list, { groupsOf: (film) => [offered[film]], wanted, calibration, n: 10 })
    return [...items.slice(0, 10)].filter((film) => offered[film] === 'romance').length
  }
  expect(romancesIn(0)).toBe(10)
  expect(romancesIn(0.99)).toBe(7)
  expect(romancesIn(1)).toBe(7)
})

test('the divergence has the properties the paper asks of it (section 3)', () => {
  expect(calibrationDivergence(two(0.7), two(0.7))).toBeCloseTo(0, 15)
  // Showing 1 % where 2 % were played is worse than 48 % where 50 % were.
  expect(calibrationDivergence(two(0.02), two(0.01))).toBeGreaterThan(calibrationDivergence(two(0.5), two(0.48)))
  // The more even list is better: 31 % rather than 29 % where 30 % were played.
  expect(calibrationDivergence(two(0.3), two(0.31))).toBeLessThan(calibrationDivergence(two(0.3), two(0.29)))
  // Nothing of a wanted group stays finite: .3·ln(.3/.003) + .7·ln(.7/(.99 + .007)).
  const missing = 0.3 * Math.log(0.3 / 0.003) + 0.7 * Math.log(0.7 / 0.997)
  expect(calibrationDivergence(two(0.3), new Map([['second', 1]]))).toBeCloseTo(missing, 12)
})

test('shares weigh items, split items among their groups and leave out items without any', () => {
  const groups = [['a', 'b'], ['b'], []]
  const shares = groupShares(Int32Array.of(0, 1, 2), Float32Array.of(2, 1, 9), (item) => groups[item]!)
  expect([...shares]).toEqual([
    ['a', 1 / 3],
    ['b', 2 / 3],
  ])
  expect(groupShares(Int32Array.of(2), undefined, () => []).size).toBe(0)
  expect(() => groupShares(Int32Array.of(0), Float32Array.of(-1), () => ['a'])).toThrow(/weight at 0/)
  expect(() => groupShares(Int32Array.of(0), Float32Array.of(), () => ['a'])).toThrow(/0 weights/)
})

/** A case with items of one to three of four groups (a few without any) and random wanted shares. */
function randomTaste(seed: number, n: number) {
  const { list, rng } = randomCase(seed, n, 1)
  const groups = range(n).map(() => ['a', 'b', 'c', 'd'].filter(() => rng() < 0.4))
  const parts = range(4).map(() => rng())
  const all = parts.reduce((sum, part) => sum + part, 0)
  const wanted = new Map(['a', 'b', 'c', 'd'].map((group, at) => [group, parts[at]! / all]))
  const groupsOf = (item: number) => groups[item]!
  const objective = (set: readonly number[], calibration: number) =>
    (1 - calibration) * set.reduce((sum, item) => sum + list.scores[item]!, 0) -
    calibration * calibrationDivergence(wanted, groupShares(Int32Array.from(set), undefined, groupsOf))
  return { list, wanted, groupsOf, objective }
}

test('it chooses what the objective, worked out anew for every candidate, chooses', () => {
  for (let seed = 0; seed < 40; seed++) {
    const { list, wanted, groupsOf, objective } = randomTaste(seed, 12)
    const calibration = (seed + 1) / 41
    const slow: number[] = []
    for (let step = 0; step < 5; step++) {
      const values = [...list.items].map((item) =>
        slow.includes(item) ? -Infinity : objective([...slow, item], calibration),
      )
      slow.push(values.indexOf(Math.max(...values)))
    }
    const { items } = calibrate(list, { groupsOf, wanted, calibration, scaleScores: false, n: 5 })
    expect([...items.slice(0, 5)]).toEqual(slow)
  }
})

test('against the best of all sets of four out of ten the greedy list loses little', () => {
  let exact = 0
  let [lost, spread] = [0, 0]
  for (let seed = 0; seed < 60; seed++) {
    const { list, wanted, groupsOf, objective } = randomTaste(seed, 10)
    const { items } = calibrate(list, { groupsOf, wanted, calibration: 0.8, scaleScores: false, n: 4 })
    const found = objective([...items.slice(0, 4)], 0.8)
    const values = subsets(10, 4).map((set) => objective(set, 0.8))
    const best = Math.max(...values)
    expect(found).toBeLessThanOrEqual(best + 1e-9)
    if (found > best - 1e-9) exact++
    lost += best - found
    spread += best - Math.min(...values)
  }
  expect(exact).toBeGreaterThanOrEqual(30)
  expect(lost / spread).toBeLessThan(0.02)
})

test('it says which taste was short and which had enough', () => {
  const kinds = ['tea', 'tea', 'jam']
  const { items, moves } = calibrate(listOf(3, 2, 1), { groupsOf: (item) => [kinds[item]!], wanted: new Map([['tea', 0.5], ['jam', 0.5]]), calibration: 0.9 }) // biome-ignore format: one line
  expect([...items]).toEqual([0, 2, 1])
  expect(moves).toEqual([
    { item: 2, from: 3, to: 2, reason: { kind: 'short-of', group: 'jam', wanted: 0.5, had: 0 } },
    { item: 1, from: 2, to: 3, reason: { kind: 'enough-of', group: 'tea', wanted: 0.5, had: 1 } },
  ])
})

test('shares that are none are refused', () => {
  const options = { groupsOf: () => ['a'], calibration: 0.5 }
  expect(() => calibrate(listOf(1), { ...options, wanted: new Map([['a', 0.9]]) })).toThrow(/add up to 1/)
  expect(() => calibrate(listOf(1), { ...options, wanted: new Map([['a', 2], ['b', -1]]) })).toThrow(/add up to 1/) // biome-ignore format: one line
})
