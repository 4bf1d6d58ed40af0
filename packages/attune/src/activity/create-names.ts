import type { ReadonlyNames } from './activity-index.ts'

/** Names that are given numbers as they are met. */
export interface Names extends ReadonlyNames {
  /** The name's number, a new one where it has none; `overflow` where no number is left. */
  numberOf(name: string): number
}

/**
 * @param first names that have the numbers 0, 1, … from the start
 * @param most how many numbers there are: names come from outside, and the columns that hold numbers are narrow
 * @param overflow the number of names that came when there was none left
 */
export function createNames(first: readonly string[] = [], most = 2 ** 31 - 1, overflow = 0): Names {
  const names: string[] = []
  const numbers = new Map<string, number>()
  const numberOf = (name: string): number => {
    let number = numbers.get(name)
    if (number === undefined) {
      if (names.length >= most) return overflow
      number = names.push(name) - 1
      numbers.set(name, number)
    }
    return number
  }
  for (const name of first) numberOf(name)
  return {
    get size() {
      return names.length
    },
    numberOf,
    find: (name) => numbers.get(name),
    nameOf: (number) => names[number] ?? '',
  }
}
