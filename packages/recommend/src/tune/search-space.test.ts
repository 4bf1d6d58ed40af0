import fc from 'fast-check'
import { expect, test } from 'vitest'
import { randomOf } from '../evaluate/random.ts'
import { kindOf, recommenderKinds } from '../recommender-registry.ts'
import { drawParameters } from './search-space.ts'

test('every range that a kind declares lies within its limits, holds no nonsense and fits the kind', () => {
  for (const kind of Object.values(recommenderKinds)) {
    for (const parameter of kind.parameters) {
      if (!parameter.tune) continue
      if (parameter.type === 'choice') {
        expect(parameter.tune.length).toBeGreaterThan(1)
        expect(parameter.choices).toEqual(expect.arrayContaining([...parameter.tune]))
        continue
      }
      const { min, max, scale } = parameter.tune
      expect(min).toBeGreaterThanOrEqual(parameter.min)
      expect(max).toBeLessThanOrEqual(parameter.max)
      expect(min).toBeLessThan(max)
      if (scale === 'log') expect(min).toBeGreaterThan(0)
    }
  }
})

test('draws stay in their ranges, begin with the defaults and never repeat', () => {
  const kinds = Object.keys(recommenderKinds)
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.integer(), fc.integer({ min: 2, max: 40 }), (name, seed, count) => {
      const kind = kindOf(name)
      const drawn = drawParameters(kind, { count, random: randomOf(seed) })
      expect(drawn.length).toBeLessThanOrEqual(count)
      expect(drawn[0]).toEqual(Object.fromEntries(kind.parameters.map((one) => [one.name, one.default])))
      expect(new Set(drawn.map((one) => JSON.stringify(one))).size).toBe(drawn.length)
      for (const parameters of drawn.slice(1)) {
        for (const { name: key, tune, default: standard } of kind.parameters) {
          const value = parameters[key]
          if (!tune) expect(value).toBe(standard)
          else if ('scale' in tune) {
            expect(value).toBeGreaterThanOrEqual(tune.min)
            expect(value).toBeLessThanOrEqual(tune.max)
          } else expect(tune).toContain(value)
        }
      }
    }),
    { numRuns: 60 },
  )
})

test('on a log scale half of the draws lie below the geometric mean, on a linear one below the mean', () => {
  const halfBelow = (scale: 'log' | 'linear', middle: number): number => {
    const space = { halfLifeDays: { min: 1, max: 10_000, scale } }
    const drawn = drawParameters(kindOf('popularity'), { count: 401, random: randomOf(3), space }).slice(1)
    return drawn.filter(({ halfLifeDays }) => (halfLifeDays as number) < middle).length / drawn.length
  }
  // Four standard deviations of a share of 400 are .1.
  expect(Math.abs(halfBelow('log', 100) - 0.5)).toBeLessThan(0.1)
  expect(Math.abs(halfBelow('linear', 5000.5) - 0.5)).toBeLessThan(0.1)
})

test('what is fixed is fixed in every trial, and the rest of the space is used up where it is small', () => {
  const drawn = drawParameters(kindOf('ratingItemKnn'), {
    count: 50,
    random: randomOf(1),
    fixed: { neighbours: 33, shrinkage: 50 },
  })
  expect(drawn.every(({ neighbours, shrinkage }) => neighbours === 33 && shrinkage === 50)).toBe(true)
  // Three similarities times two centres.
  expect(drawn).toHaveLength(6)
})
