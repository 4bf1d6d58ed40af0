export { type AttributeOptions, type AttributionMethod, attribute, attributionMethods } from './attribute.ts'
export { type AttributionRule, attributeByRule } from './attribute-by-rule.ts'
export { attributeMarkov, type MarkovCredit, type MarkovOptions } from './attribute-markov.ts'
export { type AttributeShapleyOptions, attributeShapley } from './attribute-shapley.ts'
export {
  type CreditBesideTruth,
  compareWithIncrementality,
  type Increment,
  type MethodBesideTruth,
} from './compare-with-incrementality.ts'
export type { AttributionPath, ChannelCredit } from './paths.ts'
export { acquisitionCost, incrementalReturn, type Payback, paybackPeriod, returnOnAdSpend } from './return-on-spend.ts'
export { type ShapleyOptions, shapleyValues } from './shapley-values.ts'
