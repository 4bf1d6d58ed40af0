import fc from 'fast-check'
import { UndirectedGraph } from 'graphology'
import louvainModule, { type DetailedLouvainOutput, type LouvainOptions } from 'graphology-communities-louvain'
import { expect, test } from 'vitest'
import { randomOf } from '../evaluate/random.ts'
import { denseIdMap } from '../id-map.ts'
import { findCommunities } from './find-communities.ts'
import { modularity } from './modularity.ts'
import { normalisedMutualInformation } from './normalised-mutual-information.ts'
import { areFriends, degreeOf, type SocialGraph, socialGraphFrom, socialGraphFromDense } from './social-graph.ts'

/** Zachary's karate club (1977), people from 0: each with their friends of a higher number. */
const karateRows: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 17, 19, 21, 31],
  1: [2, 3, 7, 13, 17, 19, 21, 30],
  2: [3, 7, 8, 9, 13, 27, 28, 32],
  3: [7, 12, 13],
  4: [6, 10],
  5: [6, 10, 16],
  6: [16],
  8: [30, 32, 33],
  9: [33],
  13: [33],
  14: [32, 33],
  15: [32, 33],
  18: [32, 33],
  19: [33],
  20: [32, 33],
  22: [32, 33],
  23: [25, 27, 29, 32, 33],
  24: [25, 27, 31],
  25: [31],
  26: [29, 33],
  27: [33],
  28: [31, 33],
  29: [32, 33],
  30: [32, 33],
  31: [32, 33],
  32: [33],
}
const karateEdges = Object.entries(karateRows).flatMap(([a, row]) => row.map((b) => [Number(a), b] as const))
const karate = socialGraphFrom({ from: karateEdges.map(([a]) => a), to: karateEdges.map(([, b]) => b) })

/** Q = Σ_ij (A_ij − γ k_i k_j / 2m) δ(c_i, c_j) / 2m over the whole adjacency matrix; A_ii = 2 for a self loop. */
function matrixModularity(graph: SocialGraph, communities: Int32Array, resolution: number): number {
  const people = graph.people.ids.map((_, person) => person)
  const degree = people.map((person) => degreeOf(graph, person) + 2 * graph.loops[person]!)
  const ends = degree.reduce((sum, d) => sum + d, 0)
  if (ends === 0) return 0
  let sum = 0
  for (const i of people)
    for (const j of people) {
      if (communities[i] !== communities[j]) continue
      const joined = i === j ? 2 * graph.loops[i]! : Number(areFriends(graph, i, j))
      sum += joined - (resolution * degree[i]! * degree[j]!) / ends
    }
  return sum / ends
}

test('the karate club is parted at its known best: modularity .4198 with four communities', () => {
  expect(karate.edgeCount).toBe(78)
  const found = findCommunities(karate, { random: randomOf(1), runs: 20 })
  expect(found.count).toBe(4)
  // Published optimum: Q = .4198 (Brandes et al., On modularity clustering, 2008: .419790).
  expect(found.modularity).toBeCloseTo(0.41979, 5)
  // Numbered by first members, without gaps.
  expect([...new Set(found.of)]).toEqual([0, 1, 2, 3])
})

test('the split of the karate club has its published modularity', () => {
  const hi = new Set([0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 16, 17, 19, 21])
  // Newman, Girvan 2004: Q = .371 for the split in two.
  const split = Int32Array.from({ length: 34 }, (_, person) => Number(hi.has(person)))
  expect(modularity(karate, split)).toBeCloseTo(0.371, 3)
})

test('modularity equals the sum over the adjacency matrix, self loops and resolutions included', () => {
  const pairs = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 25 })
  const labels = fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 8, maxLength: 8 })
  fc.assert(
    fc.property(pairs, labels, fc.constantFrom(0.3, 1, 2), (edges, of, resolution) => {
      const ends = [0, 1].map((end) => Int32Array.from(edges, (edge) => edge[end]!))
      for (const selfLoops of ['drop', 'keep'] as const) {
        const graph = socialGraphFromDense(denseIdMap(8), ends[0]!, ends[1]!, selfLoops)
        const communities = Int32Array.from(of)
        const expected = matrixModularity(graph, communities, resolution)
        expect(modularity(graph, communities, resolution)).toBeCloseTo(expected, 12)
      }
    }),
  )
})

test('modularity equals what graphology says of its own partitions', () => {
  type Detailed = { detailed: (graph: UndirectedGraph, options: LouvainOptions) => DetailedLouvainOutput }
  const { detailed } = louvainModule as unknown as Detailed
  for (const loops of [[], [0, 5, 33]]) {
    const copy = new UndirectedGraph()
    for (let person = 0; person < 34; person++) copy.addNode(person)
    for (const [a, b] of [...karateEdges, ...loops.map((person) => [person, person] as const)]) copy.addEdge(a, b)
    const graph = socialGraphFrom({
      from: [...karateEdges.map(([a]) => a), ...loops],
      to: [...karateEdges.map(([, b]) => b), ...loops],
      selfLoops: 'keep',
    })
    for (const resolution of [0.5, 1, 2, 5]) {
      const theirs = detailed(copy, { resolution, rng: randomOf(3), getEdgeWeight: null })
      const communities = Int32Array.from({ length: 34 }, (_, person) => theirs.communities[person]!)
      expect(modularity(graph, communities, resolution)).toBeCloseTo(theirs.modularity, 12)
      // One run with the same generator is that partition.
      const ours = findCommunities(graph, { random: randomOf(3), resolution, runs: 1 })
      expect(normalisedMutualInformation(ours.of, communities)).toBeCloseTo(1, 12)
    }
  }
})

test('two cliques joined by an edge are two communities, and a high resolution parts them further', () => {
  const from: number[] = [0]
  const to: number[] = [5]
  for (const start of [0, 5])
    for (let a = start; a < start + 5; a++)
      for (let b = start; b < a; b++) {
        from.push(a)
        to.push(b)
      }
  const graph = socialGraphFrom({ from, to, people: Array.from({ length: 11 }, (_, person) => String(person)) })
  const found = findCommunities(graph, { random: randomOf(2) })
  expect([...found.of]).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2])
  // 21 edges, 10 inside each clique: 2 · (10/21 − (21/42)²).
  expect(found.modularity).toBeCloseTo(2 * (10 / 21 - 0.25), 12)
  expect(findCommunities(graph, { random: randomOf(2), resolution: 50 }).count).toBe(11)
})

test('the same seed gives the same communities; more runs are never worse', () => {
  const once = findCommunities(karate, { random: randomOf(7), runs: 1 })
  expect(findCommunities(karate, { random: randomOf(7), runs: 1 })).toEqual(once)
  expect(findCommunities(karate, { random: randomOf(7), runs: 10 }).modularity).toBeGreaterThanOrEqual(once.modularity)
  const different = Array.from({ length: 20 }, (_, seed) =>
    findCommunities(karate, { random: randomOf(seed), runs: 1 }).of.join(),
  )
  expect(new Set(different).size).toBeGreaterThan(1)
})

test('without edges everybody is alone, and nobody is no case', () => {
  const alone = socialGraphFrom({ from: [], to: [], people: ['a', 'b'] })
  expect(findCommunities(alone, { random: randomOf(1) })).toEqual({
    of: Int32Array.of(0, 1),
    count: 2,
    modularity: 0,
    resolution: 1,
  })
  const nobody = socialGraphFrom({ from: [], to: [] })
  const refused = expect.objectContaining({ code: 'no-cases' })
  expect(() => findCommunities(nobody, { random: randomOf(1) })).toThrow(refused)
  for (const resolution of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => findCommunities(alone, { random: randomOf(1), resolution })).toThrow('resolution')
  for (const runs of [0, 1.5, Number.NaN, 1001])
    expect(() => findCommunities(alone, { random: randomOf(1), runs })).toThrow('runs')
  expect(() => modularity(alone, Int32Array.of(0))).toThrow(expect.objectContaining({ code: 'columns-differ' }))
})

test('mutual information by hand, and whatever labels are called', () => {
  const nmi = (a: readonly number[], b: readonly number[]): number =>
    normalisedMutualInformation(Int32Array.from(a), Int32Array.from(b))
  // I = ln 2, H = ln 2 and 1.5 ln 2: 2 / 2.5.
  expect(nmi([0, 0, 1, 1], [0, 0, 1, 2])).toBeCloseTo(0.8, 12)
  expect(nmi([0, 0, 1, 1], [9, 9, -4, -4])).toBe(1)
  expect(nmi([0, 0, 1, 1], [0, 1, 0, 1])).toBe(0)
  expect(nmi([0, 0, 0], [5, 5, 5])).toBe(1)
  expect(nmi([0, 0, 0], [0, 1, 2])).toBe(0)
  expect(() => nmi([0], [])).toThrow(expect.objectContaining({ code: 'columns-differ' }))
  expect(() => nmi([], [])).toThrow(expect.objectContaining({ code: 'no-cases' }))
})
