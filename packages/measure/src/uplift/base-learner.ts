import type { Rng } from '../random.ts'
import type { FeatureRows } from './feature-rows.ts'

/** What a base learner is fitted to. */
export interface LearnerInput {
  readonly x: FeatureRows
  /** [rows]; within [0, 1] where a probability is wanted. */
  readonly y: Float64Array
  /** [rows], not negative; default all 1. */
  readonly weights?: Float64Array
  /** `probability`: predictions lie in [0, 1] (logistic loss); `value`: any number (squared loss). */
  readonly target: 'probability' | 'value'
  readonly rng: Rng
}

/** A fitted base learner. */
export interface FittedLearner {
  /** [rows of x] */
  predict(x: FeatureRows): Float64Array | Promise<Float64Array>
  /** What JSON can hold and whoever made it can open again. */
  readonly saved: unknown
}

/** Any regression or classification that an uplift method is built on. */
export interface BaseLearner {
  readonly name: string
  fit(input: LearnerInput): FittedLearner | Promise<FittedLearner>
}

/** Says the same of everybody. */
export function constantLearner(value: number): FittedLearner {
  return { predict: ({ rows }) => new Float64Array(rows).fill(value), saved: { kind: 'constant', value } }
}
