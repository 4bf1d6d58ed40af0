import { expect, test } from 'vitest'
import { openStateStore } from '../store/open-state-store.ts'
import { mergedTraits, nameOf, type StatedPerson, searchStatedPersons, statedPersons } from './person-traits.ts'

const stated = (personId: string, updatedAt: number, traits: Record<string, unknown>): StatedPerson => ({
  personId,
  userId: null,
  traits,
  updatedAt,
})

test('the newest word counts, and the person itself before all', () => {
  const persons = [
    stated('into', 1, { city: 'Quanzhou' }),
    stated('newer', 3, { city: 'Xiamen', colour: 'red', size: 'M' }),
    stated('older', 2, { colour: 'blue', age: 30 }),
  ]
  const expected = { city: 'Quanzhou', colour: 'red', size: 'M', age: 30 }
  expect(mergedTraits(persons, 'into')).toEqual(expected)
  expect(mergedTraits([...persons].reverse(), 'into')).toEqual(expected)
  expect(mergedTraits([], 'into')).toEqual({})
})

test('a name is the trait of that name, else first and last name, else none', () => {
  expect(nameOf({ name: ' 李安 ', firstName: 'Ang' })).toBe('李安')
  expect(nameOf({ firstName: 'Ang', lastName: 'Lee' })).toBe('Ang Lee')
  expect(nameOf({ lastName: 'Lee' })).toBe('Lee')
  expect(nameOf({ name: 7, firstName: '' })).toBe(null)
})

test('people are read and searched in their own workspace, by user id and name, in any case', () => {
  const state = openStateStore(':memory:')
  const insert = state.raw.prepare('INSERT INTO people VALUES (?, ?, ?, ?, 1, 1)')
  insert.run('default', 'p_1', 'User-1', JSON.stringify({ name: 'Ann' }))
  insert.run('default', 'p_2', null, '{}')
  insert.run('other', 'p_1', 'user-1', JSON.stringify({ name: 'Somebody else' }))
  expect(statedPersons(state, 'default', ['p_1', 'p_3'])).toEqual([
    { personId: 'p_1', userId: 'User-1', traits: { name: 'Ann' }, updatedAt: 1 },
  ])
  expect(searchStatedPersons(state, 'default', 'ANN')).toEqual(['p_1'])
  expect(searchStatedPersons(state, 'default', 'ser-1')).toEqual(['p_1'])
  expect(searchStatedPersons(state, 'default', 'else')).toEqual([])
  expect(searchStatedPersons(state, 'default', '%')).toEqual([])
  state.close()
})
