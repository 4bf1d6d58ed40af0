import { expect, test } from 'vitest'
import { sealedTraits } from '../collect/sealed-traits.ts'
import type { TraitRules } from '../collect/trait-rules.ts'
import { openVault } from '../protect/vault/open-vault.ts'
import { openStateStore } from '../store/open-state-store.ts'
import { mergedTraits, nameOf, type StatedPerson, searchStatedPersons, statedPersons } from './person-traits.ts'

const stated = (personId: string, updatedAt: number, traits: Record<string, unknown>): StatedPerson => ({
  personId,
  kind: null,
  identifier: null,
  traits,
  origins: {},
  updatedAt,
})

test('the newest word counts, and the person itself before all', () => {
  const persons = [
    stated('into', 1, { city: 'Quanzhou' }),
    stated('newer', 3, { city: 'Xiamen', colour: 'red', size: 'M' }),
    stated('older', 2, { colour: 'blue', age: 30 }),
  ]
  const expected = { city: 'Quanzhou', colour: 'red', size: 'M', age: 30 }
  expect(mergedTraits(persons, 'into', {}).traits).toEqual(expected)
  expect(mergedTraits([...persons].reverse(), 'into', { city: { keep: 'newest' } }).traits).toEqual(expected)
  expect(mergedTraits([], 'into', {})).toEqual({ traits: {}, origins: {} })
})

test('with a rule all identities are alike, and each trait tells where it comes from', () => {
  const told = (source: string | null, at: number) => ({ source, at })
  const persons: StatedPerson[] = [
    {
      ...stated('into', 9, { city: 'Quanzhou', points: 3 }),
      origins: { city: told('web', 9), points: told('web', 9) },
    },
    { ...stated('from', 5, { city: 'Xiamen', points: 8 }), origins: { city: told('crm', 5), points: told('till', 4) } },
  ]
  const rules: TraitRules = { city: { keep: 'mostTrusted', trust: ['crm', 'web'] }, points: { keep: 'highest' } }
  for (const order of [persons, [...persons].reverse()])
    expect(mergedTraits(order, 'into', rules)).toEqual({
      traits: { city: 'Xiamen', points: 8 },
      origins: { city: told('crm', 5), points: told('till', 4) },
    })
})

test('a name is the trait of that name, else first and last name, else none', () => {
  expect(nameOf({ name: ' 李安 ', firstName: 'Ang' })).toBe('李安')
  expect(nameOf({ firstName: 'Ang', lastName: 'Lee' })).toBe('Ang Lee')
  expect(nameOf({ lastName: 'Lee' })).toBe('Lee')
  expect(nameOf({ name: 7, firstName: '' })).toBe(null)
})

test('people are read and searched in their own workspace, by id and name, in any case; without their key nothing is', () => {
  const state = openStateStore(':memory:')
  const vault = openVault(':memory:', new Uint8Array(32))
  const people = { state, vault }
  const insert = state.raw.prepare(
    `INSERT INTO people (workspace, person_id, kind, identifier, traits, created_at, updated_at) VALUES (?, ?, 'user', ?, ?, 1, 1)`,
  )
  const put = (workspace: string, personId: string, id: string, traits: object) =>
    insert.run(
      workspace,
      personId,
      vault.seal(workspace, personId, id),
      sealedTraits(vault, workspace, personId, JSON.stringify(traits)),
    )
  put('default', 'p_1', 'User-1', { name: 'Ann' })
  put('default', 'p_2', 'zoe', {})
  put('other', 'p_1', 'user-1', { name: 'Somebody else' })
  expect(statedPersons(people, 'default', ['p_1', 'p_3'])).toEqual([
    { personId: 'p_1', kind: 'user', identifier: 'User-1', traits: { name: 'Ann' }, origins: {}, updatedAt: 1 },
  ])
  expect(searchStatedPersons(people, 'default', 'ANN')).toEqual(['p_1'])
  expect(searchStatedPersons(people, 'default', 'ser-1')).toEqual(['p_1'])
  expect(searchStatedPersons(people, 'default', 'else')).toEqual([])
  expect(searchStatedPersons(people, 'default', '%')).toEqual([])
  expect(JSON.stringify(state.raw.prepare('SELECT * FROM people').all())).not.toMatch(/ann|user-1|zoe|else/i)
  vault.destroy('default', ['p_1'])
  expect(statedPersons(people, 'default', ['p_1'])).toMatchObject([{ identifier: null, traits: {} }])
  expect(searchStatedPersons(people, 'default', 'ann')).toEqual([])
  state.close()
})
