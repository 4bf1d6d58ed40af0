import { setImmediate as turn } from 'node:timers/promises'
import type { WorkspaceActivity } from '../activity/activity-index.ts'
import type { Item } from '../api/schemas/items.ts'
import { brandOf, categoriesOf, type NamesOf } from '../profile/portrait/interests-of.ts'
import { type ItemVector, personVectors } from '../profile/portrait/person-vectors.ts'
import { mainCurrency, purchasesOf } from '../profile/portrait/purchases-of.ts'
import { rfmValues } from '../profile/portrait/rfm-of.ts'
import type { IsSensitive } from '../profile/portrait/sensitive.ts'
import { dayMs, type WeighedItem, weighActivity } from '../profile/portrait/weigh-activity.ts'
import { hourIn } from '../profile/portrait/zone-clock.ts'
import type { ClusterPerson } from './cluster-person.ts'

/** People read in one turn of the event loop. */
const peopleATurn = 200
/** A longer text names somebody sooner than a group. */
const longestTrait = 40

export interface ReadPeopleOptions {
  readonly activity: WorkspaceActivity
  readonly itemOf: (item: number) => Item | undefined
  readonly weightOf: (kind: string, amount: number) => number
  readonly isSensitive: IsSensitive
  /** Whether the person allows `profiling`. */
  readonly isAllowed: (personId: string) => boolean
  readonly itemVector: ItemVector | undefined
  readonly halfLifeDays: number
  readonly timeZone: string
  readonly now: number
  /** At most so many; of more every n-th is taken, in the order in which they were met. */
  readonly most: number
  readonly signal: AbortSignal
}

/** People of whom it is known what they like, some a turn; `among`: how many allow it at all. */
export async function readPeople(
  options: ReadPeopleOptions,
): Promise<{ readonly people: readonly ClusterPerson[]; readonly among: number; readonly currency: string }> {
  const { activity, isAllowed, most, signal } = options
  const slots: number[] = []
  const currencies = new Map<string, number>()
  for (let slot = 0; slot < activity.slots; slot++) {
    if (slot % (20 * peopleATurn) === 0) await turn(undefined, { signal })
    const personId = activity.personOf(slot)
    if (personId !== undefined && activity.countOf(slot) > 0 && isAllowed(personId)) slots.push(slot)
  }
  const every = Math.max(1, Math.ceil(slots.length / most))
  const sampled = slots.filter((_, at) => at % every === 0)
  for (const [at, slot] of sampled.entries()) {
    if (at % peopleATurn === 0) await turn(undefined, { signal })
    const { money } = purchasesOf(activity.entriesOf(slot), activity.kinds.nameOf, activity.currencies.nameOf)
    if (money.size > 0) currencies.set(mainCurrency(money), (currencies.get(mainCurrency(money)) ?? 0) + 1)
  }
  const currency = [...currencies].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0] ?? ''
  const people: ClusterPerson[] = []
  for (const [at, slot] of sampled.entries()) {
    if (at % peopleATurn === 0) await turn(undefined, { signal })
    // They may have said no, been merged or erased meanwhile.
    const personId = activity.personOf(slot)
    const person =
      personId !== undefined && isAllowed(personId) ? readPerson(slot, personId, currency, options) : undefined
    if (person) people.push(person)
  }
  return { people, among: slots.length, currency }
}

function readPerson(
  slot: number,
  personId: string,
  currency: string,
  options: ReadPeopleOptions,
): ClusterPerson | undefined {
  const { activity, isSensitive, itemVector, now } = options
  const entries = activity.entriesOf(slot)
  const weighed = weighActivity({
    ...options,
    entries,
    kindOf: activity.kinds.nameOf,
    isExcluded: (item) =>
      [...item.categories, ...item.tags, item.brand ?? ''].some((name) => name !== '' && isSensitive(name)),
  })
  const liked = [...weighed.values()].filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight)
  if (liked.length === 0) return undefined
  const hourOf = hourIn(options.timeZone)
  const hours: [number, number, number, number] = [0, 0, 0, 0]
  const devices = new Map<string, number>()
  let [events, last] = [0, 0]
  for (let at = entries.from; at < entries.to; at++) {
    if (entries.continues[at] === 1) continue
    last = entries.times[at] as number
    events++
    hours[Math.floor(hourOf(last) / 6) as 0 | 1 | 2 | 3]++
    const device = activity.devices.nameOf(entries.devices[at] as number)
    if (device !== '') devices.set(device, (devices.get(device) ?? 0) + 1)
  }
  const bought = rfmValues(purchasesOf(entries, activity.kinds.nameOf, activity.currencies.nameOf), currency, now)
  return {
    personId,
    categories: sharesOf(liked, categoriesOf),
    brands: sharesOf(liked, brandOf),
    orders: bought?.frequency ?? 0,
    spend: Math.max(0, bought?.monetary ?? 0),
    daysSince: Math.max(0, (now - last) / dayMs),
    hours: hours.map((count) => count / events) as unknown as ClusterPerson['hours'],
    devices: new Map([...devices].map(([name, count]) => [name, count / events])),
    vector: itemVector && personVectors(liked, itemVector).longTerm,
    traits: traitsOf(slot, activity, isSensitive),
    titles: liked.slice(0, 3).flatMap(({ item }) => item.title ?? []),
  }
}

function sharesOf(liked: readonly WeighedItem[], namesOf: NamesOf): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  let total = 0
  for (const { item, weight } of liked) {
    const names = namesOf(item)
    if (names.length > 0) total += weight
    for (const name of names) sums.set(name, (sums.get(name) ?? 0) + weight / names.length)
  }
  return new Map([...sums].map(([name, weight]) => [name, weight / total]))
}

function traitsOf(slot: number, activity: WorkspaceActivity, isSensitive: IsSensitive): ReadonlyMap<string, string> {
  const traits = new Map<string, string>()
  for (let trait = 0; trait < activity.traits.size; trait++) {
    const name = activity.traits.nameOf(trait)
    const value = activity.traitOf(slot, trait)
    if ((typeof value !== 'string' && typeof value !== 'boolean') || name === '') continue
    const text = String(value)
    if (text.length === 0 || text.length > longestTrait || isSensitive(name) || isSensitive(text)) continue
    traits.set(name, text)
  }
  return traits
}
