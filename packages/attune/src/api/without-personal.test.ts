import { expect, test } from 'vitest'
import { meansOf, personWith } from '../profile/portrait/portrait-of.fixture.ts'
import { portraitOf } from '../profile/portrait/portrait-of.ts'
import { portraitStatements } from '../profile/portrait/portrait-statements.ts'
import type { Auth } from './app.ts'
import { profileFor } from './without-personal.ts'

const seenBy = (personal: boolean) => ({ personal }) as Auth
const share = { share: 1, low: 0.5, high: 1, asOf: null }
const portrait = portraitOf(personWith({}), meansOf())
const habits = (source: 'given' | 'inferred', timeZoneGiven: boolean) => ({
  ...portrait,
  habits: {
    ...portrait.habits,
    language: { ...share, value: 'xx-given', source, observations: null, others: [] },
    hour: {
      ...share,
      from: 8,
      to: 10,
      source: 'observed' as const,
      observations: 3,
      counts: new Array<number>(24).fill(0),
      timeZone: 'Asia/Urumqi',
      timeZoneGiven,
    },
  },
})

test('a language and a time zone that a person gave are theirs: neither roles without personal data nor models see them', () => {
  const given = habits('given', true)
  expect(profileFor(seenBy(true), given)).toEqual(given)
  expect(profileFor(seenBy(false), given).habits).toMatchObject({ language: null, hour: null })
  for (const language of ['en', 'zh'] as const)
    expect(JSON.stringify(portraitStatements(given, language))).not.toMatch(/xx-given|Urumqi/)
  const observed = habits('inferred', false)
  expect(profileFor(seenBy(false), observed).habits).toEqual(observed.habits)
  expect(JSON.stringify(portraitStatements(observed, 'en'))).toMatch(/xx-given.*Urumqi/)
})
