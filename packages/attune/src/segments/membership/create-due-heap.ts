/** Slots by the time at which they must be looked at again: one time a slot, the earliest first. */
export interface DueHeap {
  /** Infinity where nothing is due. */
  readonly next: number
  /** Sets the time of a slot; Infinity: never. */
  set(slot: number, time: number): void
  /** Brings the time of a slot forward, never back. */
  bring(slot: number, time: number): void
  /** Takes a slot out that is due by `now`. */
  take(now: number): number | undefined
  clear(): void
}

/** A binary heap in typed arrays. What was set anew stays in it and is passed over when it comes up: `times` says what holds. */
export function createDueHeap(): DueHeap {
  let times = new Float64Array(1024).fill(Number.POSITIVE_INFINITY)
  let heapTimes = new Float64Array(1024)
  let heapSlots = new Int32Array(1024)
  let size = 0
  let scheduled = 0

  function put(at: number, time: number, slot: number): void {
    heapTimes[at] = time
    heapSlots[at] = slot
  }
  function up(from: number, time: number, slot: number): void {
    let at = from
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = heapTimes[parent] as number
      if (above <= time) break
      put(at, above, heapSlots[parent] as number)
      at = parent
    }
    put(at, time, slot)
  }
  function down(from: number, time: number, slot: number): void {
    let at = from
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      if (child + 1 < size && (heapTimes[child + 1] as number) < (heapTimes[child] as number)) child += 1
      if ((heapTimes[child] as number) >= time) break
      put(at, heapTimes[child] as number, heapSlots[child] as number)
      at = child
    }
    put(at, time, slot)
  }
  function pop(): void {
    size -= 1
    if (size > 0) down(0, heapTimes[size] as number, heapSlots[size] as number)
  }
  /** Without what holds no more: it would pile up under people who do much. */
  function rebuild(): void {
    size = 0
    for (let slot = 0; slot < times.length; slot++) {
      const time = times[slot] as number
      if (time === Number.POSITIVE_INFINITY) continue
      put(size, time, slot)
      size += 1
    }
    for (let at = (size >> 1) - 1; at >= 0; at--) down(at, heapTimes[at] as number, heapSlots[at] as number)
  }
  const holds = (): boolean => times[heapSlots[0] as number] === heapTimes[0]

  function set(slot: number, time: number): void {
    if (slot >= times.length) {
      const larger = new Float64Array(Math.max(slot + 1, 2 * times.length)).fill(Number.POSITIVE_INFINITY)
      larger.set(times)
      times = larger
    }
    const before = times[slot] as number
    if (before === time) return
    scheduled += (time < Number.POSITIVE_INFINITY ? 1 : 0) - (before < Number.POSITIVE_INFINITY ? 1 : 0)
    times[slot] = time
    if (time === Number.POSITIVE_INFINITY) return
    if (size >= 1024 && size >= 3 * scheduled) {
      rebuild()
      return
    }
    if (size === heapTimes.length) {
      const [largerTimes, largerSlots] = [new Float64Array(2 * size), new Int32Array(2 * size)]
      largerTimes.set(heapTimes)
      largerSlots.set(heapSlots)
      heapTimes = largerTimes
      heapSlots = largerSlots
    }
    size += 1
    up(size - 1, time, slot)
  }

  return {
    get next() {
      while (size > 0 && !holds()) pop()
      return size > 0 ? (heapTimes[0] as number) : Number.POSITIVE_INFINITY
    },
    set,
    bring(slot, time) {
      if (time < (times[slot] ?? Number.POSITIVE_INFINITY)) set(slot, time)
    },
    take(now) {
      while (size > 0 && (heapTimes[0] as number) <= now) {
        const slot = heapSlots[0] as number
        const isDue = holds()
        pop()
        if (!isDue) continue
        times[slot] = Number.POSITIVE_INFINITY
        scheduled -= 1
        return slot
      }
      return undefined
    },
    clear() {
      times.fill(Number.POSITIVE_INFINITY)
      size = 0
      scheduled = 0
    },
  }
}
