import { type CompiledRule, compileRule, type RuleField, type RuleType, type RuleValue } from '@attune/recommend'
import type { Item } from '../../api/schemas/items.ts'
import { attributeTypes } from './attribute-types.ts'
import type { RuleSubject } from './rule-subject.ts'

export type ItemRule = CompiledRule<RuleSubject>

const field = (type: RuleType, read: (item: Item) => RuleValue): RuleField<RuleSubject> => ({
  type,
  read: ({ item }) => item && read(item),
})
const dateOf = (text: string | null): number | null => (text === null ? null : Date.parse(text))

/** What rules may say about an item, beside `attributes.<name>` and the functions of the language. */
const catalogueFields: Readonly<Record<string, RuleField<RuleSubject>>> = {
  id: { type: 'string', read: ({ id }) => id },
  kind: field('string', ({ kind }) => kind),
  title: field('string', ({ title }) => title),
  description: field('string', ({ description }) => description),
  categories: field('strings', ({ categories }) => categories),
  tags: field('strings', ({ tags }) => tags),
  brand: field('string', ({ brand }) => brand),
  price: field('number', ({ price }) => price),
  currency: field('string', ({ currency }) => currency),
  language: field('string', ({ language }) => language),
  available: field('boolean', ({ available }) => available),
  published_at: field('date', ({ publishedAt }) => dateOf(publishedAt)),
  updated_at: field('date', ({ updatedAt }) => dateOf(updatedAt)),
}

/** The value of an attribute where it is of the type that the rule takes it to have; else it counts as missing. */
function attributeField(name: string, type: RuleType): RuleField<RuleSubject> {
  return field(type, ({ attributes }) => {
    const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined
    if (type === 'strings')
      return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : null
    if (type === 'date') return typeof value === 'string' ? Date.parse(value) : null
    return typeof value === type ? (value as string | number | boolean) : null
  })
}

/**
 * A business rule about items of the catalogue.
 *
 * @throws RuleError with the place of the mistake and what was probably meant
 * @example compileItemRule('price < 50 and "vegan" in tags and not seen_within("7d")')
 */
export function compileItemRule(source: string): ItemRule {
  const attributes = [...attributeTypes(source)].map(
    ([name, type]) => [name, attributeField(name.slice('attributes.'.length), type)] as const,
  )
  return compileRule(source, { fields: { ...catalogueFields, ...Object.fromEntries(attributes) } })
}

/** Whether a rule asks about this person: then its answer for an item holds for them alone. */
export const asksAboutPerson = ({ source }: ItemRule): boolean => source.includes('seen_within')
