export type {
  Consent,
  ConsentAnswer,
  ConsentChoice,
  ConsentState,
  PrivacySignal,
  Purpose,
  PurposeAnswers,
  Regime,
} from './consent-types.ts'
export { createClient } from './create-client.ts'
export { AttuneRequestError } from './request-error.ts'
export type { OrderFacts, ProductFacts, RecommendationFacts, StandardEvent, StandardEvents } from './standard-events.ts'
export { type ClientStorage, memoryStorage } from './storage.ts'
export type {
  Client,
  ClientOptions,
  ClientProblem,
  Facts,
  Recommendations,
  RecommendedItem,
  RecommendRequest,
} from './types.ts'
