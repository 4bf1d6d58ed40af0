import { expect, test } from 'vitest'
import { nextNode } from './flow-chart.tsx'
import { flowLayout } from './flow-layout.ts'

const nodes = [
  { column: 0, size: 100 },
  { column: 1, size: 70 },
  { column: 1, size: 30 },
]
const flows = [
  { left: 0, right: 2, size: 30 },
  { left: 0, right: 1, size: 70 },
]
const layout = flowLayout({ width: 400, columns: 2, nodes, flows })

test('heights are sizes on one scale, and no node of a column overlaps the next', () => {
  expect(layout.nodes.map(({ x, height }) => [x, height])).toEqual([
    [0, 300],
    [200, 210],
    [200, 90],
  ])
  const [, first, second] = layout.nodes
  expect(second!.y).toBeGreaterThanOrEqual(first!.y + first!.height)
  expect(layout.height).toBeGreaterThanOrEqual(second!.y + second!.height)
})

test('flows fill the side of a node in the order of where they go, whatever order they come in', () => {
  expect(layout.flows.map(({ width }) => width)).toEqual([90, 210])
  const start = (path: string) => Number(/^M[\d.]+ ([\d.]+)C/.exec(path)?.[1])
  const [rare, frequent] = layout.flows.map(({ path }) => start(path))
  // 300 px from y = 8: the one to the upper node takes the upper 210.
  expect(frequent).toBe(8 + 105)
  expect(rare).toBe(8 + 210 + 45)
})

test('a node of hardly anybody still has room for its label', () => {
  const { nodes: placed } = flowLayout({
    width: 400,
    columns: 1,
    nodes: [
      { column: 0, size: 9_995 },
      { column: 0, size: 5 },
      { column: 0, size: 5 },
    ],
    flows: [],
  })
  expect(placed[1]!.height).toBe(2)
  expect(placed[2]!.y - placed[1]!.y).toBeGreaterThanOrEqual(36)
})

test('arrow keys go through a column and to its neighbours, and stay at the ends', () => {
  expect(nextNode(nodes, undefined, 'ArrowDown')).toBe(0)
  expect(nextNode(nodes, 0, 'ArrowRight')).toBe(1)
  expect(nextNode(nodes, 1, 'ArrowDown')).toBe(2)
  expect(nextNode(nodes, 2, 'ArrowDown')).toBe(2)
  expect(nextNode(nodes, 2, 'ArrowLeft')).toBe(0)
  expect(nextNode(nodes, 2, 'ArrowRight')).toBe(2)
  expect(nextNode(nodes, 0, 'Tab')).toBeUndefined()
})
