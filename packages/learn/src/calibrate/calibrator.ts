import { isotonicAt } from './fit-isotonic.ts'
import { plattAt } from './fit-platt.ts'

/** What turns a model's probabilities into ones that can be believed; plain JSON. */
export type Calibrator =
  /** sigmoid(slope · logit(p) + offset) */
  | { readonly kind: 'platt'; readonly slope: number; readonly offset: number }
  /** A rising line through (scores[i], values[i]), level outside of them. */
  | { readonly kind: 'isotonic'; readonly scores: readonly number[]; readonly values: readonly number[] }

/** Calibrated probabilities. */
export const calibrate = (calibrator: Calibrator, probabilities: Float32Array): Float32Array =>
  probabilities.map((p) => (calibrator.kind === 'platt' ? plattAt(calibrator, p) : isotonicAt(calibrator, p)))
