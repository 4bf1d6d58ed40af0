import type { Filter } from '../api/schemas/decide.ts'
import type { Item } from '../api/schemas/items.ts'

type Test = (item: Item) => boolean

const anyOf = (wanted: readonly string[], given: (item: Item) => readonly string[]): Test => {
  const set = new Set(wanted)
  return (item) => given(item).some((value) => set.has(value))
}

/** `zh` also takes `zh-CN`; items without a language suit everybody. */
const speaks = (language: string): Test => {
  const wanted = language.toLowerCase()
  return ({ language: own }) => {
    if (own === null) return true
    const given = own.toLowerCase()
    return given === wanted || given.startsWith(`${wanted}-`)
  }
}

/** What the rules say about an item: available, and passing every one of the filters. Items without a price pass no price rule. */
export function itemFilter(filters: readonly Filter[]): Test {
  const tests: Test[] = [({ available }) => available]
  for (const filter of filters) {
    const { categories, excludeCategories, kinds, tags, brands, minPrice, maxPrice, language, excludeItems } = filter
    if (categories?.length) tests.push(anyOf(categories, (item) => item.categories))
    if (excludeCategories?.length) {
      const excluded = anyOf(excludeCategories, (item) => item.categories)
      tests.push((item) => !excluded(item))
    }
    if (kinds?.length) tests.push(anyOf(kinds, ({ kind }) => [kind]))
    if (tags?.length) tests.push(anyOf(tags, (item) => item.tags))
    if (brands?.length) tests.push(anyOf(brands, ({ brand }) => (brand === null ? [] : [brand])))
    if (minPrice !== undefined) tests.push(({ price }) => price !== null && price >= minPrice)
    if (maxPrice !== undefined) tests.push(({ price }) => price !== null && price <= maxPrice)
    if (language !== undefined) tests.push(speaks(language))
    if (excludeItems?.length) {
      const excluded = new Set(excludeItems)
      tests.push(({ id }) => !excluded.has(id))
    }
  }
  return (item) => tests.every((test) => test(item))
}

/** The filters without their lists of single items, which differ from request to request. */
export const withoutExclusions = (filters: readonly Filter[]): Filter[] =>
  filters.map(({ excludeItems: _, ...rules }) => rules)

/** A text that is the same for filters that let the same items through, `excludeItems` aside. */
export const filterKey = (filters: readonly Filter[]): string =>
  JSON.stringify(withoutExclusions(filters).map(({ includeSeen: _, ...rules }) => rules))
