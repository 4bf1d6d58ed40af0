import { afterEach, expect, test } from 'vitest'
import { statedPersons } from '../profile/person-traits.ts'
import { type CollectFixture, collectFixture, iso, noon } from './collect.fixture.ts'
import { createPeopleWriter } from './people-writer.ts'
import type { TraitRules } from './trait-rules.ts'

let fixture: CollectFixture | undefined
afterEach(async () => {
  await fixture?.close()
  fixture = undefined
})

type Word = readonly [value: unknown, second: number]
/** What is kept of a trait after requests that come one after the other, each with some words. */
async function keptOf(requests: readonly (readonly Word[])[], traits: TraitRules = {}): Promise<unknown> {
  fixture = await collectFixture({ traits })
  const { send, state, vault, identity } = fixture
  for (const words of requests)
    await send(
      words.map(([x, second]) => ({
        type: 'identify',
        userId: 'ann',
        timestamp: iso(noon - 3_600_000 + second * 1000),
        traits: { x },
      })),
    )
  const ann = identity.personIdOf('default', { userId: 'ann' })
  const [person] = statedPersons({ state, vault }, 'default', [ann])
  return person?.traits.x
}

test('a word that was taken back and said again in one request counts', async () => {
  expect(
    await keptOf([
      [[true, 10]],
      [
        [false, 20],
        [true, 30],
      ],
    ]),
  ).toBe(true)
})

test('a late word that lost is news when it is said anew', async () => {
  expect(await keptOf([[['A', 10]], [['B', 5]], [['B', 20]]])).toBe('B')
})

test.each([30, 300])('a repeat %i seconds in makes a word newer than what arrives late', async (second) => {
  expect(await keptOf([[['A', 10]], [['A', second]], [['B', second - 1]]])).toBe('A')
})

test('an older repeat counts where the oldest word is kept', async () => {
  expect(await keptOf([[['A', 10]], [['A', 1]], [['B', 5]]], { x: { keep: 'oldest' } })).toBe('A')
})

test('who is forgotten is not written by what still waits', async () => {
  fixture = await collectFixture()
  const { state, vault } = fixture
  const people = createPeopleWriter(state, vault)
  const fact = { workspace: 'w', source: 'web', identifier: null, traits: { x: 1 }, group: null, at: 1 }
  const done = people.write(['ann', 'bob'].map((personId) => ({ ...fact, personId })))
  people.forget(['ann'])
  await done
  expect(state.raw.prepare('SELECT person_id FROM people').all()).toEqual([{ person_id: 'bob' }])
})
