/** How a metric is made from what units did; says which sums an arm must bring. */
export type MetricKind = 'proportion' | 'mean' | 'ratio' | 'quantile'

/**
 * What one variation did on one metric, as sums over its units (the persons, devices or clusters that were randomised):
 * all that an analysis needs, so that the work does not grow with the number of units.
 */
export interface ArmSums {
  readonly variation: string
  readonly units: number
  /** Σ y: successes of a proportion, the numerator of a ratio. */
  readonly sum: number
  /** Σ y²; a proportion does not need it. */
  readonly sumSquares: number
  /** Ratio only: Σ d over units. */
  readonly denominatorSum?: number | undefined
  /** Ratio only: Σ d². */
  readonly denominatorSumSquares?: number | undefined
  /** Ratio only: Σ y·d. */
  readonly crossSum?: number | undefined
  /** The same units before the experiment, for CUPED; left out where there is none. */
  readonly pre?: PreSums | undefined
  /** Several covariates instead of `pre`, for proportions and means. */
  readonly covariates?: CovariateSums | undefined
  /** Quantile only: its estimate, from `quantileOfValues`, `quantileOfOrderStatistics` or `quantileOfClusters`. */
  readonly quantile?: QuantileEstimate | undefined
}

/** The metric of the same units in the time before the experiment, with its cross products with the time after. */
export interface PreSums {
  /** Σ x. */
  readonly sum: number
  /** Σ x². */
  readonly sumSquares: number
  /** Σ x·y. */
  readonly postSum: number
  /** Ratio: Σ x·d. */
  readonly postDenominatorSum?: number | undefined
  /** Ratio whose covariate is a ratio too, x over c: Σ c. Left out, x is a mean a unit. */
  readonly denominatorSum?: number | undefined
  /** Σ c². */
  readonly denominatorSumSquares?: number | undefined
  /** Σ x·c. */
  readonly crossSum?: number | undefined
  /** Σ c·y. */
  readonly denominatorPostSum?: number | undefined
  /** Σ c·d. */
  readonly denominatorPostDenominatorSum?: number | undefined
}

/** Sums of k covariates of the same units. */
export interface CovariateSums {
  /** Σ xᵢ, [k]. */
  readonly sums: readonly number[]
  /** Σ xᵢ·xⱼ, [k × k]. */
  readonly products: readonly (readonly number[])[]
  /** Σ xᵢ·y, [k]. */
  readonly outcomeProducts: readonly number[]
}

/** A quantile of one arm. */
export interface QuantileEstimate {
  readonly value: number
  /** Squared standard error. */
  readonly variance: number
}
