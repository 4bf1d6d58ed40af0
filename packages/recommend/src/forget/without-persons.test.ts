import { expect, test } from 'vitest'
import { interactionsFrom } from '../interactions.ts'
import { fitRecommender } from '../recommender-registry.ts'
import { forgetPersons } from './forget-persons.ts'
import { withoutPersons } from './without-persons.ts'

const rows = [
  ['ann', '10', 1, 3],
  ['bob', 'red', 2, 2],
  ['ann', '2', 3, 1],
  ['bob', '2', 4, 1],
  ['cat', '10', 5, 5],
  ['cat', '2', 1, 4],
] as const

const matrixOf = (persons: readonly string[]) => {
  const kept = rows.filter(([person]) => persons.includes(person))
  return interactionsFrom({
    persons: kept.map(([person]) => person),
    items: kept.map(([, item]) => item),
    weights: kept.map(([, , weight]) => weight),
    times: kept.map(([, , , time]) => time),
  })
}
const before = matrixOf(['ann', 'bob', 'cat'])
const placeIn = (matrix: typeof before, id: string): number => matrix.items.indexOf.get(id) as number

test('what remains is what the others would have been given to begin with', () => {
  for (const [person, others] of [
    ['ann', ['bob', 'cat']],
    ['bob', ['ann', 'cat']],
    ['cat', ['ann', 'bob']],
  ] as const)
    expect(withoutPersons(before, new Set([before.persons.indexOf.get(person) as number])).interactions).toEqual(
      matrixOf(others),
    )
})

test('without the last id that is no number the others stand in the order of numbers, and a model is fitted again', async () => {
  expect(before.items.ids).toEqual(['10', '2', 'red'])
  const remaining = withoutPersons(before, new Set([1]))
  expect(remaining.interactions.items.ids).toEqual(['2', '10'])
  expect(remaining.inOrder).toBe(false)
  expect([...remaining.placeOf]).toEqual([1, 0, -1])
  expect([...remaining.itemOf]).toEqual([1, 0])
  expect([...remaining.touched]).toEqual([0])
  const model = await fitRecommender('itemKnn', before, {}, { now: 0 })
  const forgotten = await forgetPersons(model.save(), { before, persons: [1] }, { now: 0 })
  expect(forgotten.by).toBe('refit')
  const never = await fitRecommender('itemKnn', matrixOf(['ann', 'cat']), {}, { now: 0 })
  expect(forgotten.recommender.save()).toEqual(never.save())
})

test('an item stays while others have it, or where it is asked to', () => {
  const without = withoutPersons(before, new Set([0]))
  expect([...without.touched]).toEqual([placeIn(without.interactions, '10'), placeIn(without.interactions, '2')])
  const asked = withoutPersons(before, new Set([1]), (item) => item === placeIn(before, 'red'))
  expect(asked.interactions.items.ids).toEqual(['10', '2', 'red'])
  expect(asked.inOrder).toBe(true)
})
