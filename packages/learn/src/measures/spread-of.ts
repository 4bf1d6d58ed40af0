/**
 * Mean and standard deviation of numbers; exactly 0 where all are the same, whatever the rounding of the mean, and of none.
 */
export function spreadOf(numbers: ArrayLike<number>): { readonly mean: number; readonly deviation: number } {
  const all = Float64Array.from(numbers)
  if (all.length === 0) return { mean: 0, deviation: 0 }
  const mean = all.reduce((sum, x) => sum + x, 0) / all.length
  if (all.every((x) => x === all[0])) return { mean: all[0] as number, deviation: 0 }
  return { mean, deviation: Math.sqrt(all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / all.length) }
}
