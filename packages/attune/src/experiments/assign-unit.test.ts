import { expect, test } from 'vitest'
import { assignUnit } from './assign-unit.ts'
import { runningExperiment, start } from './experiment-log.fixture.ts'

const people = Array.from({ length: 4000 }, (_, at) => `person-${at}`)
const now = start + 1000
const assigned = (given: Parameters<typeof runningExperiment>[0], attributes = {}) => {
  const experiment = runningExperiment(given)
  return people.map((person) => assignUnit(experiment, { ...attributes, userId: person }, { now })?.variation)
}
const shareOf = (variations: readonly (string | undefined)[], variation: string | undefined): number =>
  variations.filter((one) => one === variation).length / variations.length

test('variations get the shares of their weights, the same ones each time', () => {
  const variations = ['a', 'b', 'c'].map((id, at) => ({ id, weight: at + 1 }))
  const first = assigned({ variations })
  // Three standard errors of a share over 4,000.
  for (const [at, id] of ['a', 'b', 'c'].entries())
    expect(Math.abs(shareOf(first, id) - (at + 1) / 6)).toBeLessThan(0.024)
  expect(assigned({ variations })).toEqual(first)
  expect(assigned({ variations, salt: 'another' })).not.toEqual(first)
})

test('more traffic adds people and moves nobody', () => {
  const [tenth, half] = [assigned({ traffic: 0.1 }), assigned({ traffic: 0.5 })]
  expect(Math.abs(shareOf(tenth, undefined) - 0.9)).toBeLessThan(0.015)
  for (const [at, variation] of tenth.entries()) if (variation !== undefined) expect(half[at]).toBe(variation)
})

test('people outside the targeting, and everybody while it does not run, are in no variation', () => {
  const condition = { country: 'CN' }
  expect(shareOf(assigned({ condition }, { country: 'US' }), undefined)).toBe(1)
  expect(shareOf(assigned({ condition, segments: ['tea'] }, { country: 'CN', segments: [] }), undefined)).toBe(1)
  expect(shareOf(assigned({ condition, segments: ['tea'] }, { country: 'CN', segments: ['tea'] }), undefined)).toBe(0)
  for (const status of ['draft', 'stopped', 'archived'] as const)
    expect(shareOf(assigned({ status }), undefined)).toBe(1)
})

test('two experiments with other parts of a layer share nobody', () => {
  const one = assigned({ id: 'one', layer: { id: 'shop', from: 0, to: 0.4 } })
  const two = assigned({ id: 'two', layer: { id: 'shop', from: 0.4, to: 1 } })
  expect(one.filter((variation, at) => variation !== undefined && two[at] !== undefined)).toEqual([])
  expect(Math.abs(shareOf(one, undefined) - 0.6)).toBeLessThan(0.024)
})

test('experiments of other salts are independent of each other', () => {
  const [one, two] = [assigned({ id: 'one' }), assigned({ id: 'two' })]
  const both = one.filter((variation, at) => variation === 'new' && two[at] === 'new').length / people.length
  expect(Math.abs(both - 0.25)).toBeLessThan(0.021)
})

test('the latest phase says the shares, and the propensity', () => {
  const phases = [
    [1, 1],
    [1, 9],
  ].map((weights) => ({ from: start, weights, traffic: 1, reason: 'bandit' as const }))
  const experiment = runningExperiment({ phases, bandit: { everyHours: 24, least: 0.05 } })
  const found = people.flatMap((person) => assignUnit(experiment, { userId: person }, { now }) ?? [])
  expect(Math.abs(found.filter(({ variation }) => variation === 'new').length / people.length - 0.9)).toBeLessThan(
    0.015,
  )
  for (const { variation, propensity, phase } of found)
    expect([propensity, phase]).toEqual([variation === 'new' ? 0.9 : 0.1, 1])
})

test('who is not signed in goes by the anonymousId, and by the userId from then on', () => {
  const experiment = runningExperiment()
  for (const person of people.slice(0, 200)) {
    const [user, visitor] = [{ userId: person }, { anonymousId: person }].map((ids) =>
      assignUnit(experiment, ids, { now }),
    )
    expect(visitor).toEqual(user)
    expect(assignUnit(experiment, { userId: person, anonymousId: 'cookie' }, { now })).toEqual(user)
  }
  expect(assignUnit(experiment, {}, { now })).toBeUndefined()
})
