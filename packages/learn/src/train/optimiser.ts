import { LearnError } from '../learn-error.ts'

/** How parameters are moved along their gradients; the learning rate comes with each step. */
export type Optimiser =
  | {
      /** AdamW (Loshchilov and Hutter 2019); or LAMB (You et al. 2020), whose steps are as long as the parameters are large. */
      readonly kind: 'adamW' | 'lamb'
      /** Default .9. */
      readonly beta1?: number
      /** Default .999. */
      readonly beta2?: number
      /** Default 1e-8 (AdamW), 1e-6 (LAMB). */
      readonly epsilon?: number
      /** Weight decay, decoupled from the gradient. Default .01. */
      readonly decay?: number
    }
  | {
      /** Stochastic gradient descent. */
      readonly kind: 'descent'
      /** Default 0. */
      readonly momentum?: number
      /** Default false. */
      readonly nesterov?: boolean
      /** Default 0. */
      readonly decay?: number
    }

/**
 * How tables are moved of which only the rows that a batch names move (`moves: 'rows'`). The gradients of one row are added
 * up first; the other rows, and what is remembered of them, stay untouched.
 */
export type RowOptimiser = {
  /** Times the learning rate of the step. Default 1. */
  readonly pace?: number
  /** Weight decay of the rows that move, decoupled from the gradient. Default 0. */
  readonly decay?: number
} & (
  | {
      /** Adagrad (Duchi et al. 2011) with one sum of squares a row: the mean over its numbers, as DLRM (Naumov et al. 2019). */
      readonly kind: 'adagrad'
      /** Default 1e-8. */
      readonly epsilon?: number
      /** What the sums of squares begin with. Default 0. */
      readonly start?: number
    }
  | {
      /** AdamW whose moments of a row change when the row does; the correction of the bias goes by the steps of the training. */
      readonly kind: 'adamW'
      /** Default .9. */
      readonly beta1?: number
      /** Default .999. */
      readonly beta2?: number
      /** Default 1e-8. */
      readonly epsilon?: number
    }
)

export type CompleteRowOptimiser =
  | Required<Extract<RowOptimiser, { kind: 'adagrad' }>>
  | Required<Extract<RowOptimiser, { kind: 'adamW' }>>

/** @throws LearnError `bad-option` */
export function completeRowOptimiser(optimiser: RowOptimiser): CompleteRowOptimiser {
  const shared = { pace: 1, decay: 0, epsilon: 1e-8 }
  const complete: CompleteRowOptimiser =
    optimiser.kind === 'adagrad'
      ? { ...shared, start: 0, ...optimiser }
      : { ...shared, beta1: 0.9, beta2: 0.999, ...optimiser }
  const { pace, decay, epsilon } = complete
  const atLeastZero = { decay, ...(complete.kind === 'adagrad' ? { start: complete.start } : {}) }
  for (const [name, value] of Object.entries(atLeastZero))
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY))
      throw new LearnError('bad-option', `${name} is at least 0.`, { [name]: value })
  for (const [name, value] of Object.entries({ pace, epsilon: Math.fround(epsilon) }))
    if (!(value > 0 && value < Number.POSITIVE_INFINITY))
      throw new LearnError('bad-option', `${name} is above 0.`, { [name]: value })
  if (complete.kind === 'adamW') refuseBadShares({ beta1: complete.beta1, beta2: complete.beta2 })
  return complete
}

function refuseBadShares(shares: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(shares))
    if (!(value >= 0 && value < 1))
      throw new LearnError('bad-option', `${name} is at least 0 and below 1.`, { [name]: value })
}

export type CompleteOptimiser =
  | Required<Extract<Optimiser, { kind: 'adamW' | 'lamb' }>>
  | Required<Extract<Optimiser, { kind: 'descent' }>>

/** @throws LearnError `bad-option` */
export function completeOptimiser(optimiser: Optimiser): CompleteOptimiser {
  const complete: CompleteOptimiser =
    optimiser.kind === 'descent'
      ? { momentum: 0, nesterov: false, decay: 0, ...optimiser }
      : { beta1: 0.9, beta2: 0.999, epsilon: optimiser.kind === 'lamb' ? 1e-6 : 1e-8, decay: 0.01, ...optimiser }
  refuseBadShares(
    complete.kind === 'descent' ? { momentum: complete.momentum } : { beta1: complete.beta1, beta2: complete.beta2 },
  )
  if (!(complete.decay >= 0 && complete.decay < Number.POSITIVE_INFINITY))
    throw new LearnError('bad-option', 'decay is at least 0.', { decay: complete.decay })
  if (complete.kind !== 'descent' && !(Math.fround(complete.epsilon) > 0))
    throw new LearnError('bad-option', 'epsilon is above 0.', { epsilon: complete.epsilon })
  return complete
}
