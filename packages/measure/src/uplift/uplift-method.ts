import type { Rng } from '../random.ts'
import type { BaseLearner, FittedLearner } from './base-learner.ts'
import type { FeatureRows } from './feature-rows.ts'
import type { UpliftData } from './uplift-data.ts'

export interface UpliftFitOptions {
  readonly rng: Rng
  /** Parts for cross-fitting, where a method does it. Default 5. */
  readonly folds?: number
}

/** The fitted parts of a method, by its own names for them. */
export type UpliftParts = Readonly<Record<string, FittedLearner>>

/** A way to make an estimate of uplift from learners of outcomes. */
export interface UpliftMethod {
  readonly name: string
  /** @throws MeasureError `too-few`, `out-of-range`, `not-finite`, `one-arm`, `not-binary` */
  fit(data: UpliftData, base: BaseLearner, options: UpliftFitOptions): Promise<UpliftParts>
  /** [rows]: expected outcome treated less expected outcome untreated. */
  predict(parts: UpliftParts, x: FeatureRows): Promise<Float64Array>
}

/** The part of this name. */
export function partOf(parts: UpliftParts, name: string): FittedLearner {
  const part = parts[name]
  if (part === undefined) throw new RangeError(`A model of this method has a part ${name}.`)
  return part
}
