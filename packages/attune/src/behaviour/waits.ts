import { fewestShown } from './small-cells.ts'

/** Times that people took, in milliseconds. */
export interface Waits {
  add(ms: number): void
  /** Null where fewer than five people are in it. */
  quartiles(): { readonly quarterMs: number; readonly medianMs: number; readonly threeQuartersMs: number } | null
}

export function createWaits(): Waits {
  let times = new Float64Array(64)
  let size = 0
  return {
    add(ms) {
      if (size === times.length) {
        const larger = new Float64Array(2 * size)
        larger.set(times)
        times = larger
      }
      times[size++] = ms
    },
    quartiles() {
      if (size < fewestShown) return null
      const sorted = times.slice(0, size).sort()
      const at = (share: number): number => Math.round(sorted[Math.floor(share * (size - 1))] as number)
      return { quarterMs: at(0.25), medianMs: at(0.5), threeQuartersMs: at(0.75) }
    },
  }
}
