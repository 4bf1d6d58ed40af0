import type { EventRow, InteractionRow } from '../store/rows.ts'
import { noKind } from './activity-index.ts'
import type { ActivityNames } from './activity-names.ts'
import { signalsIn, toldBy } from './device-and-channel.ts'

/** One entry of an event: what it says of one item. */
export interface Part {
  readonly kind: string | null
  readonly itemId: string | null
  readonly amount: number
  /** NaN: none. */
  readonly value: number
  readonly currency: string | null
}

/** One event with its entries, in numbers; reused, so that reading millions of them makes no garbage. */
export interface EventEntries {
  time: number
  event: number
  device: number
  channel: number
  length: number
  readonly kinds: number[]
  readonly items: number[]
  readonly amounts: number[]
  readonly values: number[]
  readonly currencies: number[]
}

export const newEventEntries = (): EventEntries => ({
  time: 0,
  event: 0,
  device: 0,
  channel: 0,
  length: 0,
  kinds: [],
  items: [],
  amounts: [],
  values: [],
  currencies: [],
})

/** What an event is called here: a track event by its name, every other one by its type (names of pages are too many). */
export const eventNameOf = (type: string, event: string | null): string => (type === 'track' ? (event ?? type) : type)

/** Milliseconds as they lie in the event store, which keeps microseconds. */
export const storedTime = (ts: number): number => Math.round(ts * 1000) / 1000

export const exposureKind = 'exposure'

/** Parts of an event as the stores hold it. */
export function partsOf(event: EventRow, interactions: readonly InteractionRow[]): Part[] {
  const parts: Part[] = []
  let wasShown = false
  for (const interaction of interactions) {
    if (interaction.kind === exposureKind) wasShown = true
    else
      parts.push({
        kind: interaction.kind,
        itemId: interaction.itemId,
        amount: interaction.amount,
        value: interaction.value ?? Number.NaN,
        currency: interaction.currency,
      })
  }
  if (parts.length === 0) parts.push(partWithoutInteraction(event, wasShown))
  else valueOfEvent(parts, event)
  return parts
}

/** An event that is no interaction; what was shown is kept without its items. */
export const partWithoutInteraction = (
  event: Pick<EventRow, 'itemId' | 'value' | 'currency'>,
  wasShown: boolean,
): Part => ({
  kind: wasShown ? exposureKind : null,
  itemId: wasShown ? null : event.itemId,
  amount: 1,
  value: event.value ?? Number.NaN,
  currency: event.currency,
})

/** Where no item has a price of its own, the first stands for the sum of the event. */
export function valueOfEvent(parts: Part[], event: Pick<EventRow, 'value' | 'currency'>): void {
  if (parts.length > 1) parts.sort(inOrder)
  if (event.value === null || parts.some(({ value }) => !Number.isNaN(value))) return
  parts[0] = { ...(parts[0] as Part), value: event.value, currency: event.currency }
}

/** One order of the entries of an event, whichever way they were read. */
const inOrder = (a: Part, b: Part): number =>
  compare(a.itemId ?? '', b.itemId ?? '') ||
  compare(a.kind ?? '', b.kind ?? '') ||
  a.amount - b.amount ||
  (Number.isNaN(a.value) ? -1 : a.value) - (Number.isNaN(b.value) ? -1 : b.value)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Puts an event into `into`, in the numbers of `names`. */
export function fillEntries(
  into: EventEntries,
  names: ActivityNames,
  event: { readonly time: number; readonly name: string; readonly signals: string | null },
  parts: readonly Part[],
): EventEntries {
  const told = toldBy(event.signals)
  into.time = event.time
  into.event = names.events.numberOf(event.name)
  into.device = told.device
  into.channel = told.channel
  into.length = parts.length
  for (let at = 0; at < parts.length; at++) {
    const { kind, itemId, amount, value, currency } = parts[at] as Part
    into.kinds[at] = kind === null ? noKind : names.kinds.numberOf(kind)
    into.items[at] = itemId === null ? -1 : names.items.numberOf(itemId)
    into.amounts[at] = amount
    into.values[at] = value
    into.currencies[at] = currency === null ? 0 : names.currencies.numberOf(currency)
  }
  return into
}

/** The entries of an event that the collector stored. */
export const entriesOfRow = (
  into: EventEntries,
  names: ActivityNames,
  event: EventRow,
  interactions: readonly InteractionRow[],
): EventEntries =>
  fillEntries(
    into,
    names,
    {
      time: storedTime(event.ts),
      name: eventNameOf(event.type, event.event),
      signals: signalsIn(event.context),
    },
    partsOf(event, interactions),
  )
