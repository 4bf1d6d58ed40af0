export type { LoggedChoices, RewardModel } from './logged-choices.ts'
export {
  type OffPolicyOptions,
  type OffPolicyReport,
  type OffPolicyValue,
  type OffPolicyWarning,
  offPolicyValue,
} from './off-policy-value.ts'
