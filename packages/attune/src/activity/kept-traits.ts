import { BoundedMap } from '../collect/bounded-map.ts'
import { isDirectIdentifier } from '../collect/direct-identifiers.ts'
import { comparableName, fieldClassOf } from '../collect/reduce/field-class.ts'
import { looksPersonal } from '../collect/reduce/looks-personal.ts'
import type { TraitValue } from './activity-index.ts'
import type { Names } from './create-names.ts'

/** Names of people and of their places, which no rule about fields of events needs to know. */
const namesPeople = new Set(
  `name nickname username displayname middlename surname givenname familyname address postalcode postcode zip zipcode avatar
   website title company 昵称 名字 用户名 名 姓 地址 邮编 头像 公司`.split(/\s+/),
)
const mostValues = 100
/** Many people say the same: one copy of each text. */
const texts = new BoundedMap<string, string>(10_000)

function shared(text: string): string {
  const known = texts.get(text)
  if (known === undefined) texts.set(text, text)
  return known ?? text
}

/** Traits of a person: number of the name and value, one after the other. */
export type KeptTraits = readonly (number | TraitValue)[]

/** Whether a trait of this name says who somebody is, and so stays in the state store. */
export const identifiesSomebody = (name: string): boolean =>
  isDirectIdentifier(name) || fieldClassOf(name) !== undefined || namesPeople.has(comparableName(name))

/** Of traits as they were told those that identify nobody: scalars and lists of scalars. */
export function keptTraits(told: Readonly<Record<string, unknown>>, names: Names): KeptTraits {
  const kept: (number | TraitValue)[] = []
  for (const [name, value] of Object.entries(told)) {
    const one = traitValue(value)
    if (one === undefined || identifiesSomebody(name)) continue
    const number = names.numberOf(name)
    if (number >= 0) kept.push(number, one)
  }
  return kept
}

/** Numbers of traits that the two have with different values, or only one of them has. */
export function changedTraits(before: KeptTraits, after: KeptTraits): readonly number[] {
  const valueIn = (traits: KeptTraits, number: number): TraitValue | undefined => {
    for (let at = 0; at < traits.length; at += 2) if (traits[at] === number) return traits[at + 1]
    return undefined
  }
  const numbers = new Set<number>()
  for (const traits of [before, after]) for (let at = 0; at < traits.length; at += 2) numbers.add(traits[at] as number)
  return [...numbers].filter((number) => !isSame(valueIn(before, number), valueIn(after, number)))
}

function isSame(a: TraitValue | undefined, b: TraitValue | undefined): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b
  return a.length === b.length && a.every((one, at) => one === b[at])
}

/** A trait's value where it can be compared; undefined for records, empty ones, and what looks like an address or a number of somebody. */
export function traitValue(value: unknown): TraitValue | undefined {
  if (Array.isArray(value)) {
    const list = value.slice(0, mostValues).filter(isScalar)
    return list.length > 0 && list.length === Math.min(value.length, mostValues) ? list : undefined
  }
  if (typeof value === 'string') return looksPersonal(value) ? undefined : shared(value)
  return isScalar(value) ? value : undefined
}

function isScalar(value: unknown): value is string | number | boolean {
  if (typeof value === 'string') return !looksPersonal(value)
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
}
