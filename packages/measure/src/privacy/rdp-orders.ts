const range = (from: number, to: number, step = 1): readonly number[] =>
  Array.from({ length: Math.round((to - from) / step) }, (_, i) => from + i * step)

/** Whole orders 2 to 63. */
export const integerOrders: readonly number[] = range(2, 64)

/** The orders of Opacus: 1.1, 1.2 … 10.9, then 12 to 63. */
export const opacusOrders: readonly number[] = [...range(1, 100).map((tenth) => 1 + tenth / 10), ...range(12, 64)]

/** The orders of TensorFlow Privacy's `compute_dp_sgd_privacy`. */
export const tensorFlowPrivacyOrders: readonly number[] = [
  ...[1.25, 1.5, 1.75, 2, 2.25, 2.5, 3, 3.5, 4, 4.5],
  ...range(5, 64),
  ...[128, 256, 512],
]

/**
 * The orders that are tried unless said otherwise: those of Opacus, denser near 1 for little noise, and on to 1024 for much
 * noise and few steps. Every order gives a true bound; more orders only make the best of them smaller.
 */
export const defaultOrders: readonly number[] = [
  ...[1.01, 1.02, 1.05],
  ...opacusOrders,
  ...[64, 72, 80, 96, 112, 128, 160, 192, 256, 384, 512, 768, 1024],
]
