import { MeasureError, requireFinite } from '../errors.ts'

export interface EpsilonOfRdp {
  readonly epsilon: number
  /** The order that gave it. */
  readonly order: number
}

/**
 * (ε, δ) of a curve of Rényi differential privacy: the smallest over the orders of
 * ε(α) + ln((α − 1) / α) − (ln δ + ln α) / (α − 1) (Balle et al. 2020, "Hypothesis testing interpretations and Rényi
 * differential privacy", theorem 21), as in Opacus and TensorFlow Privacy; never below 0.
 *
 * @param rdp ε(α), one for each order
 * @throws MeasureError `out-of-range`, `too-few`
 */
export function epsilonOfRdp(orders: readonly number[], rdp: readonly number[], delta: number): EpsilonOfRdp {
  requireDelta(delta)
  if (orders.length === 0 || orders.length !== rdp.length) {
    throw new MeasureError('too-few', 'Give at least one order, and one value for each.')
  }
  let best: EpsilonOfRdp | undefined
  orders.forEach((order, i) => {
    const divergence = rdp[i] ?? 0
    // No divergence at all means equal distributions, which the conversion is too coarse to see.
    const value =
      divergence === 0 ? 0 : divergence + Math.log1p(-1 / order) - (Math.log(delta) + Math.log(order)) / (order - 1)
    const epsilon = Math.max(0, value)
    if (Number.isFinite(epsilon) && (best === undefined || epsilon < best.epsilon)) best = { epsilon, order }
  })
  if (!best) throw new MeasureError('out-of-range', 'No order gives a finite epsilon: add noise or take fewer steps.')
  return best
}

/** @throws MeasureError `out-of-range` */
function requireDelta(delta: number): void {
  requireFinite('delta', delta)
  if (delta <= 0 || delta >= 1) {
    throw new MeasureError(
      'out-of-range',
      'delta must lie between 0 and 1; take less than one over the number of persons.',
    )
  }
}
