import { expect, test } from 'vitest'
import { regimesByRegion } from './regions.ts'

const place = (country: unknown, timezone: unknown = undefined) => ({ country, timezone })

test('a country says which law holds; where none is told, the time zone does', () => {
  const { of } = regimesByRegion({})
  expect(['DE', 'fr', 'IS', 'GB', 'CH', 'CN', 'US'].map((country) => of(place(country)))).toEqual([
    'gdpr',
    'gdpr',
    'gdpr',
    'gdpr',
    'gdpr',
    'pipl',
    'ccpa',
  ])
  expect(
    ['Europe/Berlin', 'Asia/Shanghai', 'Asia/Urumqi', 'PRC', 'America/Los_Angeles', 'US/Eastern'].map((zone) =>
      of(place(undefined, zone)),
    ),
  ).toEqual(['gdpr', 'pipl', 'pipl', 'pipl', 'ccpa', 'ccpa'])
  expect(of(place('CN', 'Europe/Berlin'))).toBe('pipl')
})

test('everywhere else, and where nothing can be told, the strictest holds unless another is set', () => {
  const strict = regimesByRegion({})
  const nowhere = [
    place('BR'),
    place('Germany'),
    place(7, 'Mars/Olympus'),
    place(undefined, 'Asia/Tokyo'),
    place(undefined),
  ]
  expect(nowhere.map(strict.of)).toEqual(Array(5).fill('gdpr'))
  const set = regimesByRegion({ '*': 'open', JP: 'ccpa', DE: 'open' })
  expect([
    set.of(place('BR')),
    set.of(place(undefined, 'Asia/Tokyo')),
    set.of(place('DE')),
    set.of(place('FR')),
  ]).toEqual(['open', 'ccpa', 'open', 'gdpr'])
  expect([strict.elsewhere, set.elsewhere]).toEqual(['gdpr', 'open'])
})
