import type { GroupedHistories } from './purchase-histories.ts'

/**
 * Log-likelihood of the BG/NBD (Fader, Hardie & Lee 2005, eq. 6) at (r, α, a, b), and its derivatives.
 * What depends on the frequency alone is worked out once a frequency; the two exponentials are joined without leaving logarithms.
 */
export function bgNbdLikelihood(
  { frequency, recency, age, count, mostFrequent }: GroupedHistories,
  [r, alpha, a, b]: ArrayLike<number> & Iterable<number>,
  gradient: Float64Array,
): number {
  const tables = byFrequency(mostFrequent, r as number, a as number, b as number)
  return sumUp(
    { frequency, recency, age, count },
    { r: r as number, alpha: alpha as number, a: a as number, b: b as number },
    tables,
    gradient,
  )
}

interface Tables {
  /** lnΓ(r + x) − lnΓ(r) + ln B(a, b + x) − ln B(a, b) */
  readonly constant: Float64Array
  readonly byR: Float64Array
  readonly byA: Float64Array
  readonly byB: Float64Array
}

function byFrequency(most: number, r: number, a: number, b: number): Tables {
  const [constant, byR, byA, byB] = [0, 1, 2, 3].map(() => new Float64Array(most + 1)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  // Sums of logarithms rather than differences of lnΓ: exact also where r is huge and the difference small.
  for (let x = 0; x < most; x++) {
    constant[x + 1] = (constant[x] as number) + Math.log(r + x) + Math.log((b + x) / (a + b + x))
    byR[x + 1] = (byR[x] as number) + 1 / (r + x)
    byA[x + 1] = (byA[x] as number) - 1 / (a + b + x)
    byB[x + 1] = (byB[x] as number) + a / ((b + x) * (a + b + x))
  }
  return { constant, byR, byA, byB }
}

function sumUp(
  { frequency, recency, age, count }: Pick<GroupedHistories, 'frequency' | 'recency' | 'age' | 'count'>,
  { r, alpha, a, b }: { readonly r: number; readonly alpha: number; readonly a: number; readonly b: number },
  { constant, byR, byA, byB }: Tables,
  gradient: Float64Array,
): number {
  const logAlpha = Math.log(alpha)
  let [total, dr, dAlpha, da, db] = [0, 0, 0, 0, 0]
  for (let i = 0; i < frequency.length; i++) {
    const x = frequency[i] as number
    const weight = count[i] as number
    const logAge = Math.log(alpha + (age[i] as number))
    let one = (constant[x] as number) + r * logAlpha - (r + x) * logAge
    let byAge = 1
    if (x > 0) {
      const logLast = Math.log(alpha + (recency[i] as number))
      const gone = Math.log(a / (b + x - 1)) + (r + x) * (logAge - logLast)
      // Shares of still being a customer and of having left, which always add up to 1.
      byAge = gone > 0 ? Math.exp(-gone) / (1 + Math.exp(-gone)) : 1 / (1 + Math.exp(gone))
      const left = 1 - byAge
      one += gone > 0 ? gone + Math.log1p(Math.exp(-gone)) : Math.log1p(Math.exp(gone))
      dr -= weight * left * (logLast - logAge)
      dAlpha -= (weight * left * (r + x)) / (alpha + (recency[i] as number))
      da += (weight * left) / a
      db -= (weight * left) / (b + x - 1)
    }
    total += weight * one
    dr += weight * ((byR[x] as number) + logAlpha - logAge)
    dAlpha += weight * (r / alpha - (byAge * (r + x)) / (alpha + (age[i] as number)))
    da += weight * (byA[x] as number)
    db += weight * (byB[x] as number)
  }
  gradient.set([dr, dAlpha, da, db])
  return total
}
