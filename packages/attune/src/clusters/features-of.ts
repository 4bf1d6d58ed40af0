import { createRandom } from '@attune/learn'
import type { ClusterPerson } from './cluster-person.ts'

/** Kinds of features: each has the same say in what is near, likes twice that. */
type Block = 'likes' | 'meaning' | 'buying' | 'hours' | 'devices'

const weights: Readonly<Record<Block, number>> = { likes: 2, meaning: 1, buying: 1, hours: 1, devices: 1 }
const mostCategories = 32
const mostBrands = 16
/** Vectors are projected to so many dimensions: near stays near (Johnson and Lindenstrauss 1984), and clusters are found sooner. */
const projected = 12

export interface Features {
  /** people × dimensions, row-major. */
  readonly values: Float32Array
  readonly dimensions: number
}

/**
 * People as points. Shares stand as their square roots, so that the distance of two distributions is Hellinger’s; money, orders
 * and days as logarithms in standard deviations. Each block is centred and scaled to the variance that is its say.
 */
export function featuresOf(people: readonly ClusterPerson[]): Features {
  const categories = mostCommon(
    people.map((person) => person.categories),
    mostCategories,
  )
  const brands = mostCommon(
    people.map((person) => person.brands),
    mostBrands,
  )
  const devices = mostCommon(
    people.map((person) => person.devices),
    4,
  )
  const root = (share: number | undefined): number => Math.sqrt(share ?? 0)
  const blocks: readonly (readonly [Block, readonly (readonly number[])[], standard: boolean])[] = [
    [
      'likes',
      people.map((person) => [
        ...categories.map((name) => root(person.categories.get(name))),
        ...brands.map((name) => root(person.brands.get(name)) / 2),
      ]),
      false,
    ],
    ['meaning', meaningOf(people), false],
    [
      'buying',
      people.map(({ orders, spend, daysSince }) => [Math.log1p(orders), Math.log1p(spend), Math.log1p(daysSince)]),
      true,
    ],
    ['hours', people.map(({ hours }) => hours.map(root)), false],
    ['devices', people.map((person) => devices.map((name) => root(person.devices.get(name)))), false],
  ]
  const scaled = blocks.map(([block, rows, standard]) => scaledBlock(rows, weights[block], standard))
  const dimensions = scaled.reduce((sum, [row]) => sum + (row?.length ?? 0), 0)
  const values = new Float32Array(people.length * dimensions)
  for (let at = 0; at < people.length; at++)
    values.set(
      scaled.flatMap((rows) => rows[at] as readonly number[]),
      at * dimensions,
    )
  return { values, dimensions }
}

/** Names that most people have; ties in order of the alphabet. */
function mostCommon(maps: readonly ReadonlyMap<string, number>[], most: number): readonly string[] {
  const counts = new Map<string, number>()
  for (const map of maps) for (const name of map.keys()) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([name]) => name)
}

/** Vectors on a few random directions, the same every time; of who has none the middle. */
function meaningOf(people: readonly ClusterPerson[]): readonly (readonly number[])[] {
  const length = people.find(({ vector }) => vector)?.vector?.length
  if (length === undefined) return people.map(() => [])
  const random = createRandom(1, 'directions of meaning')
  const directions = Array.from({ length: projected }, () =>
    Float32Array.from({ length }, () => (random() < 0.5 ? -1 : 1)),
  )
  const rows = people.map(({ vector }) =>
    vector?.length === length
      ? directions.map((direction) => direction.reduce((sum, sign, k) => sum + sign * (vector[k] as number), 0))
      : undefined,
  )
  const known = rows.filter((row) => row !== undefined)
  const mean = directions.map((_, k) => known.reduce((sum, row) => sum + (row[k] as number), 0) / known.length)
  return rows.map((row) => row ?? mean)
}

function scaledBlock(
  rows: readonly (readonly number[])[],
  weight: number,
  standard: boolean,
): readonly (readonly number[])[] {
  const columns = rows[0]?.length ?? 0
  const means = Array.from(
    { length: columns },
    (_, k) => rows.reduce((sum, row) => sum + (row[k] as number), 0) / rows.length,
  )
  const variances = means.map(
    (mean, k) => rows.reduce((sum, row) => sum + ((row[k] as number) - mean) ** 2, 0) / rows.length,
  )
  const total = variances.reduce((sum, variance) => sum + variance, 0)
  const scales = variances.map((variance) => {
    // What is the same for everybody tells nobody apart.
    if (variance < 1e-12) return 0
    return standard ? Math.sqrt(weight / (columns * variance)) : Math.sqrt(weight / total)
  })
  return rows.map((row) => row.map((value, k) => (value - (means[k] as number)) * (scales[k] as number)))
}
