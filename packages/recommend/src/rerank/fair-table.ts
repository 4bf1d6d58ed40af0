import { checkParameter } from './stage.ts'

/** Longest table that is worked out: the work grows with the square of the places. */
export const longestFairTable = 1000

/**
 * The fewest protected items among the first 1, 2, …, n places for which a ranking passes as drawn with probability p per
 * place: m(k) is the smallest m with F(m; k, p) > α, F the binomial distribution function (FA*IR: Zehlike, Bonchi, Castillo,
 * Hajian, Megahed and Baeza-Yates, CIKM 2017, table 2).
 *
 * @throws RecommendError `bad-parameter`
 */
export function fairTable(n: number, p: number, significance: number): Int32Array {
  checkParameter('n', n, 0, longestFairTable, true)
  checkParameter('share', p, 0, 1)
  checkParameter('significance', significance, 0, 1)
  const table = new Int32Array(n)
  let counts = Float64Array.of(1)
  for (let place = 0; place < n; place++) {
    counts = onePlaceMore(counts, p)
    let cumulated = 0
    let fewest = 0
    while (fewest < place + 1) {
      cumulated += counts[fewest] as number
      if (cumulated > significance) break
      fewest++
    }
    table[place] = fewest
  }
  return table
}

/** Probability that a ranking drawn with probability p per place breaks the table somewhere (exact, by the counts that are still allowed). */
export function failureProbability(table: Int32Array, p: number): number {
  let counts = Float64Array.of(1)
  for (const required of table) {
    counts = onePlaceMore(counts, p)
    counts.fill(0, 0, required)
  }
  return 1 - counts.reduce((sum, probability) => sum + probability, 0)
}

/**
 * The α per place for which the whole table fails a fairly drawn ranking with at most the given probability: testing n
 * places at α each would fail far more (section 4.2 of the paper). The largest such α, by bisection (the authors’ library takes
 * the nearest, which may fail a little more often than asked).
 *
 * @throws RecommendError `bad-parameter`
 */
export function adjustedSignificance(n: number, p: number, significance: number): number {
  const fails = (alpha: number): boolean => failureProbability(fairTable(n, p, alpha), p) > significance
  if (!fails(significance)) return significance
  let low = 0
  let high = significance
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2
    if (fails(middle)) high = middle
    else low = middle
  }
  return low
}

/**
 * The table for `fairExposure`: for each of n places, adjusted so that a fairly drawn list fails it with at most the given
 * probability.
 *
 * @param options.n places that must be fair, at most 1,000
 * @param options.share p: the share of places that would be fair, 0 … 1
 * @param options.significance probability of judging a fair list unfair; default .1
 * @throws RecommendError `bad-parameter`
 */
export function fairRequirements(options: {
  readonly n: number
  readonly share: number
  readonly significance?: number
}): Int32Array {
  const { n, share, significance = 0.1 } = options
  checkParameter('significance', significance, 0, 1)
  return fairTable(n, share, adjustedSignificance(n, share, significance))
}

/** Binomial probabilities of 0 … k + 1 from those of 0 … k. */
function onePlaceMore(counts: Float64Array, p: number): Float64Array<ArrayBuffer> {
  const next = new Float64Array(counts.length + 1)
  for (const [count, probability] of counts.entries()) {
    next[count] = (next[count] as number) + probability * (1 - p)
    next[count + 1] = probability * p
  }
  return next
}
