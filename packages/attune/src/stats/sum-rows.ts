import type { ArmSums, PreSums } from '@attune/measure'
import type { Row } from './comparison-input.ts'

/** Writable, to add row after row. */
type Totals<T> = { -readonly [K in keyof T]-?: number }

interface Gathering {
  readonly post: Totals<Omit<ArmSums, 'variation' | 'pre' | 'covariates' | 'quantile'>>
  readonly pre: Totals<PreSums>
  denominators: boolean
  before: boolean
  denominatorsBefore: boolean
}

/**
 * One row a unit to sums an arm, in the order in which variations appear. A part that a single row lacks is left out of
 * the whole arm: sums over some of the units would be of another group.
 */
export function sumRows(rows: readonly Row[]): readonly ArmSums[] {
  const arms = new Map<string, Gathering>()
  for (const row of rows) {
    const arm = arms.get(row.variation) ?? start()
    arms.set(row.variation, arm)
    add(arm, row)
  }
  return [...arms].map(([variation, { post, pre, denominators, before, denominatorsBefore }]) => {
    const { units, sum, sumSquares, ...ratio } = post
    const { postDenominatorSum, sum: x, sumSquares: xx, postSum, ...ratioBefore } = pre
    return {
      variation,
      units,
      sum,
      sumSquares,
      ...(denominators ? ratio : {}),
      ...(before
        ? {
            pre: {
              sum: x,
              sumSquares: xx,
              postSum,
              ...(denominators ? { postDenominatorSum } : {}),
              ...(denominatorsBefore ? ratioBefore : {}),
            },
          }
        : {}),
    }
  })
}

function start(): Gathering {
  return {
    post: { units: 0, sum: 0, sumSquares: 0, denominatorSum: 0, denominatorSumSquares: 0, crossSum: 0 },
    pre: {
      sum: 0,
      sumSquares: 0,
      postSum: 0,
      postDenominatorSum: 0,
      denominatorSum: 0,
      denominatorSumSquares: 0,
      crossSum: 0,
      denominatorPostSum: 0,
      denominatorPostDenominatorSum: 0,
    },
    denominators: true,
    before: true,
    denominatorsBefore: true,
  }
}

function add(arm: Gathering, { value: y, denominator, pre, preDenominator }: Row): void {
  const [d, x, c] = [denominator ?? 0, pre ?? 0, preDenominator ?? 0]
  arm.denominators &&= denominator !== undefined
  arm.before &&= pre !== undefined
  arm.denominatorsBefore &&= preDenominator !== undefined
  const { post, pre: before } = arm
  post.units++
  post.sum += y
  post.sumSquares += y * y
  post.denominatorSum += d
  post.denominatorSumSquares += d * d
  post.crossSum += y * d
  before.sum += x
  before.sumSquares += x * x
  before.postSum += x * y
  before.postDenominatorSum += x * d
  before.denominatorSum += c
  before.denominatorSumSquares += c * c
  before.crossSum += x * c
  before.denominatorPostSum += c * y
  before.denominatorPostDenominatorSum += c * d
}
