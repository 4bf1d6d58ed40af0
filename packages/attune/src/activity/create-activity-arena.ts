import { type ActivityChunk, chunkMask, chunkSize, copyEntries, newActivityChunk } from './activity-chunk.ts'
import type { ActivityEntries } from './activity-index.ts'
import type { ActivityNames } from './activity-names.ts'
import { blockFor, blockSizes } from './block-sizes.ts'
import { compareEvents } from './compare-events.ts'
import { createBlocks } from './create-blocks.ts'
import type { EventEntries } from './event-entries.ts'

/** Everything that many people did, packed: a person is a slot, an entry 27 bytes. */
export interface ActivityArena {
  /** A new, empty slot. */
  allocate(): number
  /** Makes room for so many entries at once. */
  reserve(slot: number, entries: number): void
  /**
   * Puts an event where it belongs in time. Events of the same time stand in an order of their own content, so that it does
   * not matter in which order they came. Beyond `most` entries the oldest times are dropped.
   */
  insert(slot: number, event: EventEntries): void
  count(slot: number): number
  /** The entries of a slot; the object is used again by the next call. */
  entries(slot: number): ActivityEntries
  /** Moves all that a slot has into another. */
  move(from: number, into: number): void
  clear(slot: number): void
}

const noBlock = 255
const nothing = newActivityChunk(0)

type View = { -readonly [Column in keyof ActivityEntries]: ActivityEntries[Column] }

/** @param most entries that a slot keeps, at most 65,536 */
export function createActivityArena(names: ActivityNames, most: number = chunkSize): ActivityArena {
  const blocks = createBlocks()
  const room = chunkSize
  let slots = 0
  let addresses = new Int32Array(1024)
  let sizes = new Uint8Array(1024)
  let counts = new Int32Array(1024)
  /** Slots that had too much: nothing that happened by this time is kept of them, whenever it comes. */
  const floors = new Map<number, number>()
  const view: View = { from: 0, to: 0, ...nothing }
  let viewed = nothing
  const compare = compareEvents(names)

  function allocate(): number {
    const slot = slots++
    if (slots > addresses.length) {
      const length = addresses.length * 2
      addresses = grown(addresses, new Int32Array(length))
      counts = grown(counts, new Int32Array(length))
      const larger = new Uint8Array(length)
      larger.set(sizes)
      sizes = larger
    }
    sizes[slot] = noBlock
    return slot
  }

  const chunkOf = (slot: number): ActivityChunk =>
    (sizes[slot] ?? noBlock) === noBlock ? nothing : blocks.chunkAt(addresses[slot] as number)
  const offsetOf = (slot: number): number => (addresses[slot] as number) & chunkMask

  function reserve(slot: number, entries: number): void {
    const size = sizes[slot] as number
    const wanted = Math.min(entries, room)
    if (wanted === 0 || (size !== noBlock && (blockSizes[size] as number) >= wanted)) return
    const larger = blockFor(wanted)
    const address = blocks.take(larger)
    if (size !== noBlock) {
      const before = addresses[slot] as number
      copyEntries(chunkOf(slot), offsetOf(slot), blocks.chunkAt(address), address & chunkMask, counts[slot] as number)
      blocks.giveBack(before, size)
    }
    addresses[slot] = address
    sizes[slot] = larger
  }

  /** The place of the first entry later than `time`. */
  function after(chunk: ActivityChunk, start: number, count: number, time: number): number {
    let low = start
    let high = start + count
    // Nearly everything comes in order.
    if (low === high || (chunk.times[high - 1] as number) <= time) return high
    while (low < high) {
      const middle = (low + high) >> 1
      if ((chunk.times[middle] as number) > time) high = middle
      else low = middle + 1
    }
    return low
  }

  /** Drops the oldest times until `incoming` entries have room; false where they are too old themselves. */
  function makeWay(slot: number, event: EventEntries): boolean {
    const chunk = chunkOf(slot)
    const start = offsetOf(slot)
    const count = counts[slot] as number
    let drop = 0
    while (count - drop + event.length > most) {
      const oldest = drop < count ? (chunk.times[start + drop] as number) : Number.POSITIVE_INFINITY
      const floor = Math.min(oldest, event.time)
      floors.set(slot, floor)
      while (drop < count && (chunk.times[start + drop] as number) <= floor) drop++
      if (event.time <= floor) break
    }
    copyEntries(chunk, start + drop, chunk, start, count - drop)
    counts[slot] = count - drop
    return event.time > (floors.get(slot) ?? Number.NEGATIVE_INFINITY)
  }

  function insert(slot: number, event: EventEntries): void {
    const floor = floors.get(slot)
    if (floor !== undefined && event.time <= floor) return
    if ((counts[slot] as number) + event.length > most && !makeWay(slot, event)) return
    const count = counts[slot] as number
    const needed = count + event.length
    const size = sizes[slot] as number
    if (size === noBlock || (blockSizes[size] as number) < needed) reserve(slot, needed)
    const chunk = chunkOf(slot)
    const start = offsetOf(slot)
    let place = after(chunk, start, count, event.time)
    while (place > start && chunk.times[place - 1] === event.time) {
      let first = place - 1
      while (chunk.continues[first] === 1) first--
      if (compare(chunk, first, place, event) <= 0) break
      place = first
    }
    copyEntries(chunk, place, chunk, place + event.length, start + count - place)
    for (let at = 0; at < event.length; at++) {
      chunk.times[place + at] = event.time
      chunk.events[place + at] = event.event
      chunk.kinds[place + at] = event.kinds[at] as number
      chunk.items[place + at] = event.items[at] as number
      chunk.amounts[place + at] = event.amounts[at] as number
      chunk.values[place + at] = event.values[at] as number
      chunk.continues[place + at] = at === 0 ? 0 : 1
      chunk.devices[place + at] = event.device
      chunk.channels[place + at] = event.channel
      chunk.currencies[place + at] = event.currencies[at] as number
    }
    counts[slot] = needed
  }

  function clear(slot: number): void {
    const size = sizes[slot] as number
    if (size !== noBlock) blocks.giveBack(addresses[slot] as number, size)
    sizes[slot] = noBlock
    addresses[slot] = 0
    counts[slot] = 0
    floors.delete(slot)
  }

  const moved: EventEntries = {
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
  }

  /** What was dropped of either was dropped of both together. */
  function lift(from: number, into: number): void {
    const floor = floors.get(from)
    if (floor === undefined || floor <= (floors.get(into) ?? Number.NEGATIVE_INFINITY)) return
    floors.set(into, floor)
    const chunk = chunkOf(into)
    const start = offsetOf(into)
    const count = counts[into] as number
    const kept = start + count - after(chunk, start, count, floor)
    copyEntries(chunk, start + count - kept, chunk, start, kept)
    counts[into] = kept
  }

  return {
    allocate,
    reserve,
    insert,
    count: (slot) => counts[slot] ?? 0,
    entries(slot) {
      const chunk = chunkOf(slot)
      view.from = (addresses[slot] ?? 0) & chunkMask
      view.to = view.from + (counts[slot] ?? 0)
      // Millions of slots are asked one after the other, most of them in the same chunk.
      if (chunk !== viewed) {
        Object.assign(view, chunk)
        viewed = chunk
      }
      return view
    },
    move(from, into) {
      lift(from, into)
      const count = counts[from] as number
      reserve(into, Math.min((counts[into] as number) + count, most))
      for (let at = 0; at < count; ) {
        // Inserting may make chunks, never move the one that is read.
        const chunk = chunkOf(from)
        const start = offsetOf(from)
        let length = 0
        moved.time = chunk.times[start + at] as number
        moved.event = chunk.events[start + at] as number
        moved.device = chunk.devices[start + at] as number
        moved.channel = chunk.channels[start + at] as number
        do {
          moved.kinds[length] = chunk.kinds[start + at] as number
          moved.items[length] = chunk.items[start + at] as number
          moved.amounts[length] = chunk.amounts[start + at] as number
          moved.values[length] = chunk.values[start + at] as number
          moved.currencies[length] = chunk.currencies[start + at] as number
          length++
          at++
        } while (at < count && chunk.continues[start + at] === 1)
        moved.length = length
        insert(into, moved)
      }
      clear(from)
    },
    clear,
  }
}

function grown(array: Int32Array<ArrayBuffer>, larger: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  larger.set(array)
  return larger
}
