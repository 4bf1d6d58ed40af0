import { gaussLegendre } from '../gauss-legendre.ts'

/** What exact posteriors of two arms say of their difference. */
export interface ExactPosterior {
  readonly absolute: CredibleInterval
  readonly relative: CredibleInterval
  /** P(treatment > control). */
  readonly chancePositive: number
  /** E[max(treatment − control, 0)]: lost on average by staying with the control. */
  readonly lossOfStaying: number
  /** E[max(control − treatment, 0)]: lost on average by taking the treatment. */
  readonly lossOfTaking: number
}

export interface CredibleInterval {
  /** Posterior mean; null where there is none. */
  readonly value: number | null
  readonly low: number
  readonly high: number
}

/**
 * The equal-tailed interval of a distribution, by secants and bisection.
 * @param distribution ascending from 0 at `from` to 1 at `to`; `to` may be infinite
 */
export function intervalOf(
  distribution: (x: number) => number,
  { level, from, to }: { readonly level: number; readonly from: number; readonly to: number },
): { readonly low: number; readonly high: number } {
  const quantile = (p: number): number => {
    let [low, high] = [from, to]
    if (high === Number.POSITIVE_INFINITY) {
      high = 1
      while (distribution(high) < p && high < 1e300) high = 2 * high + 1
    }
    let [below, above] = [-p, 1 - p]
    for (let i = 0; i < 200 && high - low > 1e-10 * Math.max(1e-6, Math.abs(low)); i++) {
      // Two secants, then a halving: fast where the distribution is smooth, certain where it is not.
      const middle = i % 3 === 2 || i < 3 ? (low + high) / 2 : low - (below * (high - low)) / (above - below)
      const excess = distribution(middle) - p
      if (Math.abs(excess) < 1e-11) return middle
      if (excess < 0) [low, below] = [middle, excess]
      else [high, above] = [middle, excess]
    }
    return (low + high) / 2
  }
  return { low: quantile((1 - level) / 2), high: quantile((1 + level) / 2) }
}

export interface IntegralOptions {
  /** Of the density, up to a constant. */
  readonly logDensity: (y: number) => number
  readonly from: number
  readonly to: number
  /** Where `f` is not smooth. */
  readonly breaks?: readonly number[] | undefined
}

const pieces = 64
const { nodes, weights } = gaussLegendre(5)

/**
 * Mean of `f` under a density, by Gauss's rule in pieces between the breaks; a cubic change of the variable takes the
 * root out of what `f` does at a break. Dividing by the mass takes out any constant.
 */
export function expectationOf(
  f: (y: number) => number,
  { logDensity, from, to, breaks = [] }: IntegralOptions,
): number {
  const ends = [from, ...breaks.filter((at) => at > from && at < to).sort((a, b) => a - b), to]
  let largest = Number.NEGATIVE_INFINITY
  for (let i = 0; i <= 64; i++) largest = Math.max(largest, logDensity(from + ((to - from) * i) / 64))
  let [sum, mass] = [0, 0]
  for (let segment = 0; segment + 1 < ends.length; segment++) {
    const [left, right] = [ends[segment] ?? from, ends[segment + 1] ?? to]
    const half = (right - left) / 2
    for (let piece = 0; piece < pieces; piece++) {
      for (let i = 0; i < nodes.length; i++) {
        const t = -1 + (2 * (piece + (nodes[i] as number))) / pieces
        const y = left + half * (1 + (3 * t - t * t * t) / 2)
        const weight = 2 * (weights[i] as number) * half * (1 - t * t) * Math.exp(logDensity(y) - largest)
        if (weight < 1e-18) continue
        mass += weight
        sum += weight * f(y)
      }
    }
  }
  return sum / mass
}
