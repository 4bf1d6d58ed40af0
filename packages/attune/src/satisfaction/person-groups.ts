import type { SatisfactionPartName, SatisfactionSample } from '@attune/measure'

export type Samples = Partial<Record<SatisfactionPartName, SatisfactionSample>>

/** Values of persons, summed by group and part. */
export interface PersonGroups {
  add(key: string, part: SatisfactionPartName, value: number): void
  of(key: string): Samples
  readonly keys: readonly string[]
}

export function personGroups(): PersonGroups {
  const groups = new Map<string, Samples>()
  return {
    get keys() {
      return [...groups.keys()]
    },
    add(key, part, value) {
      const own = groups.get(key) ?? {}
      groups.set(key, own)
      const { n, sum, sumSquares } = own[part] ?? { n: 0, sum: 0, sumSquares: 0 }
      own[part] = { n: n + 1, sum: sum + value, sumSquares: sumSquares + value * value }
    },
    of: (key) => groups.get(key) ?? {},
  }
}

/** The mean of each person in each group: everybody counts once. */
export function meansOfPersons(
  values: Iterable<{ readonly key: string; readonly personId: string; readonly value: number }>,
): readonly { readonly key: string; readonly personId: string; readonly value: number }[] {
  const sums = new Map<string, Map<string, { sum: number; n: number }>>()
  for (const { key, personId, value } of values) {
    const own = sums.get(key) ?? new Map<string, { sum: number; n: number }>()
    sums.set(key, own)
    const { sum, n } = own.get(personId) ?? { sum: 0, n: 0 }
    own.set(personId, { sum: sum + value, n: n + 1 })
  }
  return [...sums].flatMap(([key, own]) =>
    [...own].map(([personId, { sum, n }]) => ({ key, personId, value: sum / n })),
  )
}
