import type { Evidence, Interest } from '../../api/schemas/profiles.ts'
import type { CatalogueFacts, PriceBand } from './catalogue-facts.ts'
import { certainShare, effectiveObservations, rounded } from './certain-share.ts'
import type { WeighedItem } from './weigh-activity.ts'

const bandNames: readonly PriceBand[] = ['low', 'middle', 'high']

interface Sum {
  weight: number
  recent: number
  times: number
  last: number
  readonly items: { readonly of: WeighedItem; readonly part: number }[]
}

/** The dimensions of interest that an item speaks for; its weight is shared evenly among them. */
export type NamesOf = (item: WeighedItem['item']) => readonly string[]

export const categoriesOf: NamesOf = (item) => [...new Set(item.categories)]
export const brandOf: NamesOf = (item) => (item.brand ? [item.brand] : [])

/** Sums of a person's weighed items by name, and what they are worth together. */
function sumsOf(weighed: Iterable<WeighedItem>, namesOf: NamesOf) {
  const sums = new Map<string, Sum>()
  let [positive, squares, recentPositive, recentSquares] = [0, 0, 0, 0]
  for (const of of weighed) {
    const names = namesOf(of.item)
    if (names.length === 0) continue
    positive += of.positive
    squares += of.squares
    recentPositive += of.recentPositive
    recentSquares += of.recentSquares
    for (const name of names) {
      const sum = sums.get(name) ?? { weight: 0, recent: 0, times: 0, last: 0, items: [] }
      sums.set(name, sum)
      sum.weight += of.weight / names.length
      sum.recent += of.recent / names.length
      sum.times += of.times
      sum.last = Math.max(sum.last, of.last)
      sum.items.push({ of, part: of.weight / names.length })
    }
  }
  return {
    sums,
    observations: effectiveObservations(positive, squares),
    recentObservations: effectiveObservations(recentPositive, recentSquares),
  }
}

/**
 * What a person is interested in, strongest first: shares of the decayed weights of what they did (collect/weights.ts), with
 * Wilson's interval at as many observations as the weights are worth together (Kish 1965). What is disliked more than liked
 * is no interest. Rising and fading: the share with a quarter of the half-life lies above or below the interval of the whole,
 * and the other way round.
 */
export function interestsOf(
  weighed: Iterable<WeighedItem>,
  namesOf: NamesOf,
  { facts, limit = 20 }: { readonly facts: CatalogueFacts; readonly limit?: number },
): Interest[] {
  const { sums, observations, recentObservations } = sumsOf(weighed, namesOf)
  const liked = [...sums].filter(([, { weight }]) => weight > 1e-9)
  const total = liked.reduce((all, [, { weight }]) => all + weight, 0)
  const recentTotal = liked.reduce((all, [, { recent }]) => all + Math.max(0, recent), 0)
  return liked
    .sort(([a, x], [b, y]) => y.weight - x.weight || (a < b ? -1 : 1))
    .slice(0, limit)
    .map(([name, sum]) => {
      const whole = certainShare((sum.weight / total) * observations, observations)
      const lately =
        recentTotal > 0
          ? certainShare((Math.max(0, sum.recent) / recentTotal) * recentObservations, recentObservations)
          : undefined
      return {
        name,
        ...whole,
        source: 'inferred' as const,
        observations: sum.times,
        asOf: iso(sum.last),
        trend: trendOf(whole, lately),
        prices: pricesOf(sum.items, facts),
        evidence: evidenceOf(sum.items, sum.weight),
        confirmed: null,
      }
    })
}

export const iso = (ms: number): string => new Date(ms).toISOString()

function trendOf(whole: ReturnType<typeof certainShare>, lately: ReturnType<typeof certainShare> | undefined) {
  if (lately === undefined) return 'steady' as const
  if (lately.share > whole.high && whole.share < lately.low) return 'rising' as const
  if (lately.share < whole.low && whole.share > lately.high) return 'fading' as const
  return 'steady' as const
}

/** The items that carry most. */
export function evidenceOf(
  items: readonly { readonly of: WeighedItem; readonly part: number }[],
  whole: number,
  limit = 3,
): Evidence[] {
  return items
    .filter(({ part }) => part > 0)
    .toSorted((a, b) => b.part - a.part || (a.of.item.id < b.of.item.id ? -1 : 1))
    .slice(0, limit)
    .map(({ of, part }) => ({
      itemId: of.item.id,
      title: of.item.title,
      kind: of.kind,
      times: of.times,
      at: iso(of.last),
      share: rounded(Math.min(1, part / whole)),
    }))
}

/** Weighted quartiles of what the items cost, in the currency of most of them. */
function pricesOf(items: Sum['items'], facts: CatalogueFacts): Interest['prices'] {
  const priced = items.filter(({ of, part }) => part > 0 && of.item.price !== null)
  const byCurrency = new Map<string | null, number>()
  for (const { of, part } of priced) byCurrency.set(of.item.currency, (byCurrency.get(of.item.currency) ?? 0) + part)
  const [most] = [...byCurrency].sort(([, a], [, b]) => b - a)
  if (most === undefined) return null
  const [currency, total] = most
  const sorted = priced
    .filter(({ of }) => of.item.currency === currency)
    .map(({ of, part }) => ({ price: of.item.price as number, part, band: facts.bandOf(of.item) }))
    .sort((a, b) => a.price - b.price)
  const at = (share: number): number => {
    let sum = 0
    for (const { price, part } of sorted) {
      sum += part
      if (sum >= share * total - 1e-12) return price
    }
    return sorted.at(-1)?.price ?? 0
  }
  const bands = bandNames.map((band) => sorted.reduce((sum, one) => sum + (one.band === band ? one.part : 0), 0))
  const best = Math.max(...bands)
  return {
    low: at(0.25),
    middle: at(0.5),
    high: at(0.75),
    currency,
    band: best > 0 ? (bandNames[bands.indexOf(best)] as PriceBand) : null,
  }
}

/** In which third of the prices of its category what they like lies; empty where no price says so. */
export function priceBandsOf(weighed: Iterable<WeighedItem>, facts: CatalogueFacts) {
  const { sums, observations } = sumsOf(weighed, (item) => {
    const band = facts.bandOf(item)
    return band === undefined ? [] : [band]
  })
  const total = [...sums.values()].reduce((all, { weight }) => all + Math.max(0, weight), 0)
  if (total <= 0) return []
  return bandNames.map((band) => {
    const sum = sums.get(band)
    const weight = Math.max(0, sum?.weight ?? 0)
    return {
      band,
      ...certainShare((weight / total) * observations, observations),
      source: 'inferred' as const,
      observations: sum?.times ?? 0,
      asOf: sum ? iso(sum.last) : null,
      evidence: weight > 0 && sum ? evidenceOf(sum.items, weight) : [],
    }
  })
}
