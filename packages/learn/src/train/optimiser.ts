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

export type CompleteOptimiser =
  | Required<Extract<Optimiser, { kind: 'adamW' | 'lamb' }>>
  | Required<Extract<Optimiser, { kind: 'descent' }>>

/** @throws LearnError `bad-option` */
export function completeOptimiser(optimiser: Optimiser): CompleteOptimiser {
  const complete: CompleteOptimiser =
    optimiser.kind === 'descent'
      ? { momentum: 0, nesterov: false, decay: 0, ...optimiser }
      : { beta1: 0.9, beta2: 0.999, epsilon: optimiser.kind === 'lamb' ? 1e-6 : 1e-8, decay: 0.01, ...optimiser }
  const shares =
    complete.kind === 'descent' ? { momentum: complete.momentum } : { beta1: complete.beta1, beta2: complete.beta2 }
  for (const [name, value] of Object.entries(shares))
    if (!(value >= 0 && value < 1))
      throw new LearnError('bad-option', `${name} is at least 0 and below 1.`, { [name]: value })
  if (!(complete.decay >= 0 && complete.decay < Number.POSITIVE_INFINITY))
    throw new LearnError('bad-option', 'decay is at least 0.', { decay: complete.decay })
  if (complete.kind !== 'descent' && !(Math.fround(complete.epsilon) > 0))
    throw new LearnError('bad-option', 'epsilon is above 0.', { epsilon: complete.epsilon })
  return complete
}
