// The logistic function in double precision from sums and products alone: the same bits on any machine, and no tables,
// which every family would put at the same address of the shared memory.

/** eˣ, within 1e-15 of its size; 0 below −708, e⁷⁰⁹ above 709. */
export function exponential(x: f64): f64 {
  if (x < -708) return 0
  if (x > 709) x = 709
  const k = nearest(x * 1.4426950408889634)
  // ln 2 in two parts: the first has few bits, so that k times it is exact.
  const r = x - k * 6.93147180369123816490e-1 - k * 1.90821492927058770002e-10
  let sum: f64 = 1.0 / 6227020800.0
  sum = sum * r + 1.0 / 479001600.0
  sum = sum * r + 1.0 / 39916800.0
  sum = sum * r + 1.0 / 3628800.0
  sum = sum * r + 1.0 / 362880.0
  sum = sum * r + 1.0 / 40320.0
  sum = sum * r + 1.0 / 5040.0
  sum = sum * r + 1.0 / 720.0
  sum = sum * r + 1.0 / 120.0
  sum = sum * r + 1.0 / 24.0
  sum = sum * r + 1.0 / 6.0
  sum = sum * r + 0.5
  sum = sum * r + 1
  sum = sum * r + 1
  return sum * reinterpret<f64>(<i64>(k + 1023) << 52)
}

/** ln x of a normal number above 0: x = 2ᵏ m with m around 1, and ln m = 2 artanh((m − 1) / (m + 1)). */
export function logarithm(x: f64): f64 {
  const bits = reinterpret<i64>(x)
  let k = <f64>((bits >> 52) - 1023)
  let m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000)
  if (m > 1.4142135623730951) {
    m *= 0.5
    k += 1
  }
  const s = (m - 1) / (m + 1)
  const q = s * s
  let sum: f64 = 1.0 / 21.0
  sum = sum * q + 1.0 / 19.0
  sum = sum * q + 1.0 / 17.0
  sum = sum * q + 1.0 / 15.0
  sum = sum * q + 1.0 / 13.0
  sum = sum * q + 1.0 / 11.0
  sum = sum * q + 1.0 / 9.0
  sum = sum * q + 1.0 / 7.0
  sum = sum * q + 1.0 / 5.0
  sum = sum * q + 1.0 / 3.0
  sum = sum * q + 1
  return k * 0.6931471805599453 + 2 * s * sum
}

/** 1 / (1 + e⁻ˣ) */
// @ts-ignore: decorator
@inline
export function sigmoid(x: f64): f64 {
  return 1 / (1 + exponential(-x))
}

/** ln (1 / (1 + e⁻ˣ)); of numbers below −708 the number itself. */
export function logSigmoid(x: f64): f64 {
  return min(x, 0) - logarithm(1 + exponential(-abs(x)))
}
