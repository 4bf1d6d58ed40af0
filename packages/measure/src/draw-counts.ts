import type { Rng } from './random.ts'

/** How often each of n units was drawn in n draws with replacement: one resample of a bootstrap. */
export function drawCounts(n: number, rng: Rng): Float64Array {
  const counts = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    const unit = Math.floor(rng() * n)
    counts[unit] = (counts[unit] as number) + 1
  }
  return counts
}
