import type { Paths } from 'attune/api-types'
import { expect, test } from 'vitest'
import { columnsOf, nextOf, waysFrom } from './path-steps.ts'

const share = { value: 0.5, low: 0.4, high: 0.6 }
const paths: Paths = {
  from: '2026-11-01T00:00:00Z',
  to: '2026-11-29T00:00:00Z',
  direction: 'from',
  people: 100,
  nodes: [
    { step: 0, kind: 'event', name: 'Home', people: 100, share },
    { step: 1, kind: 'event', name: 'Search', people: 40, share },
    { step: 1, kind: 'end', name: null, people: 60, share },
    { step: 2, kind: 'event', name: 'Cart', people: 40, share },
  ],
  links: [
    { from: 0, to: 1, people: 40, share },
    { from: 0, to: 2, people: 60, share },
    { from: 1, to: 3, people: 40, share },
  ],
  warnings: [],
}

test('time runs from left to right: what was done before stands left of the anchor', () => {
  const after = columnsOf(paths)
  expect(paths.nodes.map(after.columnOf)).toEqual([0, 1, 1, 2])
  expect(after.flows[2]).toEqual({ left: 1, right: 3, size: 40 })
  const before = columnsOf({ ...paths, direction: 'to' })
  expect(paths.nodes.map(before.columnOf)).toEqual([2, 1, 1, 0])
  expect(before.flows[2]).toEqual({ left: 3, right: 1, size: 40 })
  expect(before.columns).toBe(3)
})

test('what comes most often may be that nothing does', () => {
  expect(nextOf(paths)).toMatchObject({ kind: 'end', people: 60 })
  expect(nextOf({ nodes: paths.nodes.slice(0, 1) })).toBeUndefined()
  // Rarer things together are many, and no step of their own.
  const rarer = { step: 1, kind: 'other' as const, name: null, people: 90, share }
  expect(nextOf({ nodes: [...paths.nodes, rarer] })).toMatchObject({ kind: 'end', people: 60 })
})

test('what follows a step, the most frequent first; nothing follows the last', () => {
  expect(waysFrom(paths, 0).map(({ node, people }) => [node.name, people])).toEqual([
    [null, 60],
    ['Search', 40],
  ])
  expect(waysFrom(paths, 3)).toEqual([])
})
