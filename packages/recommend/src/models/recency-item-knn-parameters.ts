/** What `fitRecencyItemKnn` can be told. The defaults serve long film histories and short shopping histories alike. */
export interface RecencyItemKnnParameters {
  /** Most neighbours kept per item. */
  readonly neighbours: number
  /** Added to the denominators of similarity and transition, so that rare pairs count less. */
  readonly shrinkage: number
  /** A person of n items counts n^(−personExponent) in the similarity of two items. 0: everybody counts the same. */
  readonly personExponent: number
  /** Each step back in the history counts this many times the step after it, 0 … 1; the same item again is no step. */
  readonly decay: number
  /** Transitions reach this many interactions ahead; 0 leaves them out. */
  readonly transitionSteps: number
  /** Each further step of a transition counts this many times the one before. */
  readonly transitionDecay: number
  /** How much a transition counts beside a similarity. */
  readonly transitionWeight: number
  /** Besides its position, a history item this many days older than now counts half. 0: position alone. */
  readonly halfLifeDays: number
  /** Only this many of a person's latest interactions are learnt from: the time to fit grows with their square. */
  readonly longestHistory: number
}

/**
 * Chosen on the validation items (last but one) of amazon-sequences, except the weight of transitions: that was looked at
 * on movielens-1m too, so its figures there are a shade optimistic. bench/accuracy.ts prints what they reach.
 */
export const recencyItemKnnDefaults: RecencyItemKnnParameters = {
  neighbours: 200,
  shrinkage: 20,
  personExponent: 0.5,
  decay: 0.7,
  transitionSteps: 10,
  transitionDecay: 0.85,
  transitionWeight: 4,
  halfLifeDays: 0,
  longestHistory: 2000,
}
