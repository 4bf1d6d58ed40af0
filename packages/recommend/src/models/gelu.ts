/** x Φ(x), Φ being the normal distribution. */
export const gelu = (x: number): number => 0.5 * x * (1 + erf(x * Math.SQRT1_2))

/** Abramowitz and Stegun 1964, 7.1.26: off by less than 1.5e-7. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x))
  const tail =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp(-x * x)
  return x < 0 ? tail - 1 : 1 - tail
}
