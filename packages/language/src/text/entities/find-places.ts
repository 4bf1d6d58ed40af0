import { alignedMatches } from '../aligned-matches.ts'
import { createPhraseTable, type PhraseTable } from '../phrase-table.ts'
import type { Token } from '../token.ts'
import type { FoundEntity, PlaceValue } from './entity.ts'
import { chineseCities, chineseProvinces, doubtfulCities, doubtfulEnglish } from './places-china.ts'
import { countryAliases, countryCodes, doubtfulWorld, worldCities } from './places-world.ts'

interface Places {
  readonly table: PhraseTable
  readonly values: readonly PlaceValue[]
}

let gathered: Places | undefined

/** Put together at the first text: 1,500 names. */
function places(): Places {
  if (gathered) return gathered
  const entries: (readonly [name: string, value: PlaceValue])[] = []
  const spaced = (name: string): string => name.replaceAll('_', ' ')
  const english = new Intl.DisplayNames(['en'], { type: 'region' })
  const chinese = new Intl.DisplayNames(['zh'], { type: 'region' })
  for (const country of countryCodes.split(' ')) {
    const name = english.of(country) ?? country
    const value = { name, level: 'country', country } as const
    for (const one of [name, chinese.of(country) ?? country]) entries.push([one, value])
  }
  for (const alias of countryAliases.split('|')) {
    const [country = '', name = ''] = alias.split(' ')
    entries.push([spaced(name), { name: english.of(country) ?? country, level: 'country', country }])
  }
  for (const province of chineseProvinces.split('|')) {
    const [short = '', full = '', name = ''] = province.split(' ')
    const value = { name: spaced(name), level: 'province', country: 'CN' } as const
    for (const one of [short, full, spaced(name)]) entries.push([one, value])
  }
  for (const city of chineseCities.split('|')) {
    const [own = '', name = ''] = city.split(' ')
    const value = { name: spaced(name), level: 'city', country: 'CN' } as const
    if (!doubtfulCities.has(own)) entries.push([own, value])
    entries.push([`${own}市`, value])
    const plain = spaced(name)
    if (!doubtfulEnglish.has(plain))
      for (const one of new Set([plain, plain.replaceAll('’', '')])) entries.push([one, value])
  }
  for (const city of worldCities.split('|')) {
    const [country = '', name = '', own = ''] = city.split(' ')
    const value = { name: spaced(name), level: 'city', country } as const
    for (const one of [spaced(name), spaced(name).normalize('NFD').replace(/\p{M}/gu, ''), own])
      if (!doubtfulWorld.has(one)) entries.push([one, value])
  }
  gathered = { table: createPhraseTable(entries.map(([name]) => name)), values: entries.map(([, value]) => value) }
  return gathered
}

const small = /^\p{Ll}/u
/** Names that only stand for a place in capitals: `us`, `uk`. */
const abbreviation = /^[A-Za-z.]{2,6}$/

/**
 * Chinese provinces and cities of prefecture level, countries, and large cities of the world, in both languages. Latin names need
 * their capital: “china” is crockery, “us” a pronoun.
 *
 * @param tokens of the text, so that 日本 is not found in 今日本店
 */
export function findPlaces(text: string, tokens: readonly Token[]): readonly FoundEntity[] {
  const { table, values } = places()
  const found: FoundEntity[] = []
  for (const { start, end, phrase } of alignedMatches(table, text, tokens)) {
    const own = text.slice(start, end)
    const value = values[phrase]
    if (!value || small.test(own)) continue
    if (own.length <= 3 && abbreviation.test(own) && own !== own.toUpperCase()) continue
    found.push({ kind: 'place', text: own, start, end, value })
  }
  return found
}
