import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecommendError } from '../errors.ts'
import { areFriends, degreeOf, edgesOf, friendsOf, socialGraphFrom, socialGraphFromDense } from './social-graph.ts'

const codeOf = (work: () => unknown): unknown => {
  try {
    work()
  } catch (error) {
    return error instanceof RecommendError ? [error.code, error.details] : error
  }
  return 'nothing thrown'
}

test('both directions and repeats of an edge count once, and self loops are dropped', () => {
  const graph = socialGraphFrom({ from: ['ann', 'bob', 'bob', 'bob', 'dan'], to: ['bob', 'ann', 'cat', 'cat', 'dan'] })
  expect(graph.people.ids).toEqual(['ann', 'bob', 'cat', 'dan'])
  expect(graph.edgeCount).toBe(2)
  expect([...graph.indptr]).toEqual([0, 1, 3, 4, 4])
  expect([...graph.neighbours]).toEqual([1, 0, 2, 1])
  expect([...graph.loops]).toEqual([0, 0, 0, 0])
})

test('a self loop that is kept is noted and makes nobody their own friend', () => {
  const graph = socialGraphFrom({ from: [7, 7, 7], to: [7, 8, 7], selfLoops: 'keep' })
  expect([...graph.loops]).toEqual([1, 0])
  expect(graph.edgeCount).toBe(1)
  expect([...friendsOf(graph, 0)]).toEqual([1])
})

test('numbers are ids, in their natural order, and people without friends may be named', () => {
  const graph = socialGraphFrom({ from: Int32Array.of(10, 9), to: Int32Array.of(2, 10), people: ['1', '2', '9', '10'] })
  expect([...friendsOf(graph, 3)]).toEqual([1, 2])
  expect(degreeOf(graph, 0)).toBe(0)
  expect(socialGraphFrom({ from: [10, 9], to: [2, 10] }).people.ids).toEqual(['2', '9', '10'])
})

test('an empty list of edges is a graph of nobody', () => {
  const graph = socialGraphFrom({ from: [], to: [] })
  expect(graph.people.ids).toEqual([])
  expect(graph.edgeCount).toBe(0)
  expect([...graph.indptr]).toEqual([0])
})

test('bad edges are refused before any work, naming the row', () => {
  expect(codeOf(() => socialGraphFrom({ from: ['a'], to: [] }))).toEqual(['columns-differ', { from: 1, to: 0 }])
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, 1.5, 2 ** 60])
    expect(codeOf(() => socialGraphFrom({ from: [1, bad], to: [2, 3] }))).toEqual([
      'bad-value',
      { column: 'from', row: 1 },
    ])
  expect(codeOf(() => socialGraphFrom({ from: ['a'], to: [''] }))).toEqual(['bad-value', { column: 'to', row: 0 }])
  expect(codeOf(() => socialGraphFrom({ from: ['a', 'a'], to: ['b', 'zoe'], people: ['a', 'b'] }))).toEqual([
    'bad-index',
    { column: 'to', row: 1 },
  ])
  expect(codeOf(() => socialGraphFrom({ from: ['a'], to: ['b'], people: ['a', 'b', 'a'] }))).toEqual(['bad-value', {}])
  expect(codeOf(() => socialGraphFrom({ from: ['b', 'a'], to: ['a', 'a'], selfLoops: 'refuse' }))).toEqual([
    'bad-value',
    { row: 1 },
  ])
  const twice = { from: ['a', 'c', 'b'], to: ['b', 'a', 'a'], duplicates: 'refuse' } as const
  expect(codeOf(() => socialGraphFrom(twice))).toEqual(['bad-value', { row: 2 }])
  const { people } = socialGraphFrom({ from: ['a'], to: ['b'] })
  for (const bad of [-1, 2])
    expect(codeOf(() => socialGraphFromDense(people, Int32Array.of(0), Int32Array.of(bad)))).toEqual([
      'bad-index',
      { column: 'to', row: 0 },
    ])
})

test('rows, edges and questions agree with a set of pairs', () => {
  const pair = fc.tuple(fc.nat(11), fc.nat(11))
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 60 }), (pairs) => {
      const people = Array.from({ length: 12 }, (_, person) => String(person))
      const graph = socialGraphFrom({ from: pairs.map(([a]) => a), to: pairs.map(([, b]) => b), people })
      const known = new Set(pairs.filter(([a, b]) => a !== b).flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]))
      for (let a = 0; a < 12; a++) {
        const friends = people.map(Number).filter((b) => known.has(`${a} ${b}`))
        expect([...friendsOf(graph, a)]).toEqual(friends)
        expect(degreeOf(graph, a)).toBe(friends.length)
        for (let b = 0; b < 12; b++) expect(areFriends(graph, a, b)).toBe(known.has(`${a} ${b}`))
      }
      const { from, to } = edgesOf(graph)
      expect(graph.edgeCount).toBe(known.size / 2)
      expect([...from].every((a, edge) => a < to[edge]! && known.has(`${a} ${to[edge]}`))).toBe(true)
      expect(new Set([...from].map((a, edge) => `${a} ${to[edge]}`)).size).toBe(graph.edgeCount)
    }),
  )
})
