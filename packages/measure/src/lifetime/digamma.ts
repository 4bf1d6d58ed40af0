/**
 * ψ(x), the derivative of ln Γ, for x > 0: recurrence up to 10, then the asymptotic series (Abramowitz & Stegun 6.3.18).
 * Relative error about 1e-14.
 */
export function digamma(x: number): number {
  let shift = 0
  let z = x
  for (; z < 10; z++) shift -= 1 / z
  const inverse = 1 / (z * z)
  const series =
    inverse * (1 / 12 - inverse * (1 / 120 - inverse * (1 / 252 - inverse * (1 / 240 - inverse * (1 / 132)))))
  return shift + Math.log(z) - 0.5 / z - series
}
