import { expect, test } from 'vitest'
import type { InterestCounts } from '../segments/count-interests.ts'
import { drawInterests } from './draw-interests.ts'

/** Counts of people given by what each is interested in. */
function countsOf(people: readonly (readonly string[])[], items: InterestCounts['items'] = []): InterestCounts {
  const names = [...new Set(people.flat())]
  const nodes = people.flatMap((own) => own.map((name) => names.indexOf(name)))
  const starts = [0]
  for (const own of people) starts.push((starts.at(-1) as number) + own.length)
  return {
    base: people.length,
    people: people.length,
    names,
    counts: names.map((name) => people.filter((own) => own.includes(name)).length),
    starts,
    nodes,
    items,
  }
}
const times = (n: number, ...names: string[]) => Array.from({ length: n }, () => names)
const draw = (counts: InterestCounts, limit = 40) =>
  drawInterests(counts, { part: 'category', limit, titleOf: (name) => name, itemTitleOf: (id) => id })

test('people, what they share and how much oftener than everybody, by hand', async () => {
  // 20 people: 10 tea and cups, 5 tea alone, 5 coffee alone.
  const { nodes } = await draw(countsOf([...times(10, 'tea', 'cups'), ...times(5, 'tea'), ...times(5, 'coffee')]))
  expect(nodes.map(({ name, people, share }) => [name, people, share])).toEqual([
    ['tea', 15, 0.75],
    ['cups', 10, 0.5],
    ['coffee', 5, 0.25],
  ])
  // Of those who like cups all like tea: 10 · 20 / (10 · 15).
  expect(nodes[1]?.near).toEqual([{ name: 'tea', shared: 10, lift: 1.33 }])
  expect(nodes[2]?.near).toEqual([])
  const [tea, cups, coffee] = nodes.map(({ x, y }) => [x, y] as const)
  const apart = (a: typeof tea, b: typeof tea) => Math.hypot(a![0] - b![0], a![1] - b![1])
  expect(apart(tea, cups)).toBeLessThan(apart(tea, coffee))
  expect(nodes[0]?.text).toEqual({ en: 'interest in category "tea" >= 0.1', zh: '兴趣 类目 "tea" >= 0.1' })
})

test('what fewer than five people share is nowhere: no name, no item, no number of those who share two', async () => {
  const counts = countsOf(
    [...times(4, 'tea', 'rare'), ...times(6, 'tea'), ...times(4, 'tea', 'cups'), ...times(3, 'cups')],
    [
      new Map([
        ['oolong', 5],
        ['unique', 4],
      ]),
      new Map(),
      new Map(),
    ],
  )
  const { nodes, leftOut } = await draw(counts)
  expect(nodes.map(({ name }) => name)).toEqual(['tea', 'cups'])
  expect(leftOut).toEqual({ tooFew: 1, beyond: 0 })
  expect(nodes[0]?.items).toEqual([{ id: 'oolong', title: 'oolong', people: 5 }])
  expect(nodes.flatMap(({ near }) => near)).toEqual([])
  expect(JSON.stringify(nodes)).not.toMatch(/rare|unique/)
})

test('only those of most people are drawn, the others are counted; what must not be shown is not even that', async () => {
  const counts = countsOf([...times(9, 'a'), ...times(8, 'b'), ...times(7, 'c'), ...times(6, 'health')])
  const { nodes, leftOut } = await drawInterests(counts, {
    part: 'category',
    limit: 2,
    titleOf: (name) => (name === 'health' ? undefined : name),
    itemTitleOf: () => undefined,
  })
  expect(nodes.map(({ name }) => name)).toEqual(['a', 'b'])
  expect(leftOut).toEqual({ tooFew: 0, beyond: 1 })
})

test('nobody makes an empty map', async () => {
  expect(await draw(countsOf([]))).toEqual({ nodes: [], leftOut: { tooFew: 0, beyond: 0 }, stress: 0 })
})
