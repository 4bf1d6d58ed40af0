import { expect, test } from 'vitest'
import { computedTraitSchema } from '../rules/computed-trait.ts'
import { smallWorld } from '../small-world.fixture.ts'
import { parseRule } from '../text/parse-rule.ts'
import { concerns, readsOf } from './reads-of.ts'

const spent = computedTraitSchema.parse({
  name: 'spent',
  measure: { type: 'aggregate', doing: { did: { kind: 'order' } }, aggregate: 'sumOfValue' },
})
const usual = computedTraitSchema.parse({ name: 'usual', measure: { type: 'mostFrequent', part: 'device' } })
const sources = {
  computedTrait: (name: string) => [spent, usual].find((trait) => trait.name === name),
  segmentRule: (id: string) => (id === 'inner' ? parseRule('trait city = "上海" and viewed') : undefined),
}
const reads = (text: string) => {
  const { everythingDone, kinds, events, traits } = readsOf(parseRule(text), sources)
  return { everythingDone, names: [...kinds, ...events, ...traits] }
}

test('a rule reads the kinds, names and traits in it, also through computed traits and other segments', () => {
  expect(reads('bought and not (first carted then viewed within 7 days)').names.sort()).toEqual([
    'cart',
    'order',
    'view',
  ])
  expect(reads('did event "Signed Up" in last 7 days and trait age > 20').names).toEqual(['Signed Up', 'age'])
  expect(reads('computed spent > 10').names).toEqual(['order'])
  expect(reads('segment "inner"').names).toEqual(['view', 'city'])
})

test('“anything”, tastes and what is most frequent of anything read whatever is done', () => {
  for (const text of ['did anything', 'interest in category "tea" > 10%', 'computed usual = "phone"'])
    expect(reads(text).everythingDone).toBe(true)
  expect(reads('bought').everythingDone).toBe(false)
})

test('a change concerns a rule that reads any of its kinds, names or traits', () => {
  const { activity, ...world } = smallWorld()
  world.act('p', { time: 0, event: 'Seen', parts: [{ kind: 'view', item: null, amount: 1, value: 1 }] })
  world.act('p', { time: 0, event: 'Bought', parts: [{ kind: 'order', item: null, amount: 1, value: 1 }] })
  world.state('p', { city: '上海', age: 3 })
  const none = new Set<number>()
  const numbers = (names: typeof activity.kinds, name: string) => new Set([names.find(name) ?? -1])
  const order = { kinds: numbers(activity.kinds, 'order'), events: numbers(activity.events, 'Bought'), traits: none }
  const city = { kinds: none, events: none, traits: numbers(activity.traits, 'city') }
  const asked = (text: string) =>
    [order, city].map((change) => concerns(change, readsOf(parseRule(text), sources), activity))
  expect(asked('bought')).toEqual([true, false])
  expect(asked('viewed')).toEqual([false, false])
  expect(asked('did event "Bought"')).toEqual([true, false])
  expect(asked('did anything')).toEqual([true, false])
  expect(asked('trait city = "上海"')).toEqual([false, true])
  expect(asked('trait age = 3')).toEqual([false, false])
})
