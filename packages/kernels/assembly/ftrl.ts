// FTRL-proximal logistic regression. The state is 16 bytes a coordinate: z and n, in double precision. Features are
// hashes, of which the low bits (`mask`) are the coordinate; `values` 0 means that all are 1.
import { logSigmoid, sigmoid } from './logistic'

/** The weight that z and n stand for: exactly 0 while |z| ≤ λ₁. */
// @ts-ignore: decorator
@inline
function weightOf(z: f64, n: f64, inverseAlpha: f64, beta: f64, lambda1: f64, lambda2: f64): f64 {
  if (abs(z) <= lambda1) return 0
  return (copysign(lambda1, z) - z) / ((beta + sqrt(n)) * inverseAlpha + lambda2)
}

/**
 * One step for every row begin … end − 1. `scratch` has `scratchBytes` a worker, 8 for every feature of the longest row.
 * Adds Σ ln(probability of the label) before each step to the worker's 64 bytes of `sums`.
 */
export function learn(
  begin: i32,
  end: i32,
  worker: i32,
  indptr: usize,
  features: usize,
  values: usize,
  labels: usize,
  state: usize,
  mask: u32,
  alpha: f64,
  beta: f64,
  lambda1: f64,
  lambda2: f64,
  scratch: usize,
  scratchBytes: usize,
  sums: usize,
): void {
  const inverseAlpha = 1 / alpha
  const weights = scratch + (<usize>worker) * scratchBytes
  let likelihood: f64 = 0
  for (let row = begin; row < end; row++) {
    const from = load<i32>(indptr + ((<usize>row) << 2))
    const count = load<i32>(indptr + ((<usize>row) << 2), 4) - from
    const own = features + ((<usize>from) << 2)
    const ownValues = values == 0 ? 0 : values + ((<usize>from) << 2)
    let margin: f64 = 0
    for (let k = 0; k < count; k++) {
      const cell = state + ((<usize>(load<u32>(own + ((<usize>k) << 2)) & mask)) << 4)
      const w = weightOf(load<f64>(cell), load<f64>(cell, 8), inverseAlpha, beta, lambda1, lambda2)
      store<f64>(weights + ((<usize>k) << 3), w)
      margin += ownValues == 0 ? w : w * <f64>load<f32>(ownValues + ((<usize>k) << 2))
    }
    const label = <f64>load<f32>(labels + ((<usize>row) << 2))
    likelihood += logSigmoid(label > 0 ? margin : -margin)
    const error = sigmoid(margin) - label
    for (let k = 0; k < count; k++) {
      const cell = state + ((<usize>(load<u32>(own + ((<usize>k) << 2)) & mask)) << 4)
      const n = load<f64>(cell, 8)
      const g = ownValues == 0 ? error : error * <f64>load<f32>(ownValues + ((<usize>k) << 2))
      const next = n + g * g
      const sigma = (sqrt(next) - sqrt(n)) * inverseAlpha
      store<f64>(cell, load<f64>(cell) + (g - sigma * load<f64>(weights + ((<usize>k) << 3))))
      store<f64>(cell, next, 8)
    }
  }
  const own = sums + ((<usize>worker) << 6)
  store<f64>(own, load<f64>(own) + likelihood)
}

/** Probabilities of rows begin … end − 1. */
export function predict(
  begin: i32,
  end: i32,
  _worker: i32,
  indptr: usize,
  features: usize,
  values: usize,
  state: usize,
  mask: u32,
  alpha: f64,
  beta: f64,
  lambda1: f64,
  lambda2: f64,
  probabilities: usize,
): void {
  const inverseAlpha = 1 / alpha
  for (let row = begin; row < end; row++) {
    const from = <usize>load<i32>(indptr + ((<usize>row) << 2))
    const to = <usize>load<i32>(indptr + ((<usize>row) << 2), 4)
    let margin: f64 = 0
    for (let at = from << 2; at < to << 2; at += 4) {
      const cell = state + ((<usize>(load<u32>(features + at) & mask)) << 4)
      const w = weightOf(load<f64>(cell), load<f64>(cell, 8), inverseAlpha, beta, lambda1, lambda2)
      margin += values == 0 ? w : w * <f64>load<f32>(values + at)
    }
    store<f64>(probabilities + ((<usize>row) << 3), sigmoid(margin))
  }
}
