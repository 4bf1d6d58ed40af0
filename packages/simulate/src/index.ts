export { type Behaviour, type Surface, usualBehaviour } from './behaviour/behaviour.ts'
export {
  examination,
  type ItemProbabilities,
  probabilitiesOf,
  rateProbability,
  reviewProbability,
  starProbabilities,
} from './behaviour/probabilities.ts'
export { createShopperStates, type ShopperStates } from './behaviour/shopper-state.ts'
export { type ItemRecord, itemRecord, type Product, type ShopLanguage } from './catalogue/create-catalogue.ts'
export {
  type Counterfactual,
  type CounterfactualOptions,
  counterfactual,
  type Totals,
} from './policies/counterfactual.ts'
export { type LivedVisit, liveVisit } from './policies/live-visit.ts'
export { oraclePolicy, type Policy, personalisedPolicy, popularPolicy, randomPolicy } from './policies/policies.ts'
export { draw } from './random/draw.ts'
export { normal, type Rng, sfc32 } from './random/sfc32.ts'
export type { Shopper } from './shoppers/create-shoppers.ts'
export { browse, browsedProducts } from './visits/browse.ts'
export { type Expected, type ExpectedVisit, expectedOf, expectedOfVisit } from './visits/expected.ts'
export { type Look, lookAt } from './visits/look-at.ts'
export { planVisits, type Visit } from './visits/plan-visits.ts'
export { type Review, reviewPurchases } from './visits/review-purchases.ts'
export { askAs, type SegmentEvent, signedIn, visitEvents } from './visits/visit-events.ts'
export { createWorld, type World, type WorldOptions } from './world.ts'
