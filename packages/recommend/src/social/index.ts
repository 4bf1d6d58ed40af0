export { drawNonEdges, drawTwoStepNonEdges } from './draw-non-edges.ts'
export { evaluateLinks, type LinkFigures, type LinkTest, type LinkTestOptions, linkTest } from './evaluate-links.ts'
export { explainFriend, type FriendReason, friendSentence } from './explain-friend.ts'
export { type Communities, type CommunityOptions, findCommunities } from './find-communities.ts'
export { defaultFriendMethod, type FriendMethod, friendScorer, type ShortPaths } from './friend-methods.ts'
export type { FriendScorer, FriendScores } from './friend-scores.ts'
export { type HiddenEdges, hideEdges, type Pairs } from './hide-edges.ts'
export { linkAuc } from './link-auc.ts'
export { modularity } from './modularity.ts'
export { normalisedMutualInformation } from './normalised-mutual-information.ts'
export { type PageRankOptions, type PowerIterationOptions, pageRankByPowerIteration } from './personalised-page-rank.ts'
export {
  type FriendOptions,
  type FriendRecommender,
  friendRecommender,
  recommendFriends,
  type ScoredPeople,
} from './recommend-friends.ts'
export {
  areFriends,
  degreeOf,
  type EdgeColumns,
  edgesOf,
  friendsOf,
  type SocialGraph,
  socialGraphFrom,
  socialGraphFromDense,
} from './social-graph.ts'
