import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decomposeRate } from './decompose-rate.ts'

const of = (successes: number, trials: number) => ({ successes, trials })

test('a worked example: equal rates and more of the better group is mix alone', () => {
  const { change, rate, mix } = decomposeRate([
    { group: 'home', before: of(10, 100), after: of(10, 100) },
    { group: 'cart', before: of(30, 100), after: of(60, 200) },
  ])
  // .2 before, 70 of 300 after.
  expect(change).toBeCloseTo(1 / 30, 12)
  expect(rate).toBeCloseTo(0, 12)
  expect(mix).toBeCloseTo(1 / 30, 12)
})

test('a worked example: equal shares and one better rate is rate alone, and of that group', () => {
  const { groups, mix } = decomposeRate([
    { group: 'home', before: of(10, 100), after: of(20, 100) },
    { group: 'cart', before: of(30, 100), after: of(30, 100) },
  ])
  expect(mix).toBeCloseTo(0, 12)
  expect(groups[0]?.rate).toBeCloseTo(0.05, 12)
  expect(groups[1]).toMatchObject({ group: 'cart', rate: 0 })
})

test('a group that comes new changes the mix and no rate', () => {
  const { rate, mix, change } = decomposeRate([
    { group: 'home', before: of(10, 100), after: of(10, 100) },
    { group: 'new', before: of(0, 0), after: of(50, 100) },
  ])
  expect(rate).toBe(0)
  expect(mix).toBeCloseTo(change, 12)
})

test('contributions always add up to the change', () => {
  const proportion = fc
    .tuple(fc.integer({ min: 0, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([trials, share]) => of(Math.floor(trials * share), trials))
  fc.assert(
    fc.property(fc.array(fc.tuple(proportion, proportion), { minLength: 1, maxLength: 8 }), (pairs) => {
      const groups = [
        ...pairs.map(([before, after], at) => ({ group: String(at), before, after })),
        { group: 'some', before: of(1, 3), after: of(2, 3) },
      ]
      const { change, rate, mix } = decomposeRate(groups)
      expect(rate + mix).toBeCloseTo(change, 10)
    }),
  )
})

test('an empty period and more successes than trials are refused', () => {
  expect(() => decomposeRate([{ group: 'a', before: of(0, 0), after: of(1, 2) }])).toThrow(/trials/)
  expect(() => decomposeRate([{ group: 'a', before: of(3, 2), after: of(1, 2) }])).toThrow(/successes/)
})
