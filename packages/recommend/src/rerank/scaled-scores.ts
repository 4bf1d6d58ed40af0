/**
 * Values moved and stretched to 0 … 1, so that a trade-off against them means the same for every model. All equal: all 1.
 */
export function scaledScores(values: ArrayLike<number>): Float64Array {
  let low = Infinity
  let high = -Infinity
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number
    if (value < low) low = value
    if (value > high) high = value
  }
  return Float64Array.from(values, (value) => (high > low ? (value - low) / (high - low) : 1))
}
