import fc from 'fast-check'
import { expect, test } from 'vitest'
import { denseIdMap } from '../id-map.ts'
import { type FriendMethod, friendScorer } from './friend-methods.ts'
import { pageRankByPowerIteration } from './personalised-page-rank.ts'
import { areFriends, degreeOf, type SocialGraph, socialGraphFromDense } from './social-graph.ts'

const size = 9
const pairs = fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 30 })
const graphOf = (edges: readonly (readonly [number, number])[], people = size): SocialGraph =>
  socialGraphFromDense(
    denseIdMap(people),
    Int32Array.from(edges, ([a]) => a),
    Int32Array.from(edges, ([, b]) => b),
  )
const everybody = (graph: SocialGraph): number[] => graph.people.ids.map((_, person) => person)

/** Paths by trying all of them: no vertex twice. */
function pathScore(
  graph: SocialGraph,
  from: number,
  to: number,
  weight: (d: number) => number,
  longer: number,
): number {
  let sum = 0
  const w = (person: number): number => weight(degreeOf(graph, person))
  for (const a of everybody(graph)) {
    if (a === from || a === to || !areFriends(graph, from, a)) continue
    if (areFriends(graph, a, to)) sum += w(a)
    for (const b of everybody(graph))
      if (b !== from && b !== to && b !== a && areFriends(graph, a, b) && areFriends(graph, b, to))
        sum += longer * w(a) * w(b)
  }
  return sum
}

test('a square with a tail by hand', () => {
  // 0–1, 0–2, 1–3, 2–3, 2–4: 0 and 3 have 1 (2 friends) and 2 (3 friends) in common; 0 reaches 4 through 2.
  const graph = graphOf(
    [
      [0, 1],
      [0, 2],
      [1, 3],
      [2, 3],
      [2, 4],
    ],
    5,
  )
  const from0 = (method: FriendMethod): number[] =>
    [3, 4].map((other) => friendScorer(graph, method).of(0).scores[other]!)
  expect(from0({ kind: 'adamicAdar' })).toEqual([1 / Math.log(2) + 1 / Math.log(3), 1 / Math.log(3)])
  expect(from0({ kind: 'resourceAllocation' })).toEqual([1 / 2 + 1 / 3, 1 / 3])
  // Paths of three steps: to 4 by 1–3–2? That has four. None to 3; none to 4.
  expect(from0({ kind: 'shortPaths' })).toEqual([2, 1])
  // From 1 to 4 leads no path of two, but 1–0–2–4 and 1–3–2–4.
  expect(friendScorer(graph, { kind: 'shortPaths' }).of(1).scores[4]).toBeCloseTo(0.1, 15)
})

test('scores of people who are not friends equal sums over all paths', () => {
  const cases: readonly [FriendMethod, (d: number) => number, number][] = [
    [{ kind: 'adamicAdar' }, (d) => 1 / Math.log(d), 0],
    [{ kind: 'resourceAllocation' }, (d) => 1 / d, 0],
    [{ kind: 'shortPaths' }, () => 1, 0.05],
    [{ kind: 'shortPaths', longer: 0.3, damping: 1.2 }, (d) => d ** -1.2, 0.3],
    [{ kind: 'shortPaths', longer: 0, damping: 1 }, (d) => 1 / d, 0],
  ]
  fc.assert(
    fc.property(pairs, (edges) => {
      const graph = graphOf(edges)
      for (const [method, weight, longer] of cases) {
        const scorer = friendScorer(graph, method)
        for (const person of everybody(graph)) {
          const { people, scores } = scorer.of(person)
          for (const other of everybody(graph)) {
            if (other === person || areFriends(graph, person, other)) continue
            const expected = pathScore(graph, person, other, weight, longer)
            expect(scores[other]).toBeCloseTo(expected, 10)
            expect(people.includes(other)).toBe(expected > 0)
          }
        }
      }
    }),
    { numRuns: 60 },
  )
})

/** π solves (I − (1 − restart) · Wᵀ) π = restart · e: by Gauss–Jordan elimination. */
function exactPageRank(graph: SocialGraph, person: number, restart: number): number[] {
  const n = graph.people.ids.length
  const rows = everybody(graph).map((to) => [
    ...everybody(graph).map((from) => {
      const friends = degreeOf(graph, from)
      const step = friends === 0 ? Number(from === to) : areFriends(graph, from, to) ? 1 / friends : 0
      return Number(from === to) - (1 - restart) * step
    }),
    to === person ? restart : 0,
  ])
  for (let column = 0; column < n; column++) {
    const pivot = rows.reduce(
      (best, row, at) => (at >= column && Math.abs(row[column]!) > Math.abs(rows[best]![column]!) ? at : best),
      column,
    )
    ;[rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!]
    for (let at = 0; at < n; at++) {
      if (at === column) continue
      const times = rows[at]![column]! / rows[column]![column]!
      for (let cell = column; cell <= n; cell++) rows[at]![cell]! -= times * rows[column]![cell]!
    }
  }
  return rows.map((row, at) => row[n]! / row[at]!)
}

test('both ways to personalised PageRank meet the solution of the linear system within their tolerances', () => {
  fc.assert(
    fc.property(pairs, fc.nat(size - 1), fc.constantFrom(0.05, 0.15, 0.6), (edges, person, restart) => {
      const graph = graphOf(edges)
      const exact = exactPageRank(graph, person, restart)
      const iterated = pageRankByPowerIteration(graph, person, { restart, tolerance: 1e-13 })
      expect(iterated.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10)
      const tolerance = 1e-3
      const pushed = friendScorer(graph, { kind: 'personalisedPageRank', restart, tolerance }).of(person)
      for (const [other, share] of exact.entries()) {
        expect(iterated[other]).toBeCloseTo(share, 9)
        const missing = share - pushed.scores[other]!
        expect(missing).toBeGreaterThan(-1e-12)
        expect(missing).toBeLessThanOrEqual(tolerance * degreeOf(graph, other) + 1e-12)
      }
    }),
    { numRuns: 100 },
  )
})

test('a scorer asked again and in between answers as a new one', () => {
  const graph = graphOf([
    [0, 1],
    [1, 2],
    [2, 3],
    [0, 3],
    [3, 4],
  ])
  for (const method of [{ kind: 'shortPaths' }, { kind: 'personalisedPageRank' }] as const) {
    const scorer = friendScorer(graph, method)
    const first = scorer.of(0).scores.slice()
    scorer.of(4)
    expect(scorer.of(0).scores).toEqual(first)
    expect(friendScorer(graph, method).of(0).scores).toEqual(first)
  }
})

test('options out of range, unknown methods and unknown people are refused', () => {
  const graph = graphOf([[0, 1]])
  const bad: readonly unknown[] = [
    { kind: 'katz' },
    { kind: 'shortPaths', longer: Number.NaN },
    { kind: 'shortPaths', longer: -1 },
    { kind: 'shortPaths', damping: Number.POSITIVE_INFINITY },
    { kind: 'personalisedPageRank', restart: 0 },
    { kind: 'personalisedPageRank', restart: 1 },
    { kind: 'personalisedPageRank', tolerance: Number.NaN },
  ]
  for (const method of bad)
    expect(() => friendScorer(graph, method as FriendMethod)).toThrow(
      expect.objectContaining({ code: 'bad-parameter' }),
    )
  for (const method of [{ kind: 'adamicAdar' }, { kind: 'personalisedPageRank' }] as const)
    for (const person of [-1, size, 0.5, Number.NaN])
      expect(() => friendScorer(graph, method).of(person)).toThrow(expect.objectContaining({ code: 'bad-index' }))
  expect(() => pageRankByPowerIteration(graph, 0, { iterations: 0 })).toThrow('iterations')
  expect(() => pageRankByPowerIteration(graph, size)).toThrow(expect.objectContaining({ code: 'bad-index' }))
})
