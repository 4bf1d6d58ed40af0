import type { ActivityEntries } from '../../activity/activity-index.ts'
import type { ReckonedTrait } from '../../api/schemas/profiles.ts'
import { rounded } from './certain-share.ts'
import { iso } from './interests-of.ts'
import { mainCurrency, type Purchases, spent } from './purchases-of.ts'
import { dayMs, type WeighedItem } from './weigh-activity.ts'

export const windows = [30, 90, 365, null] as const

/** Counts, sums, first and last times, distinct things and rates, all counted from what the person did. */
export function computedTraits(options: {
  readonly entries: ActivityEntries
  readonly purchases: Purchases
  readonly weighed: ReadonlyMap<number, WeighedItem>
  readonly now: number
}): ReckonedTrait[] {
  const { entries, purchases, weighed, now } = options
  const { orders, money } = purchases
  const from = (days: number | null): number => (days === null ? Number.NEGATIVE_INFINITY : now - days * dayMs)
  const traits: ReckonedTrait[] = []
  const add = (
    name: string,
    days: number | null,
    value: number | string | undefined,
    { unit = null, observations, asOf }: { unit?: string | null; observations: number; asOf: number | undefined },
  ): void => {
    if (value === undefined) return
    const when = asOf === undefined ? null : iso(asOf)
    traits.push({ name, days, value, unit, source: 'observed', observations, asOf: when })
  }

  const eventTimes: number[] = []
  for (let at = entries.from; at < entries.to; at++)
    if (entries.continues[at] === 0) eventTimes.push(entries.times[at] as number)
  const [firstSeen, lastSeen] = [eventTimes[0], eventTimes.at(-1)]
  const all = { observations: eventTimes.length, asOf: lastSeen }
  add('firstSeen', null, firstSeen === undefined ? undefined : iso(firstSeen), all)
  add('lastSeen', null, lastSeen === undefined ? undefined : iso(lastSeen), all)
  for (const days of windows) {
    const since = from(days)
    const within = eventTimes.filter((time) => time >= since)
    add('events', days, within.length, { observations: within.length, asOf: within.at(-1) })
  }
  const lately = eventTimes.filter((time) => time >= from(90)).length
  add('eventsPerDay', 90, rounded(lately / 90), { unit: 'day', observations: lately, asOf: lastSeen })

  const lastOrder = orders.at(-1)
  const currency = mainCurrency(money)
  for (const days of windows) {
    const within = orders.filter((time) => time >= from(days))
    add('orders', days, within.length, { observations: within.length, asOf: within.at(-1) })
    if (money.size > 0)
      add('spend', days, Math.round(spent(money, currency, from(days)) * 100) / 100, {
        unit: currency === '' ? null : currency,
        observations: (money.get(currency) ?? []).filter(({ at }) => at >= from(days)).length,
        asOf: money.get(currency)?.at(-1)?.at,
      })
  }
  const bought = { observations: orders.length, asOf: lastOrder }
  add('firstOrder', null, orders[0] === undefined ? undefined : iso(orders[0]), bought)
  add('lastOrder', null, lastOrder === undefined ? undefined : iso(lastOrder), bought)

  const items = [...weighed.values()]
  const observations = items.reduce((sum, { times }) => sum + times, 0)
  const seen = { observations, asOf: items.reduce((last, one) => Math.max(last, one.last), 0) || undefined }
  if (items.length === 0) return traits
  add('distinctItems', null, items.length, seen)
  add('distinctCategories', null, new Set(items.flatMap(({ item }) => item.categories)).size, seen)
  add(
    'mostFrequentCategory',
    null,
    mostFrequent(items, ({ categories }) => categories),
    seen,
  )
  add(
    'mostFrequentBrand',
    null,
    mostFrequent(items, ({ brand }) => (brand ? [brand] : [])),
    seen,
  )
  return traits
}

/** The name with which they did something most often. */
function mostFrequent(
  items: readonly WeighedItem[],
  namesOf: (item: WeighedItem['item']) => readonly string[],
): string | undefined {
  const counts = new Map<string, number>()
  for (const { item, times } of items)
    for (const name of new Set(namesOf(item))) counts.set(name, (counts.get(name) ?? 0) + times)
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0]
}
