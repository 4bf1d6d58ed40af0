/**
 * What is minimised, by the label y and the raw score s (both summed over rows, with their weights):
 * `squared` ½ (y − s)²; `logistic` −y ln p − (1 − y) ln(1 − p), p = 1 / (1 + e⁻ˢ), y in 0 … 1; `poisson` eˢ − y s, y ≥ 0.
 */
export type TreeLoss = 'squared' | 'logistic' | 'poisson'

/** As kernels know them. */
export const lossNumbers: Readonly<Record<TreeLoss, number>> = { squared: 0, logistic: 1, poisson: 2 }

const shifter = 6_755_399_441_055_744
const bits = new DataView(new ArrayBuffer(8))

/**
 * eˣ to about 1e-12 of itself, x cut to −700 … 700: the operations of assembly/tree-losses.ts in their order, so that both
 * give the same bits on any machine (`Math.exp` may differ).
 */
export function exponential(given: number): number {
  const x = Math.min(Math.max(given, -700), 700)
  const k = x * Math.LOG2E + shifter - shifter
  const r = x - k * 0.6931471803691238 - k * 1.9082149292705877e-10
  const r2 = r * r
  const r4 = r2 * r2
  const low = 1 + r + (0.5 + (1 / 6) * r) * r2
  const e = 1 / 40_320 + (1 / 362_880) * r + (1 / 3_628_800) * r2
  const high = 1 / 24 + (1 / 120) * r + (1 / 720 + (1 / 5040) * r) * r2 + e * r4
  const p = low + high * r4
  bits.setInt32(0, (k + 1023) << 20)
  return p * bits.getFloat64(0)
}

/** What a raw score says of the label: itself, a probability or a mean. */
export function meanOf(loss: TreeLoss, score: number): number {
  if (loss === 'logistic') return 1 / (1 + exponential(-score))
  return loss === 'poisson' ? exponential(score) : score
}

/** Second derivative of the loss with respect to the score, by the mean. */
export function curvatureOf(loss: TreeLoss, mean: number): number {
  if (loss === 'logistic') return mean * (1 - mean)
  return loss === 'poisson' ? mean : 1
}

/** Loss of one row. */
export function lossOf(loss: TreeLoss, label: number, score: number): number {
  if (loss === 'squared') return 0.5 * (label - score) ** 2
  if (loss === 'poisson') return Math.exp(score) - label * score
  // ln(1 + eˢ) − y s without overflow.
  return Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - label * score
}

/** Whether a label can be one of this loss. */
export function isLabel(loss: TreeLoss, label: number): boolean {
  if (!(Math.abs(label) <= 1e30)) return false
  if (loss === 'logistic') return label >= 0 && label <= 1
  return loss === 'squared' || label >= 0
}
