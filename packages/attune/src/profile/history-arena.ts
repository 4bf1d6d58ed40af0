/** One remembered interaction, by interned ids. */
export interface HistoryEntry {
  readonly item: number
  readonly kind: number
  /** What the event said: stars of a rating, else a quantity. */
  readonly amount: number
  /** Milliseconds since the epoch. */
  readonly time: number
}

/** Entries as parallel arrays of one length. */
export interface HistoryColumns {
  readonly items: Int32Array
  readonly kinds: Uint8Array
  /** What each entry is worth to the asker. */
  readonly values: Float32Array
  readonly times: Float64Array
}

/** What an interaction is worth; undefined where it does not count. */
export type WorthOf = (kind: number, amount: number) => number | undefined

/** The newest interactions of many persons, packed: a person is a slot number, an interaction 17 bytes. */
export interface HistoryArena {
  /** A new, empty slot. */
  allocate(): number
  /** Keeps the entries of a slot in order of time; drops the oldest beyond the limit. An exact repeat is ignored. */
  insert(slot: number, item: number, kind: number, amount: number, time: number): void
  count(slot: number): number
  /** Entry `index` of a slot, 0 the oldest. */
  at(slot: number, index: number): HistoryEntry
  item(slot: number, index: number): number
  /** The newest entries that have a value, at most `most` of them, oldest first. `worthOf` is asked twice for each. */
  valued(slot: number, most: number, worthOf: WorthOf): HistoryColumns
  clear(slot: number): void
}

const chunkBits = 16
const chunkSize = 1 << chunkBits
const chunkMask = chunkSize - 1

interface Chunk {
  readonly items: Int32Array
  readonly kinds: Uint8Array
  readonly amounts: Float32Array
  readonly times: Float64Array
}

const newChunk = (): Chunk => ({
  items: new Int32Array(chunkSize),
  kinds: new Uint8Array(chunkSize),
  amounts: new Float32Array(chunkSize),
  times: new Float64Array(chunkSize),
})

function grown(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  if (length <= array.length) return array
  const larger = new Int32Array(Math.max(length, array.length * 2))
  larger.set(array)
  return larger
}

/**
 * Blocks of 2, 4, 8, … entries cut from chunks of 65,536; a person whose block is full moves to one of twice the size and
 * leaves the old one to others. A million persons with a few interactions each take some 100 MB instead of the gigabyte that
 * one set of arrays a person would.
 *
 * @param limit most entries of one slot, at most 65,536
 */
export function createHistoryArena(limit: number): HistoryArena {
  const chunks: Chunk[] = []
  /** Blocks given back, by the binary logarithm of their size. */
  const free: number[][] = []
  let end = 0
  let slots = 0
  let addresses = new Int32Array(1024)
  /** Binary logarithm of the block's size; 0: no block yet. */
  let sizes = new Int32Array(1024)
  let counts = new Int32Array(1024)

  function block(size: number): number {
    const reused = free[size]?.pop()
    if (reused !== undefined) return reused
    const length = 1 << size
    // Blocks are powers of two, so one that starts at a multiple of its length never crosses into the next chunk.
    const address = Math.ceil(end / length) * length
    end = address + length
    while (chunks.length << chunkBits < end) chunks.push(newChunk())
    return address
  }

  function release(address: number, size: number): void {
    if (size === 0) return
    free[size] ??= []
    free[size].push(address)
  }

  function copy(from: number, to: number, length: number): void {
    const source = chunks[from >> chunkBits] as Chunk
    const target = chunks[to >> chunkBits] as Chunk
    const at = from & chunkMask
    const into = to & chunkMask
    target.items.set(source.items.subarray(at, at + length), into)
    target.kinds.set(source.kinds.subarray(at, at + length), into)
    target.amounts.set(source.amounts.subarray(at, at + length), into)
    target.times.set(source.times.subarray(at, at + length), into)
  }

  const chunkOf = (slot: number): Chunk => chunks[(addresses[slot] as number) >> chunkBits] as Chunk
  const offsetOf = (slot: number): number => (addresses[slot] as number) & chunkMask

  function makeRoom(slot: number, count: number): void {
    const size = sizes[slot] as number
    if (size > 0 && count < 1 << size) return
    const larger = size + 1
    const address = block(larger)
    if (size > 0) copy(addresses[slot] as number, address, count)
    release(addresses[slot] as number, size)
    addresses[slot] = address
    sizes[slot] = larger
  }

  return {
    allocate() {
      const slot = slots++
      addresses = grown(addresses, slots)
      sizes = grown(sizes, slots)
      counts = grown(counts, slots)
      return slot
    },
    insert(slot, item, kind, amount, time) {
      let count = counts[slot] as number
      let chunk = count > 0 ? chunkOf(slot) : undefined
      let start = offsetOf(slot)
      let place = count
      while (chunk && place > 0 && (chunk.times[start + place - 1] as number) > time) place--
      for (let i = place - 1; chunk && i >= 0 && chunk.times[start + i] === time; i--)
        if (chunk.items[start + i] === item && chunk.kinds[start + i] === kind) return
      if (count === limit) {
        if (place === 0 || !chunk) return
        // Full: everything before the place moves down by one, over the oldest.
        chunk.items.copyWithin(start, start + 1, start + place)
        chunk.kinds.copyWithin(start, start + 1, start + place)
        chunk.amounts.copyWithin(start, start + 1, start + place)
        chunk.times.copyWithin(start, start + 1, start + place)
        place--
      } else {
        makeRoom(slot, count)
        chunk = chunkOf(slot)
        start = offsetOf(slot)
        const last = start + count
        chunk.items.copyWithin(start + place + 1, start + place, last)
        chunk.kinds.copyWithin(start + place + 1, start + place, last)
        chunk.amounts.copyWithin(start + place + 1, start + place, last)
        chunk.times.copyWithin(start + place + 1, start + place, last)
        count++
        counts[slot] = count
      }
      chunk.items[start + place] = item
      chunk.kinds[start + place] = kind
      chunk.amounts[start + place] = amount
      chunk.times[start + place] = time
    },
    count: (slot) => counts[slot] as number,
    at(slot, index) {
      const chunk = chunkOf(slot)
      const place = offsetOf(slot) + index
      return {
        item: chunk.items[place] as number,
        kind: chunk.kinds[place] as number,
        amount: chunk.amounts[place] as number,
        time: chunk.times[place] as number,
      }
    },
    item: (slot, index) => chunkOf(slot).items[offsetOf(slot) + index] as number,
    valued(slot, most, worthOf) {
      const count = counts[slot] as number
      const start = offsetOf(slot)
      const chunk = chunks[(addresses[slot] as number) >> chunkBits]
      const valueAt = (place: number): number | undefined =>
        chunk && worthOf(chunk.kinds[place] as number, chunk.amounts[place] as number)
      let length = 0
      let first = start + count
      while (first > start && length < most) if (valueAt(--first) !== undefined) length++
      const columns = {
        items: new Int32Array(length),
        kinds: new Uint8Array(length),
        values: new Float32Array(length),
        times: new Float64Array(length),
      }
      for (let place = first, at = 0; chunk && at < length; place++) {
        const value = valueAt(place)
        if (value === undefined) continue
        columns.items[at] = chunk.items[place] as number
        columns.kinds[at] = chunk.kinds[place] as number
        columns.values[at] = value
        columns.times[at] = chunk.times[place] as number
        at++
      }
      return columns
    },
    clear(slot) {
      release(addresses[slot] as number, sizes[slot] as number)
      addresses[slot] = 0
      sizes[slot] = 0
      counts[slot] = 0
    },
  }
}
