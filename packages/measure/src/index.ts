export * from './attribution/index.ts'
export { type BootstrapOptions, bootstrapInterval, bootstrapRatio } from './bootstrap-interval.ts'
export { chiSquaredUpperTail } from './chi-squared.ts'
export { type Comparison, compareMeans } from './compare-means.ts'
export { decomposeRate, type RateContribution, type RateDecomposition, type RateGroup } from './decompose-rate.ts'
export { MeasureError } from './errors.ts'
export * from './experiments/index.ts'
export * from './fairness/index.ts'
export { incompleteBeta } from './incomplete-beta.ts'
export { incompleteGammaUpper } from './incomplete-gamma.ts'
export { defaultLevel, type Interval } from './interval.ts'
export * from './lifetime/index.ts'
export { logGamma } from './log-gamma.ts'
export {
  type MeanEstimate,
  meanOfProportion,
  meanOfRatio,
  meanOfSums,
  type RatioSample,
  type SumSample,
} from './moments.ts'
export { normalCdf, normalDensity, normalQuantile } from './normal.ts'
export * from './off-policy/index.ts'
export * from './privacy/index.ts'
export { type Rng, seededRng, shuffle } from './random.ts'
export { ratioLift } from './ratio-lift.ts'
export { type SampleRatioTest, sampleRatioMismatch } from './sample-ratio-mismatch.ts'
export { type SampleSizeOptions, sampleSize } from './sample-size.ts'
export * from './satisfaction/index.ts'
export { studentCdf, studentQuantile, studentTwoSided } from './student-t.ts'
export * from './survival/index.ts'
export { type Proportion, type TwoProportionTest, twoProportionTest } from './two-proportion-test.ts'
export * from './uplift/index.ts'
export { proportionWelchTest, type WelchTest, welchTest } from './welch-test.ts'
export { wilsonInterval } from './wilson-interval.ts'
