export { bgNbdAlive, bgNbdExpected, bgNbdExpectedNew, type PurchaseHistory } from './bg-nbd.ts'
export { type Calibration, type CalibrationBin, calibrationCurve } from './calibration-curve.ts'
export { type BgNbd, type BgNbdParameter, fitBgNbd } from './fit-bg-nbd.ts'
export { fitGammaGamma, type GammaGamma, type GammaGammaParameter, type SpendHistories } from './fit-gamma-gamma.ts'
export { fitParetoNbd, type ParetoNbd, type ParetoNbdParameter } from './fit-pareto-nbd.ts'
export { gammaGammaSpend } from './gamma-gamma.ts'
export {
  type CustomerValue,
  type LifetimeValueOptions,
  lifetimeValue,
  type SpendModel,
  totalLifetimeValue,
  type ValuedCustomer,
} from './lifetime-value.ts'
export type { FitOptions, FittedModel } from './maximise-likelihood.ts'
export { paretoNbdAlive, paretoNbdExpected, paretoNbdExpectedNew } from './pareto-nbd.ts'
export type { PurchaseHistories } from './purchase-histories.ts'
export { expectedPurchases, type PurchaseModel, probabilityAlive } from './purchase-model.ts'
export { type RfmGroup, type RfmInput, type RfmScore, rfmGroupOf, rfmGroups, rfmScores } from './rfm.ts'
export {
  type PurchaseSummary,
  type Purchases,
  type SummariseOptions,
  summarisePurchases,
} from './summarise-purchases.ts'
export type { ValueWarning } from './value-warning.ts'
