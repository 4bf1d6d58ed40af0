import type { Item } from '../../api/schemas/items.ts'
import type { Grouping } from '../../api/schemas/rerank.ts'

const some = (value: string | null): readonly string[] => (value === null || value === '' ? [] : [value])

/** The groups of an item; none where the catalogue does not know it or the field is empty. */
export function groupsBy(by: Grouping): (item: Item | undefined) => readonly string[] {
  const read = readerOf(by)
  return (item) => (item ? [...new Set(read(item))] : [])
}

function readerOf(by: Grouping): (item: Item) => readonly string[] {
  switch (by) {
    case 'categories':
      return ({ categories }) => categories
    case 'tags':
      return ({ tags }) => tags
    case 'brand':
      return ({ brand }) => some(brand)
    case 'kind':
      return ({ kind }) => some(kind)
    case 'language':
      return ({ language }) => some(language)
    default: {
      const name = by.slice('attributes.'.length)
      return ({ attributes }) => {
        const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined
        if (typeof value === 'string') return some(value)
        return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : []
      }
    }
  }
}
