import { expect, test } from 'vitest'
import { resolvePeople } from './resolve-people.ts'
import type { Rule } from './rules/rule.ts'
import { smallWorld } from './small-world.fixture.ts'

const now = Date.parse('2026-01-15T00:00:00Z')

function shop() {
  const world = smallWorld()
  for (const category of ['tea', 'cup', 'pot']) world.put({ id: category, categories: [category] })
  const buy = (person: string, ...items: readonly string[]) => {
    for (const item of items)
      world.act(person, { time: now - 1000, event: 'Bought', parts: [{ kind: 'order', item, amount: 1, value: 1 }] })
  }
  return { world, buy, admitted: () => new Uint8Array(world.activity.slots).fill(1) }
}
const like = (people: string[], count: number): Rule => ({
  type: 'not',
  rule: { type: 'likePeople', people, by: { type: 'top', count } },
})

test('by hand: the mean direction of three tastes, and the similarity of the N-th', () => {
  const { world, buy, admitted } = shop()
  buy('a', 'tea')
  buy('b', 'tea')
  buy('c', 'cup')
  buy('d', 'tea', 'cup')
  buy('e', 'pot')
  const resolved = resolvePeople(like(['a', 'b', 'c'], 1), world.sources, now, admitted())
  // (2/3, 1/3): to tea alone 2/√5, to both 3/√10, to cup alone 1/√5, to pot nothing.
  expect(resolved).toEqual({
    type: 'not',
    rule: {
      type: 'similar',
      to: [
        { category: 'tea', weight: 0.6667 },
        { category: 'cup', weight: 0.3333 },
      ],
      atLeast: expect.closeTo(3 / Math.sqrt(10), 4),
    },
  })
  const three = resolvePeople(like(['a', 'b', 'c'], 3), world.sources, now, admitted()) as { rule: { atLeast: number } }
  expect(three.rule.atLeast).toBeCloseTo(2 / Math.sqrt(5), 4)
})

test('whoever may not be looked at, or did nothing, is not counted among the three', () => {
  const { world, buy, admitted } = shop()
  for (const person of ['a', 'b', 'c']) buy(person, 'tea')
  world.state('d', {})
  const without = admitted()
  without[world.activity.slotOf('c') as number] = 0
  expect(() => resolvePeople(like(['a', 'b', 'c', 'd', 'nobody'], 1), world.sources, now, without)).toThrow(
    expect.objectContaining({ code: 'too-few-people', details: expect.objectContaining({ found: 2 }) }),
  )
})
