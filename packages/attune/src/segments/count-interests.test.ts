import { expect, test } from 'vitest'
import { countInterests, type InterestPart } from './count-interests.ts'
import { previewRule } from './membership/preview-rule.ts'
import type { Rule } from './rules/rule.ts'
import { smallWorld } from './small-world.fixture.ts'

const dayMs = 86_400_000
const now = Date.UTC(2026, 10, 20)
const kinds = ['view', 'order', 'dislike', 'cart', null]

/** People who do this and that with some items, by a fixed sequence; some things happen tomorrow. */
function world(people: number) {
  const small = smallWorld()
  for (let item = 0; item < 12; item++)
    small.put({
      id: `i${item}`,
      title: `Item ${item}`,
      categories: item % 3 === 0 ? ['茶'] : item % 3 === 1 ? ['茶', 'ware'] : ['Coffee'],
      brand: item % 4 === 0 ? null : `b${item % 4}`,
      tags: item % 2 === 0 ? ['Gift'] : ['gift', 'new'],
    })
  let seed = 7
  const random = (below: number): number => {
    seed = (seed * 1664525 + 1013904223) >>> 0
    return Math.floor((seed / 2 ** 32) * below)
  }
  for (let person = 0; person < people; person++)
    for (let n = random(6); n >= 0; n--)
      small.act(`p${person}`, {
        time: now - (random(60) - 2) * dayMs,
        event: 'Something',
        parts: [{ kind: kinds[random(kinds.length)] ?? null, item: `i${random(14)}`, amount: 1, value: Number.NaN }],
      })
  return small
}
const everybody = (slots: number) => () => new Uint8Array(slots).fill(1)
const ruleOf = (part: InterestPart, name: string): Rule =>
  part === 'category' || part === 'brand'
    ? { type: 'interest', part, name, op: '>=', share: 0.1 }
    : {
        type: 'events',
        doing: { did: 'anything', item: part === 'item' ? { ids: [name] } : { tags: [name] } },
        aggregate: 'count',
        op: '>=',
        number: 1,
      }

test.each(['category', 'brand', 'tag', 'item'] as const)(
  'as many people are interested in a %s as the rule of it selects, with and without a segment',
  async (part) => {
    const { sources, activity } = world(200)
    const admitted = everybody(activity.slots)
    for (const rule of [undefined, ruleOf('item', 'i2')]) {
      const { names, counts, people, base, starts, nodes } = await countInterests(sources, {
        part,
        rule,
        now,
        admitted,
      })
      expect(names.length).toBeGreaterThan(1)
      for (const [node, name] of names.entries()) {
        const own = ruleOf(part, name)
        const asRule: Rule = rule ? { type: 'all', of: [own, rule] } : own
        expect(counts[node], name).toBe((await previewRule(asRule, sources, now, admitted)).count)
      }
      expect(base).toBe(rule ? (await previewRule(rule, sources, now, admitted)).count : activity.people)
      // The lists say the same as the counts, and hold one person each.
      expect(starts).toHaveLength(people + 1)
      for (const node of names.keys()) expect(nodes.filter((one) => one === node)).toHaveLength(counts[node] as number)
    }
  },
)

test('what an interest is made of is what its people did something with, by hand', async () => {
  const small = smallWorld()
  small.put({ id: 'green', categories: ['茶'] })
  small.put({ id: 'black', categories: ['茶'] })
  small.put({ id: 'cup', categories: ['ware'] })
  const act = (person: string, item: string, kind = 'view', time = now - dayMs) =>
    small.act(person, { time, event: kind, parts: [{ kind, item, amount: 1, value: Number.NaN }] })
  act('ann', 'green')
  act('ann', 'green')
  act('bob', 'green')
  act('bob', 'black')
  act('eve', 'cup')
  // Shown is not done, and tomorrow is not yet.
  act('eve', 'green', 'exposure')
  act('eve', 'black', 'view', now + dayMs)
  act('refuser', 'green')
  const slot = small.activity.slotOf('refuser') as number
  const admitted = () => Uint8Array.from({ length: small.activity.slots }, (_, at) => (at === slot ? 0 : 1))
  const { names, counts, items, base, people } = await countInterests(small.sources, {
    part: 'category',
    now,
    admitted,
  })
  expect({ base, people, names, counts }).toEqual({ base: 3, people: 3, names: ['茶', 'ware'], counts: [2, 1] })
  expect(items.map((own) => Object.fromEntries(own))).toEqual([{ green: 2, black: 1 }, { cup: 1 }])
})
