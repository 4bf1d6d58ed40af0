/** ln(eᵃ + eᵇ). */
export function logAdd(a: number, b: number): number {
  const [low, high] = a < b ? [a, b] : [b, a]
  return low === Number.NEGATIVE_INFINITY ? high : high + Math.log1p(Math.exp(low - high))
}

/** ln(eᵃ − eᵇ) for a ≥ b, or null where nothing above zero is left. */
export function logSubtract(a: number, b: number): number | null {
  if (b === Number.NEGATIVE_INFINITY) return a
  if (a <= b) return null
  return a + Math.log(-Math.expm1(b - a))
}
