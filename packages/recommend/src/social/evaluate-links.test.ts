import fc from 'fast-check'
import { expect, test } from 'vitest'
import { randomOf } from '../evaluate/random.ts'
import { denseIdMap } from '../id-map.ts'
import { drawNonEdges, drawTwoStepNonEdges } from './draw-non-edges.ts'
import { evaluateLinks, linkTest } from './evaluate-links.ts'
import { friendScorer } from './friend-methods.ts'
import { hideEdges, type Pairs } from './hide-edges.ts'
import { linkAuc } from './link-auc.ts'
import { areFriends, edgesOf, friendsOf, type SocialGraph, socialGraphFromDense } from './social-graph.ts'

/** Everybody knows everybody of their group of five and one of the next group. */
function groups(count: number): SocialGraph {
  const from: number[] = []
  const to: number[] = []
  for (let group = 0; group < count; group++)
    for (let a = 0; a < 5; a++) {
      for (let b = 0; b < a; b++) {
        from.push(group * 5 + a)
        to.push(group * 5 + b)
      }
      from.push(group * 5 + a)
      to.push((((group + 1) % count) * 5 + a) % (count * 5))
    }
  return socialGraphFromDense(denseIdMap(count * 5), Int32Array.from(from), Int32Array.from(to))
}
const graph = groups(8)
const keysOf = ({ from, to }: Pairs): string[] => [...from].map((a, at) => `${a} ${to[at]}`)
const haveCommonFriend = (seen: SocialGraph, a: number, b: number): boolean =>
  [...friendsOf(seen, a)].some((friend) => areFriends(seen, friend, b))

test('an AUC is the share of comparisons won, ties half', () => {
  expect(linkAuc(Float64Array.of(3, 1), Float64Array.of(1, 0))).toBe(0.875)
  const scores = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(scores, scores, (edges, others) => {
      let won = 0
      for (const a of edges) for (const b of others) won += a > b ? 1 : a === b ? 0.5 : 0
      const auc = linkAuc(Float64Array.from(edges), Float64Array.from(others))
      expect(auc).toBeCloseTo(won / (edges.length * others.length), 12)
    }),
  )
  expect(() => linkAuc(Float64Array.of(), Float64Array.of(1))).toThrow(expect.objectContaining({ code: 'no-cases' }))
  expect(() => linkAuc(Float64Array.of(1), Float64Array.of(Number.NaN))).toThrow('NaN')
})

test('hidden and kept edges are the whole graph, and the same seed hides the same', () => {
  const { graph: seen, hidden } = hideEdges(graph, 0.1, randomOf(3))
  expect(hidden.from.length).toBe(Math.round(graph.edgeCount / 10))
  expect([...keysOf(hidden), ...keysOf(edgesOf(seen))].toSorted()).toEqual(keysOf(edgesOf(graph)).toSorted())
  expect(seen.people).toBe(graph.people)
  expect(hideEdges(graph, 0.1, randomOf(3)).hidden).toEqual(hidden)
  expect(hideEdges(graph, 0.1, randomOf(4)).hidden).not.toEqual(hidden)
})

test('drawn pairs are distinct non-edges, and those two steps apart have a common friend in what is seen', () => {
  const { graph: seen } = hideEdges(graph, 0.3, randomOf(1))
  for (const seed of [1, 2, 3]) {
    const uniform = drawNonEdges(graph, 150, randomOf(seed))
    const near = drawTwoStepNonEdges(graph, seen, 60, randomOf(seed))
    for (const pairs of [uniform, near]) {
      expect(new Set(keysOf(pairs)).size).toBe(pairs.from.length)
      for (const [at, a] of pairs.from.entries()) {
        expect(a).toBeLessThan(pairs.to[at]!)
        expect(areFriends(graph, a, pairs.to[at]!)).toBe(false)
      }
    }
    expect([...near.from].every((a, at) => haveCommonFriend(seen, a, near.to[at]!))).toBe(true)
  }
})

test('asked for all pairs there are, both draws give exactly those, and for one more they refuse', () => {
  const small = groups(3)
  const { graph: seen } = hideEdges(small, 0.3, randomOf(1))
  const people = small.people.ids.map(Number)
  const strangers = people.flatMap((a) => people.filter((b) => a < b && !areFriends(small, a, b)).map((b) => [a, b]))
  const near = strangers.filter(([a, b]) => haveCommonFriend(seen, a!, b!))
  const textOf = (pairs: readonly (readonly number[])[]): string[] => pairs.map((pair) => pair.join(' ')).toSorted()
  expect(keysOf(drawNonEdges(small, strangers.length, randomOf(5))).toSorted()).toEqual(textOf(strangers))
  expect(keysOf(drawTwoStepNonEdges(small, seen, near.length, randomOf(5))).toSorted()).toEqual(textOf(near))
  const tooMany = expect.objectContaining({ code: 'no-cases' })
  expect(() => drawNonEdges(small, strangers.length + 1, randomOf(5))).toThrow(tooMany)
  expect(() => drawTwoStepNonEdges(small, seen, near.length + 1, randomOf(5))).toThrow(tooMany)
})

test('every pair two steps apart is drawn as often', () => {
  const small = groups(3)
  const times = new Map<string, number>()
  const random = randomOf(11)
  const rounds = 4000
  for (let round = 0; round < rounds; round++)
    for (const key of keysOf(drawTwoStepNonEdges(small, small, 3, random))) times.set(key, (times.get(key) ?? 0) + 1)
  const expected = (3 * rounds) / times.size
  // Binomial: four standard deviations.
  for (const count of times.values()) expect(Math.abs(count - expected)).toBeLessThan(4 * Math.sqrt(expected))
})

test('the evaluation is the AUC of scores asked pair by pair on the graph without hidden edges', () => {
  const drawn = linkTest(graph, { seed: 2, hiddenShare: 0.2, negatives: 2 })
  expect(drawn.uniform.from.length).toBe(2 * drawn.hidden.from.length)
  for (const kind of ['adamicAdar', 'shortPaths', 'personalisedPageRank'] as const) {
    const scorer = friendScorer(drawn.graph, { kind })
    const scoresOf = ({ from, to }: Pairs): Float64Array =>
      Float64Array.from(from, (a, at) => (scorer.of(a).scores[to[at]!]! + scorer.of(to[at]!).scores[a]!) / 2)
    const figures = evaluateLinks(drawn, { kind })
    expect(figures.uniform).toBeCloseTo(linkAuc(scoresOf(drawn.hidden), scoresOf(drawn.uniform)), 12)
    expect(figures.twoSteps).toBeCloseTo(linkAuc(scoresOf(drawn.hidden), scoresOf(drawn.twoSteps)), 12)
    expect(figures.uniform).toBeGreaterThan(0.5)
    expect(evaluateLinks(linkTest(graph, { seed: 2, hiddenShare: 0.2, negatives: 2 }), { kind })).toEqual(figures)
  }
})

test('options that make no test are refused', () => {
  const bad = expect.objectContaining({ code: 'bad-parameter' })
  for (const hiddenShare of [0, 1, -0.1, Number.NaN])
    expect(() => linkTest(graph, { seed: 1, hiddenShare })).toThrow(bad)
  for (const negatives of [0, 1.5, Number.NaN]) expect(() => linkTest(graph, { seed: 1, negatives })).toThrow(bad)
  expect(() => linkTest(graph, { seed: Number.NaN })).toThrow(bad)
  const single = socialGraphFromDense(denseIdMap(3), Int32Array.of(0), Int32Array.of(1))
  expect(() => linkTest(single, { seed: 1 })).toThrow(expect.objectContaining({ code: 'no-cases' }))
})
