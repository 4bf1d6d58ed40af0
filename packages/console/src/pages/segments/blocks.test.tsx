import type { Rule } from 'attune/api-types'
import { expect, test } from 'vitest'
import { blocksOf, hasFields, newDoing, ruleOfBlocks } from './blocks.ts'

const vip: Rule = { type: 'segment', id: 'vip' }

test('a rule becomes blocks and the same rule again', () => {
  const rules: Rule[] = [
    vip,
    { type: 'not', rule: vip },
    { type: 'any', of: [newDoing, { type: 'not', rule: vip }] },
    { type: 'all', of: [vip, { type: 'all', of: [vip, newDoing] }] },
  ]
  for (const rule of rules) expect(ruleOfBlocks(blocksOf(rule))).toEqual(rule)
  expect(ruleOfBlocks(blocksOf(undefined))).toBeUndefined()
})

test('what fields cannot say is left to the text', () => {
  const fields = (rule: Rule) => hasFields({ not: false, rule })
  expect([newDoing, vip].map(fields)).toEqual([true, true])
  expect(fields({ type: 'all', of: [vip, vip] })).toBe(false)
  const doing = { did: { kind: 'order' }, item: { categories: ['a', 'b'] } }
  expect(fields({ type: 'events', doing, aggregate: 'count', op: '>=', number: 1 })).toBe(false)
  expect(
    fields({ type: 'events', doing: { did: { kind: 'order' } }, aggregate: 'sumOfValue', op: '>=', number: 1 }),
  ).toBe(false)
})
