import { expect, test } from 'vitest'
import { upliftGroups } from './uplift-groups.ts'

const arms = (effects: readonly number[]) => ({
  control: new Float64Array(effects.length),
  treatment: Float64Array.from(effects),
})

test('halves of six units by hand', () => {
  const groups = upliftGroups(Float64Array.of(6, 1, 5, 2, 4, 3), arms([1, 0, 0, 0, 2, 3]), { groups: 2, fewest: 2 })
  expect(groups.map(({ group, units, predicted, uplift }) => [group, units, predicted, uplift.value])).toEqual([
    [1, 3, 5, 1],
    [2, 3, 2, 1],
  ])
  expect(groups[0]!.uplift.low).toBeLessThan(1)
})

test('units of one score stay together, and no group is of fewer than the fewest', () => {
  const scores = Float64Array.from({ length: 100 }, (_, i) => (i < 55 ? 1 : 0))
  expect(upliftGroups(scores, arms(Array.from(scores))).map(({ units }) => units)).toEqual([55, 45])
  const nearly = Float64Array.from({ length: 100 }, (_, i) => (i < 90 ? 1 : 0))
  expect(upliftGroups(nearly, arms(Array.from(nearly))).map(({ units }) => units)).toEqual([100])
  const different = Float64Array.from({ length: 90 }, (_, i) => i)
  expect(upliftGroups(different, arms(Array.from(different)))).toHaveLength(4)
  expect(() => upliftGroups(scores, arms([1]))).toThrow()
})
