import type { TreeLoss } from './tree-loss.ts'

/** How gradients and hessians become whole numbers: times a power of two, rounded. */
export interface FixedPoint {
  readonly gradient: number
  readonly hessian: number
}

const shifter = 6_755_399_441_055_744

/** The nearest whole number, half to even, below 2⁵¹; as kernels round. */
export function wholeNumber(value: number): number {
  return value + shifter - shifter
}

/**
 * Scales by which the sums over all rows stay below 2⁵², so that doubles hold them exactly, and each fits into 32 bits.
 *
 * @param gradient, hessian the largest there can be in absolute value
 */
export function fixedPointOf(rows: number, gradient: number, hessian: number): FixedPoint {
  const room = 52 - Math.ceil(Math.log2(rows + 1))
  return { gradient: scaleOf(Math.min(room, 31), gradient), hessian: scaleOf(Math.min(room, 31), hessian) }
}

/** Scales that hold for any scores: for the logistic loss, whose derivatives are bounded. */
export function knownFixedPoint(
  loss: TreeLoss,
  { labels, weights }: { readonly labels: Float64Array; readonly weights: Float64Array | undefined },
): FixedPoint | undefined {
  if (loss !== 'logistic') return undefined
  const largest = weights?.reduce((a, b) => Math.max(a, b), 0) ?? 1
  return fixedPointOf(labels.length, largest, largest / 4)
}

function scaleOf(bits: number, largest: number): number {
  if (!(largest > 0)) return 1
  // One bit less than fits: the logarithm may be rounded down.
  const scale = 2 ** (bits - 1 - Math.ceil(Math.log2(largest)))
  return Math.min(scale, 2 ** 1000)
}
