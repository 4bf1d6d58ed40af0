import type { ArmSums } from './arm-sums.ts'

/** One randomised cluster (a shop, a household) of an arm. */
export interface Cluster {
  readonly units: number
  /** Σ of the metric over its units. */
  readonly sum: number
}

/**
 * An arm whose clusters were randomised and whose units are counted: to be analysed as a ratio, the metric's sum over
 * the units, which makes clusters the independent observations (Deng, Knoblich & Lu 2018, § 3.2). Counting units as if
 * they were independent makes intervals too narrow by the root of the design effect.
 *
 * @example analyseMetric([clusterSums('a', shopsA), clusterSums('b', shopsB)], { kind: 'ratio' })
 */
export function clusterSums(variation: string, clusters: Iterable<Cluster>): ArmSums {
  const total = { units: 0, sum: 0, sumSquares: 0, denominatorSum: 0, denominatorSumSquares: 0, crossSum: 0 }
  for (const { units, sum } of clusters) {
    total.units++
    total.sum += sum
    total.sumSquares += sum * sum
    total.denominatorSum += units
    total.denominatorSumSquares += units * units
    total.crossSum += sum * units
  }
  return { variation, ...total }
}
