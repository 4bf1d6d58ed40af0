import { expect, test } from 'vitest'
import { conditionHolds, type JsonObject, valueAt } from './condition.ts'

const ann = {
  userId: 'ann',
  country: 'CN',
  age: 30,
  premium: true,
  version: '2.10.0-beta.2',
  address: { city: '上海' },
  segments: ['tea-lovers', 'new'],
  orders: [
    { sku: 'tea-1', price: 20 },
    { sku: 'cup', price: 90 },
  ],
}

const holding: readonly (readonly [string, JsonObject])[] = [
  ['nothing is asked', {}],
  ['a value is equal', { country: 'CN', age: 30, premium: true }],
  ['a path leads to it', { 'address.city': '上海' }],
  ['an object is equal', { address: { city: '上海' } }],
  ['both', { $and: [{ country: 'CN' }, { age: { $gte: 30 } }] }],
  ['one of two', { $or: [{ country: 'US' }, { age: { $lt: 31 } }] }],
  ['neither', { $nor: [{ country: 'US' }, { age: { $gt: 30 } }] }],
  ['not', { $not: { country: 'US' } }],
  ['a value not', { age: { $not: { $lt: 18 } } }],
  ['in a list', { country: { $in: ['SG', 'CN'] } }],
  ['a list that has one of them', { segments: { $in: ['tea-lovers', 'old'] } }],
  ['not in a list', { country: { $nin: ['SG', 'US'] } }],
  ['in a list whatever the case', { country: { $ini: ['cn'] } }],
  ['all of them', { segments: { $all: ['new', 'tea-lovers'] } }],
  ['as many', { segments: { $size: { $gt: 1 } } }],
  ['an element', { orders: { $elemMatch: { sku: 'cup', price: { $gt: 50 } } } }],
  ['an element that is a value', { segments: { $elemMatch: { $regex: '^tea' } } }],
  ['there', { country: { $exists: true }, phone: { $exists: false } }],
  ['of a type', { age: { $type: 'number' }, segments: { $type: 'array' } }],
  ['a pattern', { userId: { $regex: '^a.n$' } }],
  ['a pattern whatever the case', { userId: { $regexi: '^ANN$' } }],
  ['a newer version', { version: { $vgt: '2.9.9' } }],
  ['a version before its release', { version: { $vlt: '2.10.0' } }],
  ['the same version', { version: { $veq: 'v2.10.0-beta.2+build.7' } }],
  ['a group', { userId: { $inGroup: 'testers' } }],
]

test.each(holding)('holds: %s', (_, condition) => {
  expect(conditionHolds(ann, condition, { testers: ['ann', 'bob'] })).toBe(true)
  expect(conditionHolds(ann, { $not: condition }, { testers: ['ann', 'bob'] })).toBe(false)
})

const failing: readonly (readonly [string, JsonObject])[] = [
  ['one part does not', { country: 'CN', age: 31 }],
  ['there is nothing at the path', { 'address.street': 'x' }],
  ['an operator that nobody knows', { age: { $near: 30 } }],
  ['a list where there must be one', { country: { $in: 'CN' } }],
  ['a pattern that is none', { userId: { $regex: '(' } }],
  ['not in a group', { userId: { $notInGroup: 'testers' } }],
  ['fewer', { segments: { $size: 1 } }],
  ['an element that is missing', { orders: { $elemMatch: { sku: 'pot' } } }],
]

test.each(failing)('does not hold: %s', (_, condition) => {
  expect(conditionHolds(ann, condition, { testers: ['ann'] })).toBe(false)
})

test('what an object inherits is no attribute', () => {
  expect(valueAt({}, 'constructor')).toBe(null)
  expect(valueAt({ a: { b: 1 } }, 'a.toString')).toBe(null)
})
