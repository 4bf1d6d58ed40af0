import { normalCdf } from '../normal.ts'

/**
 * ln erfc(x) that neither underflows nor loses digits in the upper tail.
 *
 * Beyond 5 the continued fraction erfc(x) = e^(−x²) / √π · 1 / (x + ½/(x + 1/(x + 3⁄2/(x + …)))) (Abramowitz & Stegun
 * 7.1.14) has converged after some forty terms.
 */
export function logErfc(x: number): number {
  if (x <= 5) return Math.log(2 * normalCdf(-x * Math.SQRT2))
  let tail = x
  for (let k = 60; k >= 1; k--) tail = x + k / 2 / tail
  return -x * x - 0.5 * Math.log(Math.PI) - Math.log(tail)
}
