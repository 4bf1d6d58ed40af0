import { MeasureError } from '../errors.ts'
import { epsilonOfRdp } from './epsilon-of-rdp.ts'
import { rdpOfGaussian } from './rdp-of-gaussian.ts'
import { rdpOfLaplace } from './rdp-of-laplace.ts'
import { defaultOrders } from './rdp-orders.ts'

/** Something that touched personal data, so many times. */
export type PrivateStep =
  | { readonly kind: 'gaussian'; readonly noise: number; readonly rate: number; readonly steps: number }
  | { readonly kind: 'laplace'; readonly scale: number; readonly steps: number }

export interface PrivacySpentOptions {
  readonly delta: number
  /** Default `defaultOrders`. */
  readonly orders?: readonly number[]
}

export interface PrivacySpent {
  readonly epsilon: number
  readonly delta: number
  /** The order of Rényi divergence that gave ε. */
  readonly order: number
  /** `order-at-edge`: orders beyond those tried might give a smaller ε; the one given holds all the same. */
  readonly warnings: readonly { readonly code: 'order-at-edge' }[]
}

/**
 * What training and counting have spent together: Rényi differential privacy adds up over steps and over mechanisms
 * (Mironov 2017, proposition 1), and is turned into (ε, δ) once, at the end.
 *
 * @throws MeasureError `out-of-range`, `too-few`
 * @example privacySpent([{ kind: 'gaussian', noise: 1.5, rate: 0.04, steps: 2250 }], { delta: 1e-5 }).epsilon // 7.3291
 */
export function privacySpent(
  mechanisms: readonly PrivateStep[],
  { delta, orders = defaultOrders }: PrivacySpentOptions,
): PrivacySpent {
  if (mechanisms.length === 0) throw new MeasureError('too-few', 'Give at least one mechanism.')
  for (const { steps } of mechanisms) {
    if (!Number.isSafeInteger(steps) || steps < 0) {
      throw new MeasureError('out-of-range', 'steps must be a whole number, at least 0.')
    }
  }
  const rdp = orders.map((order) => mechanisms.reduce((sum, one) => sum + one.steps * rdpOf(one, order), 0))
  const { epsilon, order } = epsilonOfRdp(orders, rdp, delta)
  const atEdge = epsilon > 0 && (order === Math.min(...orders) || order === Math.max(...orders))
  return { epsilon, delta, order, warnings: atEdge ? [{ code: 'order-at-edge' }] : [] }
}

const rdpOf = (mechanism: PrivateStep, order: number): number =>
  mechanism.kind === 'gaussian' ? rdpOfGaussian(mechanism, order) : rdpOfLaplace(mechanism.scale, order)
