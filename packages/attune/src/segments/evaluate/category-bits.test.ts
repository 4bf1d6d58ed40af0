import fc from 'fast-check'
import { expect, test } from 'vitest'
import { smallWorld } from '../small-world.fixture.ts'
import { categorySet, createCategoryBits } from './category-bits.ts'

const ids = ['i0', 'i1', 'i2', 'i3'] as const
const item = fc.constantFrom(...ids)
const category = fc.constantFrom('tea', '茶', 'cup')
const person = fc.constantFrom('p0', 'p1', 'p2')

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('act' as const), who: person, item }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('put' as const), item, categories: fc.uniqueArray(category) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('merge' as const), from: person, into: person }) },
  { weight: 1, arbitrary: fc.constantFrom({ do: 'reload' as const }, { do: 'ask' as const }) },
)

test('who touched a category is told from who did not, whatever was done and said of the items in between', () => {
  let touched = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const world = smallWorld()
      const { activity, sources } = world
      const { facts } = sources
      const bits = createCategoryBits(activity, facts)
      const ask = (name: string): Uint8Array => {
        facts.refresh()
        const keep = new Uint8Array(activity.slots).fill(1)
        bits.keepTouching(categorySet([facts.categories.find(name)]), 0, activity.slots, keep)
        return keep
      }
      for (const one of steps) {
        if (one.do === 'reload') bits.follow(undefined)
        else if (one.do === 'ask') ask('tea')
        else if (one.do === 'put') world.put({ id: one.item, categories: one.categories })
        else if (one.do === 'merge') bits.follow(world.merge(one.from, one.into))
        else {
          const parts = [{ kind: 'view', item: one.item, amount: 1, value: Number.NaN }]
          bits.follow([world.act(one.who, { time: 0, event: 'Seen', parts })])
        }
      }
      for (const name of ['tea', '茶', 'cup', 'none']) {
        const keep = ask(name)
        for (let slot = 0; slot < activity.slots; slot++) {
          const notes = world.notes.get(activity.personOf(slot) ?? '') ?? []
          const items = notes.flatMap(({ parts }) => parts.map((part) => world.catalogue.get(part.item ?? '')))
          const has = items.some((one) => one?.categories.includes(name))
          expect(keep[slot]).toBe(has ? 1 : 0)
          touched += has ? 1 : 0
        }
      }
    }),
    { numRuns: 200 },
  )
  expect(touched).toBeGreaterThan(100)
})

test('categories beyond the bits share them, so that nobody is passed over', () => {
  const world = smallWorld()
  const { activity, sources } = world
  const slots = Array.from({ length: 300 }, (_, at) => {
    world.put({ id: `i${at}`, categories: [`c${at}`] })
    return world.act(`p${at}`, {
      time: 0,
      event: 'Seen',
      parts: [{ kind: 'view', item: `i${at}`, amount: 1, value: Number.NaN }],
    })
  })
  const bits = createCategoryBits(activity, sources.facts)
  bits.follow(undefined)
  const keep = new Uint8Array(300).fill(1)
  bits.keepTouching(categorySet([sources.facts.categories.find('c260')]), 0, 300, keep)
  expect(slots.filter((slot) => keep[slot] === 1)).toEqual([slots[4], slots[260]])
})
