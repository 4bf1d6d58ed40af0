import { expect, test } from 'vitest'
import { bucketOf } from './bucket-of.ts'
import { evaluateFeature } from './evaluate-feature.ts'
import type { Features } from './feature-definition.ts'

const people = Array.from({ length: 400 }, (_, at) => `person-${at}`)
const asked = (features: Features, id: string, attributes = {}) => evaluateFeature(features, id, attributes).value

test('a flag without rules has its value, and one that nobody made has none', () => {
  const features = { dark: { defaultValue: 'off' } }
  expect(evaluateFeature(features, 'dark', {})).toMatchObject({ value: 'off', source: 'defaultValue' })
  expect(evaluateFeature(features, 'toString', {})).toMatchObject({ value: null, source: 'unknownFeature' })
})

test('the first rule whose condition holds forces its value', () => {
  const features: Features = {
    price: {
      defaultValue: 10,
      rules: [
        { id: 'cn', condition: { country: 'CN' }, force: 8 },
        { condition: { age: { $lt: 30 } }, force: 9 },
      ],
    },
  }
  expect(evaluateFeature(features, 'price', { country: 'CN', age: 20 })).toMatchObject({ value: 8, ruleId: 'cn' })
  expect(asked(features, 'price', { country: 'US', age: 20 })).toBe(9)
  expect(asked(features, 'price', { country: 'US', age: 40 })).toBe(10)
})

test('a rollout reaches those whose bucket is at most its share, and nobody without the attribute', () => {
  const features: Features = {
    dark: { defaultValue: false, rules: [{ force: true, coverage: 0.3, hashAttribute: 'userId', hashVersion: 2 }] },
  }
  for (const userId of people) expect(asked(features, 'dark', { userId })).toBe(bucketOf('dark', userId, 2) <= 0.3)
  expect(asked(features, 'dark', {})).toBe(false)
})

const experiment: Features = {
  button: {
    defaultValue: 'grey',
    rules: [
      {
        variations: ['red', 'blue'],
        key: 'button-colour',
        seed: 'salt',
        weights: [0.3, 0.7],
        coverage: 0.5,
        hashAttribute: 'userId',
        hashVersion: 2,
        meta: [{ key: 'control' }, { key: 'blue' }],
      },
    ],
  },
}

test('an experiment gives each the variation of their bucket, and the rest the value of the flag', () => {
  for (const userId of people) {
    const bucket = bucketOf('salt', userId, 2)
    const { value, assignments } = evaluateFeature(experiment, 'button', { userId })
    const expected = bucket < 0.15 ? 'control' : bucket >= 0.3 && bucket < 0.65 ? 'blue' : undefined
    expect(value).toBe(expected === 'control' ? 'red' : (expected ?? 'grey'))
    expect(assignments.map(({ variation }) => variation)).toEqual(expected === undefined ? [] : [expected])
  }
})

test('who is not targeted or not in the part of the layer is in no experiment', () => {
  const rule = { ...experiment.button?.rules?.[0], namespace: ['layer', 0, 0.5] as [string, number, number] }
  const features: Features = { button: { defaultValue: 'grey', rules: [{ ...rule, condition: { premium: true } }] } }
  for (const userId of people) {
    const inLayer = bucketOf('__layer', userId, 1) < 0.5
    const inside = inLayer && asked(experiment, 'button', { userId }) !== 'grey'
    expect(asked(features, 'button', { userId, premium: true }) !== 'grey').toBe(inside)
    expect(asked(features, 'button', { userId, premium: false })).toBe('grey')
  }
})

test('a rule waits for the flag it depends on; its experiment is told too', () => {
  const features: Features = {
    holdout: {
      defaultValue: 'open',
      rules: [{ variations: ['held', 'open'], weights: [0.1, 0.9], key: 'holdout', hashVersion: 2 }],
    },
    button: {
      defaultValue: 'grey',
      rules: [{ parentConditions: [{ id: 'holdout', condition: { value: 'open' } }], force: 'red' }],
    },
  }
  for (const id of people) {
    const { value, assignments } = evaluateFeature(features, 'button', { id })
    expect(value).toBe(bucketOf('holdout', id, 2) < 0.1 ? 'grey' : 'red')
    expect(assignments).toMatchObject([{ experiment: 'holdout' }])
  }
})

test('a gate blocks the whole flag, and flags that wait for each other have no value', () => {
  const gated: Features = {
    parent: { defaultValue: false },
    child: {
      defaultValue: 1,
      rules: [{ parentConditions: [{ id: 'parent', condition: { value: true }, gate: true }], force: 2 }],
    },
  }
  expect(evaluateFeature(gated, 'child', {})).toMatchObject({ value: null, source: 'prerequisite' })
  const circle = (other: string) => ({
    defaultValue: 1,
    rules: [{ parentConditions: [{ id: other, condition: {} }], force: 2 }],
  })
  expect(evaluateFeature({ a: circle('b'), b: circle('a') }, 'a', {})).toMatchObject({
    value: null,
    source: 'cyclicPrerequisite',
  })
})

test('filters take the place of a layer, and a variation may let the next rule decide', () => {
  const features: Features = {
    button: {
      defaultValue: 'grey',
      rules: [
        {
          variations: [0, 1],
          key: 'through',
          meta: [{ passthrough: true }, { passthrough: true }],
          filters: [{ seed: 'f', ranges: [[0, 0.4]] }],
        },
        { force: 'red' },
      ],
    },
  }
  for (const id of people) {
    const { value, assignments } = evaluateFeature(features, 'button', { id })
    expect(value).toBe('red')
    expect(assignments.length).toBe(bucketOf('f', id, 2) < 0.4 ? 1 : 0)
  }
})
