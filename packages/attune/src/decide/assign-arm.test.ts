import { expect, test } from 'vitest'
import { armNamed, assignArm } from './assign-arm.ts'
import { homePlacement } from './placements-table.ts'

const persons = Array.from({ length: 20_000 }, (_, index) => `p_${index}`)
const split = (...weights: number[]) => ({
  ...homePlacement,
  split: weights.map((weight, index) => ({ variation: `v${index}`, model: 'popular', weight })),
})
const sharesOf = (workspace: string, placement: typeof homePlacement): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const person of persons) {
    const { variation } = assignArm(workspace, placement, person)
    counts.set(variation, (counts.get(variation) ?? 0) + 1)
  }
  return counts
}

test('arms get persons in proportion to their weights', () => {
  const weights = [5, 3, 2]
  const counts = sharesOf('default', split(...weights))
  let chiSquare = 0
  for (const [index, weight] of weights.entries()) {
    const expected = (persons.length * weight) / 10
    chiSquare += ((counts.get(`v${index}`) ?? 0) - expected) ** 2 / expected
  }
  // 99.9 % quantile of χ² with 2 degrees of freedom.
  expect(chiSquare).toBeLessThan(13.8)
})

test('a person stays in its arm, with the propensity of that arm', () => {
  const placement = split(1, 3)
  for (const person of persons.slice(0, 200)) {
    const arm = assignArm('default', placement, person)
    expect(assignArm('default', placement, person)).toEqual(arm)
    expect(arm.propensity).toBe(arm.variation === 'v0' ? 0.25 : 0.75)
  }
})

test('arms of two placements are independent', () => {
  const one = split(1, 1)
  const other = { ...split(1, 1), id: 'cart' }
  let both = 0
  for (const person of persons)
    if (assignArm('default', one, person).variation === assignArm('default', other, person).variation) both++
  // Binomial(20,000, ½): five standard deviations.
  expect(Math.abs(both - 10_000)).toBeLessThan(354)
})

test('widening an arm moves nobody out of it', () => {
  for (const person of persons.slice(0, 2000))
    if (assignArm('default', split(2, 8), person).variation === 'v0')
      expect(assignArm('default', split(5, 5), person).variation).toBe('v0')
})

test('an arm can be named, and an unknown name is none', () => {
  expect(armNamed(homePlacement, 'popular')).toEqual({ variation: 'popular', model: 'popular', propensity: 0.1 })
  expect(armNamed(homePlacement, 'nowhere')).toBeUndefined()
})
