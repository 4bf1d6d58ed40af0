/**
 * Linear between order statistics (type 7 of Hyndman & Fan 1996).
 *
 * @param sorted ascending, at least one
 */
export function quantileOfSorted(sorted: Float64Array, p: number): number {
  const at = (sorted.length - 1) * p
  const below = Math.floor(at)
  const low = sorted[below] as number
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number
  return low + (high - low) * (at - below)
}
