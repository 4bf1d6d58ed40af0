import { gaussLegendre } from '../gauss-legendre.ts'
import type { GroupedHistories } from './purchase-histories.ts'

const rule = gaussLegendre(32)

/** Where the integrand has fallen by this exponent it no longer counts. */
const deepest = 40

/** What one history says at some parameters, in logarithms but for the derivatives. */
export interface ParetoNbdTerms {
  /** ln of having lived to the end of observation: r ln α + s ln β − (r+x) ln(α+T) − s ln(β+T). */
  readonly lived: number
  /** ln of having left since the last purchase: s ∫ α^r β^s / ((α+t)^(r+x) (β+t)^(s+1)) dt. */
  readonly left: number
}

interface Scratch {
  lived: number
  left: number
  /** Means over when a leaver left: of ln(α+t), 1/(α+t), ln(β+t), 1/(β+t). */
  logAlpha: number
  perAlpha: number
  logBeta: number
  perBeta: number
}

/**
 * Both ways in which a history can have come about (Schmittlein, Morrison & Colombo 1987; Fader & Hardie 2005, “A note on deriving
 * the Pareto/NBD model”). The papers write the second one as a difference of two hypergeometric functions, which loses all digits
 * for frequent buyers; it is an integral over when the customer left, and in the logarithm of time its integrand is so smooth that
 * 32 points give it to rounding. The same points give the derivatives.
 */
export function paretoNbdTerms(
  parameters: { readonly r: number; readonly alpha: number; readonly s: number; readonly beta: number },
  history: { readonly frequency: number; readonly recency: number; readonly age: number },
): ParetoNbdTerms {
  const { r, alpha, s, beta } = parameters
  const { frequency, recency, age } = history
  const scratch = emptyScratch()
  integrate(scratch, { r, alpha, s, beta, x: frequency, last: recency, age })
  return { lived: scratch.lived, left: scratch.left }
}

function emptyScratch(): Scratch {
  return { lived: 0, left: 0, logAlpha: 0, perAlpha: 0, logBeta: 0, perBeta: 0 }
}

interface Case {
  readonly r: number
  readonly alpha: number
  readonly s: number
  readonly beta: number
  readonly x: number
  readonly last: number
  readonly age: number
}

function integrate(into: Scratch, { r, alpha, s, beta, x, last, age }: Case): void {
  const front = r * Math.log(alpha) + s * Math.log(beta)
  into.lived = front - (r + x) * Math.log(alpha + age) - s * Math.log(beta + age)
  const least = Math.min(alpha, beta)
  const from = Math.log(least + last)
  const span = Math.log((least + endOf(r + x, s, { alpha, beta, last, age })) / (least + last))
  const top = from - (r + x) * Math.log(alpha + last) - (s + 1) * Math.log(beta + last)
  let [sum, logAlpha, perAlpha, logBeta, perBeta] = [0, 0, 0, 0, 0]
  for (let k = 0; k < rule.nodes.length; k++) {
    const w = from + span * (rule.nodes[k] as number)
    const t = Math.exp(w) - least
    const [ta, tb] = [alpha + t, beta + t]
    const [la, lb] = [Math.log(ta), Math.log(tb)]
    const weight = (rule.weights[k] as number) * Math.exp(w - (r + x) * la - (s + 1) * lb - top)
    sum += weight
    logAlpha += weight * la
    perAlpha += weight / ta
    logBeta += weight * lb
    perBeta += weight / tb
  }
  into.left = span > 0 ? front + Math.log(s) + top + Math.log(sum * span) : Number.NEGATIVE_INFINITY
  into.logAlpha = logAlpha / sum
  into.perAlpha = perAlpha / sum
  into.logBeta = logBeta / sum
  into.perBeta = perBeta / sum
}

/** The end of observation, or sooner where one of the falling factors has fallen so deep that the rest is nothing. */
function endOf(
  purchases: number,
  s: number,
  { alpha, beta, last, age }: Pick<Case, 'alpha' | 'beta' | 'last' | 'age'>,
): number {
  const byPurchases = last + (alpha + last) * Math.expm1(deepest / purchases)
  const byLeaving = last + (beta + last) * Math.expm1(deepest / s)
  return Math.min(age, byPurchases, byLeaving)
}

/** Log-likelihood of the Pareto/NBD at (r, α, s, β) and its derivatives. */
export function paretoNbdLikelihood(
  { frequency, recency, age, count, mostFrequent }: GroupedHistories,
  parameters: Float64Array,
  gradient: Float64Array,
): number {
  const [r, alpha, s, beta] = parameters as unknown as readonly [number, number, number, number]
  const [rising, perR] = [new Float64Array(mostFrequent + 1), new Float64Array(mostFrequent + 1)]
  for (let x = 0; x < mostFrequent; x++) {
    rising[x + 1] = (rising[x] as number) + Math.log(r + x)
    perR[x + 1] = (perR[x] as number) + 1 / (r + x)
  }
  const scratch = emptyScratch()
  let [total, dr, dAlpha, ds, dBeta] = [0, 0, 0, 0, 0]
  for (let i = 0; i < frequency.length; i++) {
    const [x, until, weight] = [frequency[i] as number, age[i] as number, count[i] as number]
    integrate(scratch, { r, alpha, s, beta, x, last: recency[i] as number, age: until })
    const { lived, left } = scratch
    const top = Math.max(lived, left)
    const both = top + Math.log(Math.exp(lived - top) + Math.exp(left - top))
    const gone = Math.exp(left - both)
    const here = 1 - gone
    const mean = (ofLeaver: number, ofOther: number): number => (gone > 0 ? gone * ofLeaver : 0) + here * ofOther
    total += weight * ((rising[x] as number) + both)
    dr += weight * ((perR[x] as number) + Math.log(alpha) - mean(scratch.logAlpha, Math.log(alpha + until)))
    dAlpha += weight * (r / alpha - (r + x) * mean(scratch.perAlpha, 1 / (alpha + until)))
    ds += weight * (Math.log(beta) + gone / s - mean(scratch.logBeta, Math.log(beta + until)))
    dBeta += weight * (s / beta - (gone > 0 ? gone * (s + 1) * scratch.perBeta : 0) - (here * s) / (beta + until))
  }
  gradient.set([dr, dAlpha, ds, dBeta])
  return total
}
