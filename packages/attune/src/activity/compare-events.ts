import type { ActivityChunk } from './activity-chunk.ts'
import type { ActivityNames } from './activity-names.ts'
import type { EventEntries } from './event-entries.ts'

/**
 * An order of events of one time by what they say, in names: numbers of names depend on the order in which they were met.
 * Below zero: the event at places `from` … `to` − 1 of the chunk goes first.
 */
export function compareEvents({ events, kinds, items, devices, channels, currencies }: ActivityNames) {
  const byName = (names: ActivityNames['events'], a: number, b: number): number => {
    if (a === b) return 0
    const [one, other] = [names.nameOf(a), names.nameOf(b)]
    return one < other ? -1 : one > other ? 1 : 0
  }
  const byNumber = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0)
  const orNone = (value: number): number => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : Math.fround(value))

  return (chunk: ActivityChunk, from: number, to: number, event: EventEntries): number => {
    const first =
      byName(events, chunk.events[from] as number, event.event) ||
      byName(devices, chunk.devices[from] as number, event.device) ||
      byName(channels, chunk.channels[from] as number, event.channel) ||
      byNumber(to - from, event.length)
    if (first !== 0) return first
    for (let at = 0; at < event.length; at++) {
      const place = from + at
      const difference =
        byName(items, chunk.items[place] as number, event.items[at] as number) ||
        byName(kinds, chunk.kinds[place] as number, event.kinds[at] as number) ||
        byNumber(chunk.amounts[place] as number, Math.fround(event.amounts[at] as number)) ||
        byNumber(orNone(chunk.values[place] as number), orNone(event.values[at] as number)) ||
        byName(currencies, chunk.currencies[place] as number, event.currencies[at] as number)
      if (difference !== 0) return difference
    }
    return 0
  }
}
