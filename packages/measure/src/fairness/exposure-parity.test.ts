import { expect, test } from 'vitest'
import { seededRng } from '../random.ts'
import { exposureParity } from './exposure-parity.ts'
import { exposureOfLists } from './exposure-sample.ts'

const lists = (count: number, list: readonly string[]) => Array.from({ length: count }, () => list)

test('by hand: always first against always second is 1 to .6309', () => {
  const { groups, treatmentRatio } = exposureParity(exposureOfLists(lists(100, ['acme', 'zen'])), [
    { group: 'acme', merit: 5, items: 1 },
    { group: 'zen', merit: 5, items: 1 },
  ])
  const second = 1 / Math.log2(3)
  expect(groups[0]?.exposureShare.value).toBeCloseTo(1 / (1 + second), 12)
  expect(groups[1]?.ratio?.value).toBeCloseTo((2 * second) / (1 + second), 12)
  expect(treatmentRatio?.value).toBeCloseTo(0.6309297, 6)
})

test('exposure in proportion to merit is parity, whatever the shares', () => {
  const shown = exposureOfLists([...lists(300, ['acme']), ...lists(100, ['zen'])])
  const { treatmentRatio } = exposureParity(shown, [
    { group: 'acme', merit: 30, items: 7 },
    { group: 'zen', merit: 10, items: 1 },
  ])
  expect(treatmentRatio?.value).toBeCloseTo(1, 12)
  expect(treatmentRatio?.low).toBeGreaterThan(0.6)
  expect(treatmentRatio?.low).toBeLessThan(1)
})

test('a supplier of merit who is never shown is found', () => {
  const { groups, treatmentRatio } = exposureParity(exposureOfLists(lists(200, ['acme'])), [
    { group: 'acme', merit: 1, items: 1 },
    { group: 'zen', merit: 1, items: 1 },
  ])
  expect(groups[1]).toMatchObject({ group: 'zen', places: 0, small: false, ratio: { value: 0 } })
  expect(treatmentRatio?.value).toBe(0)
})

test('equal exposure per item is no inequality; all of it for one of two items is ln 2', () => {
  const merits = [
    { group: 'acme', merit: 1, items: 1 },
    { group: 'zen', merit: 1, items: 1 },
  ]
  expect(
    exposureParity(exposureOfLists([...lists(50, ['acme']), ...lists(50, ['zen'])]), merits).inequality,
  ).toBeCloseTo(0, 12)
  expect(exposureParity(exposureOfLists(lists(100, ['acme'])), merits).inequality).toBeCloseTo(Math.log(2), 12)
})

test('the interval of a share agrees with the binomial one', () => {
  const rng = seededRng(5)
  const shown = Array.from({ length: 900 }, () => [rng() < 0.4 ? 'acme' : 'zen'])
  const share = exposureParity(exposureOfLists(shown), []).groups[0]!.exposureShare
  const half = 1.96 * Math.sqrt((share.value * (1 - share.value)) / 900)
  expect(share.high - share.value).toBeCloseTo(half, 2)
  expect(share.value - share.low).toBeCloseTo(half, 2)
})

test('groups without merit and few places are said', () => {
  const { warnings } = exposureParity(exposureOfLists([['a', 'b']]), [{ group: 'a', merit: 1, items: 1 }])
  expect(warnings).toEqual([
    { code: 'small-group', group: 'a' },
    { code: 'small-group', group: 'b' },
    { code: 'no-merit', group: 'b' },
    { code: 'too-few-groups' },
  ])
  expect(() => exposureOfLists([[]])).toThrow(/at least one list/)
  expect(() => exposureParity(exposureOfLists([['a']]), [{ group: 'a', merit: -1, items: 1 }])).toThrow(/not negative/)
})
