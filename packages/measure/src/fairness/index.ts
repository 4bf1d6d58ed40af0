export {
  type CalibrationByGroup,
  type CalibrationOptions,
  calibrationByGroup,
  type GroupCalibration,
  type GroupCalibrationBin,
  type ScoredRow,
} from './calibration-by-group.ts'
export { demographicParity, selectionCounts } from './demographic-parity.ts'
export { type EqualisedOdds, equalisedOdds, equalOpportunity } from './equalised-odds.ts'
export {
  type ExposureOptions,
  type ExposureParity,
  exposureParity,
  type GroupExposure,
  type GroupMerit,
} from './exposure-parity.ts'
export { type ExposureSample, exposureOfLists, mostParts, placeWeight, type ShownList } from './exposure-sample.ts'
export {
  type FairnessConstraint,
  type FairThreshold,
  type FairThresholds,
  fairThresholds,
} from './fair-thresholds.ts'
export {
  type FairnessAlarm,
  type FairnessMeasureName,
  fairnessAlarms,
  fourFifths,
  tenPoints,
  type WatchedMeasure,
} from './fairness-alarms.ts'
export {
  benefitOfDecision,
  type GeneralisedEntropy,
  type GeneralisedEntropyOptions,
  generalisedEntropy,
  theilIndex,
} from './generalised-entropy.ts'
export { type DecidedRow, type GroupOutcomes, outcomesOfRows } from './group-outcomes.ts'
export {
  defaultMinimumSize,
  type FairnessWarning,
  type GroupCount,
  type GroupRate,
  type RateGap,
  type RateGapOptions,
  rateGap,
} from './rate-gap.ts'
export { type GroupLabelCount, type GroupLabelWeight, reweigh } from './reweigh.ts'
