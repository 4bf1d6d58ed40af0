import { setImmediate as turn } from 'node:timers/promises'
import type { WorkspaceActivity } from '../../activity/activity-index.ts'
import type { Base, CutPoints, Sampled } from './base.ts'
import { quantile } from './catalogue-facts.ts'
import { interestVector } from './interest-vector.ts'
import { pausesOf } from './pauses-of.ts'
import { type ItemVector, personVectors } from './person-vectors.ts'
import type { PortraitMeans } from './portrait-of.ts'
import { mainCurrency, purchasesOf } from './purchases-of.ts'
import { rfmValues } from './rfm-of.ts'
import { weighActivity } from './weigh-activity.ts'

/** People read in one turn of the event loop. */
const peopleATurn = 500
/** Fewer buyers than these make no fifths. */
const fewestBuyers = 25
/** Of how many people pauses are taken and likeness is looked for. */
const pausesOfPeople = 20_000
const sampledPeople = 2_000

export interface BaseOptions {
  readonly activity: WorkspaceActivity
  readonly means: Omit<PortraitMeans, 'base' | 'itemVector'> & { readonly itemVector: ItemVector | undefined }
  /** Whether the person allows that something is made of what they did. */
  readonly isAllowed: (personId: string) => boolean
  readonly isExcluded: Parameters<typeof weighActivity>[0]['isExcluded']
  readonly now: number
}

/** Reads everybody once, some people a turn: money and pauses in numbers, and of some the interests. */
export async function readBase({ activity, means, isAllowed, isExcluded, now }: BaseOptions): Promise<Base> {
  const everyPause = Math.max(1, Math.ceil(activity.people / pausesOfPeople))
  const everySample = Math.max(1, Math.ceil(activity.people / sampledPeople))
  const currencies = new Map<string, number>()
  const [recency, frequency, monetary]: [number[], number[], number[]] = [[], [], []]
  const [orderPauses, visitPauses]: [number[], number[]] = [[], []]
  const sample: Sampled[] = []
  const currency = await currencyOfMost(activity, means, currencies)
  let people = 0
  for (let slot = 0; slot < activity.slots; slot++) {
    if (slot % peopleATurn === peopleATurn - 1) await turn()
    const personId = activity.personOf(slot)
    if (personId === undefined || !isAllowed(personId)) continue
    people++
    const entries = activity.entriesOf(slot)
    const purchases = purchasesOf(entries, means.kindOf, means.currencyOf)
    const values = rfmValues(purchases, currency, now)
    if (values !== undefined) {
      recency.push(values.recency)
      frequency.push(values.frequency)
      monetary.push(values.monetary)
    }
    if (people % everyPause === 0) {
      const visits: number[] = []
      for (let at = entries.from; at < entries.to; at++)
        if (entries.continues[at] === 0) visits.push(entries.times[at] as number)
      orderPauses.push(...lately(pausesOf(purchases.orders)))
      visitPauses.push(...lately(pausesOf(visits)))
    }
    if (people % everySample !== 0) continue
    const weighed = weighActivity({ ...means, entries, now, isExcluded })
    if (weighed.size === 0) continue
    const { itemVector } = means
    const vector = itemVector && personVectors(weighed.values(), itemVector).longTerm
    sample.push({ personId, interests: interestVector(weighed.values()), vector })
  }
  return {
    at: now,
    people,
    rfm:
      recency.length < fewestBuyers
        ? undefined
        : {
            currency,
            buyers: recency.length,
            recency: fifths(recency),
            frequency: fifths(frequency),
            monetary: fifths(monetary),
          },
    orderPauses: Float64Array.from(orderPauses).sort(),
    visitPauses: Float64Array.from(visitPauses).sort(),
    sample,
  }
}

/** Who comes every day would otherwise be most of what is known of everybody. */
const lately = (pauses: readonly number[]): readonly number[] => pauses.slice(-20)

function fifths(values: readonly number[]): CutPoints {
  const sorted = Float64Array.from(values).sort()
  return [0.2, 0.4, 0.6, 0.8].map((share) => quantile(sorted, share)) as unknown as CutPoints
}

/** The currency in which most people paid, of some of them. */
async function currencyOfMost(
  activity: WorkspaceActivity,
  means: BaseOptions['means'],
  counts: Map<string, number>,
): Promise<string> {
  const step = Math.max(1, Math.ceil(activity.slots / pausesOfPeople))
  for (let slot = 0, read = 1; slot < activity.slots; slot += step, read++) {
    if (read % peopleATurn === 0) await turn()
    const { money } = purchasesOf(activity.entriesOf(slot), means.kindOf, means.currencyOf)
    if (money.size === 0) continue
    const currency = mainCurrency(money)
    counts.set(currency, (counts.get(currency) ?? 0) + 1)
  }
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0] ?? ''
}
