/** WebAssembly of a family of kernels, base64. */
export interface Family {
  /** Every product and every sum is rounded: the same bits on any machine. */
  readonly strict: string
  /** Products and sums may be rounded once (relaxed SIMD), as the processor likes it best. */
  readonly fused: string
}
