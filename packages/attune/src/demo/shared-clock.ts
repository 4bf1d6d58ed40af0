import type { Clock } from '../clock.ts'

/** A clock that one thread sets and others read: the demonstration lives through a month in a minute. */
export interface SharedClock {
  readonly buffer: SharedArrayBuffer
  readonly now: Clock
  /** Sets the time (milliseconds since the epoch); never goes back. */
  set(ms: number): void
  /** From now on it is the time it really is. */
  followRealTime(): void
}

/** One 64-bit integer: the virtual time, or 0 for real time. Atomics, because two threads share it. */
export function sharedClock(realNow: Clock, buffer: SharedArrayBuffer = new SharedArrayBuffer(8)): SharedClock {
  const cell = new BigInt64Array(buffer)
  return {
    buffer,
    now: () => Number(Atomics.load(cell, 0)) || realNow(),
    set(ms) {
      const next = BigInt(Math.floor(ms))
      if (next > Atomics.load(cell, 0)) Atomics.store(cell, 0, next)
    },
    followRealTime: () => void Atomics.store(cell, 0, 0n),
  }
}
