import type { ReadonlyNames } from '../../activity/activity-index.ts'
import type { Item } from '../../api/schemas/items.ts'

/** As names are compared: without regard to case and width. */
export const fold = (text: string): string => text.normalize('NFKC').toLowerCase()

export interface FoldedItem {
  readonly categories: readonly string[]
  readonly brand: string | undefined
  readonly tags: readonly string[]
  readonly price: number | null
  readonly title: string
}

/** What the catalogue says of the items that people did something with, by the numbers of the activity. */
export interface ItemFacts {
  /** Looks at what is new in the catalogue and in the activity. */
  refresh(): void
  /** Goes up when something else is said of an item that was known already. */
  readonly version: number
  /** The same where its categories or brand are others. */
  readonly listsVersion: number
  /** How many item numbers are known. */
  readonly size: number
  /** Undefined where the catalogue does not have the item. */
  of(item: number): FoldedItem | undefined
  idOf(item: number): string
  /** Numbers of the categories of items, each once. */
  readonly categoryLists: FactLists
  /** The same of brands: one or none. */
  readonly brandLists: FactLists
  readonly categories: FactNames
  readonly brands: FactNames
}

/** Lists one after the other: that of item i is `numbers[starts[i]]` … `numbers[starts[i + 1] − 1]`. */
export interface FactLists {
  readonly starts: Int32Array
  readonly numbers: Int32Array
}

/** Numbers of names, compared as `fold` has it. */
export interface FactNames {
  readonly size: number
  find(name: string): number
  /** As it was first written. */
  nameOf(number: number): string
}

function createFactNames(): FactNames & { numberOf(name: string): number } {
  const numbers = new Map<string, number>()
  const names: string[] = []
  return {
    get size() {
      return names.length
    },
    find: (name) => numbers.get(fold(name)) ?? -1,
    nameOf: (number) => names[number] ?? '',
    numberOf(name) {
      const folded = fold(name)
      let number = numbers.get(folded)
      if (number === undefined) {
        number = names.push(name) - 1
        numbers.set(folded, number)
      }
      return number
    },
  }
}

function listsOf(lists: readonly (readonly number[])[]): FactLists {
  const starts = new Int32Array(lists.length + 1)
  for (let at = 0; at < lists.length; at++)
    starts[at + 1] = (starts[at] as number) + (lists[at] as readonly number[]).length
  return { starts, numbers: Int32Array.from(lists.flat()) }
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one, at) => one === b[at])

export function createItemFacts(options: {
  readonly items: ReadonlyNames
  readonly get: (itemId: string) => Item | undefined
  readonly revision: () => number
}): ItemFacts {
  const { items, get, revision } = options
  const categories = createFactNames()
  const brands = createFactNames()
  const known: (Item | undefined)[] = []
  const folded: (FoldedItem | undefined)[] = []
  const categoriesOf: (readonly number[])[] = []
  const brandOf: (readonly number[])[] = []
  // Made when somebody asks: most rules do not.
  let categoryLists: FactLists | undefined
  let brandLists: FactLists | undefined
  let seen = Number.NaN
  let version = 0
  let listsVersion = 0

  function read(item: number, found: Item | undefined): void {
    known[item] = found
    folded[item] = found && {
      categories: found.categories.map(fold),
      brand: found.brand === null ? undefined : fold(found.brand),
      tags: found.tags.map(fold),
      price: found.price,
      title: fold(found.title),
    }
    categoriesOf[item] = found ? [...new Set(found.categories.map(categories.numberOf))] : []
    brandOf[item] = found?.brand ? [brands.numberOf(found.brand)] : []
  }
  const belongsTheSame = (a: Item | undefined, b: Item | undefined): boolean =>
    a?.brand === b?.brand && same(a?.categories ?? [], b?.categories ?? [])
  const saysTheSame = (a: Item | undefined, b: Item | undefined): boolean =>
    (a === undefined) === (b === undefined) &&
    belongsTheSame(a, b) &&
    a?.title === b?.title &&
    a?.price === b?.price &&
    same(a?.tags ?? [], b?.tags ?? [])

  return {
    refresh() {
      const now = revision()
      if (now === seen && known.length === items.size) return
      if (now !== seen) {
        let changed = false
        let listsChanged = false
        for (let item = 0; item < known.length; item++) {
          const found = get(items.nameOf(item))
          if (found === known[item]) continue
          changed ||= !saysTheSame(found, known[item])
          listsChanged ||= !belongsTheSame(found, known[item])
          read(item, found)
        }
        if (changed) version += 1
        if (listsChanged) listsVersion += 1
        seen = now
      }
      for (let item = known.length; item < items.size; item++) read(item, get(items.nameOf(item)))
      categoryLists = undefined
      brandLists = undefined
    },
    get version() {
      return version
    },
    get listsVersion() {
      return listsVersion
    },
    get size() {
      return known.length
    },
    of: (item) => folded[item],
    idOf: (item) => items.nameOf(item),
    get categoryLists() {
      categoryLists ??= listsOf(categoriesOf)
      return categoryLists
    },
    get brandLists() {
      brandLists ??= listsOf(brandOf)
      return brandLists
    },
    categories,
    brands,
  }
}
