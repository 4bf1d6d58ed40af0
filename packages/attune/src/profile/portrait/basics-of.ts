import type { Profile } from '../../api/schemas/profiles.ts'
import { comparableName } from '../../collect/reduce/field-class.ts'

type Traits = Profile['traits']

const names = {
  ageBand: ['ageband', 'agegroup', 'agerange', '年龄段', '年龄层'],
  age: ['age', '年龄'],
  gender: ['gender', 'sex', '性别'],
  region: ['region', 'province', 'state', 'city', 'country', '地区', '省份', '省', '城市', '国家'],
  language: ['language', 'locale', 'lang', 'preferredlanguage', '语言', '首选语言'],
  timeZone: ['timezone', 'tz', '时区'],
} as const

const bands = [18, 25, 35, 45, 55, 65] as const

function find(traits: Traits, wanted: readonly string[]): Traits[number] | undefined {
  for (const name of wanted) {
    const found = traits.find((trait) => comparableName(trait.name) === name && isText(trait.value))
    if (found) return found
  }
  return undefined
}

const isText = (value: unknown): value is string | number =>
  (typeof value === 'string' && value.trim() !== '') || (typeof value === 'number' && Number.isFinite(value))

function given(trait: Traits[number] | undefined, read: (text: string) => string | undefined = (text) => text) {
  const value = trait && read(String(trait.value).trim())
  if (trait === undefined || value === undefined) return null
  return { value, trait: trait.name, source: 'given' as const, observations: null, asOf: trait.asOf }
}

/** `25–34` of 29; undefined where it is no age. */
export function ageBandOf(text: string): string | undefined {
  const age = Number(text)
  if (!(age >= 0 && age <= 120)) return undefined
  const above = bands.findIndex((from) => age < from)
  if (above === 0) return `0–${bands[0] - 1}`
  if (above === -1) return `${bands.at(-1)}+`
  return `${bands[above - 1]}–${(bands[above] as number) - 1}`
}

/** Age band, gender and region as the person gave them: nothing that they do says so. */
export const basicsOf = (traits: Traits): Profile['basics'] => ({
  ageBand: given(find(traits, names.ageBand)) ?? given(find(traits, names.age), ageBandOf),
  gender: given(find(traits, names.gender)),
  region: given(find(traits, names.region)),
})

/** The language that the person gave: `zh` of `zh-CN`. */
export function givenLanguage(traits: Traits): { readonly value: string; readonly at: number | undefined } | undefined {
  const found = find(traits, names.language)
  const value = found && /^[a-z]{2,3}(?=$|[-_])/i.exec(String(found.value).trim())?.[0].toLowerCase()
  return found && value ? { value, at: found.asOf === null ? undefined : Date.parse(found.asOf) } : undefined
}

export const givenTimeZone = (traits: Traits): unknown => find(traits, names.timeZone)?.value
