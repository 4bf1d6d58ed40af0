// Steps of an optimiser on few rows of a large table, over the memory of a training. `group` (adagrad.ts) has said which
// gradients belong to the same row; groups are worked on in blocks begin … end − 1. Rows of `d` f32 without padding.
import { multiplyAdd, sumLanes } from './lanes'

/**
 * to[i] = ids[i] as i32 for i = 0 … n − 1.
 *
 * @returns the first i whose id is outside 0 … rows − 1, at which it stops; else n
 */
export function narrowIds(to: usize, ids: usize, n: i32, rows: i32): i32 {
  for (let i = 0; i < n; i++) {
    const id = load<i64>(ids + ((<usize>i) << 3))
    if (<u64>id >= <u64>rows) return i
    store<i32>(to + ((<usize>i) << 2), <i32>id)
  }
  return n
}

// @ts-ignore: decorator
@inline
function firstRow(g: i32, starts: usize, order: usize, rows: usize, bytes: usize): usize {
  const from = load<i32>(starts + ((<usize>g) << 2))
  return rows + (<usize>load<i32>(order + ((<usize>from) << 2))) * bytes
}

/**
 * Adds up the gradients of each group, in their order, over the first of them.
 *
 * @returns the sum of the squares of the sums
 */
export function sumGroups(begin: i32, end: i32, starts: usize, order: usize, rows: usize, d: i32): f64 {
  const bytes = (<usize>d) << 2
  const lanes = bytes & ~15
  let squares: f64 = 0
  for (let g = begin; g < end; g++) {
    const from = load<i32>(starts + ((<usize>g) << 2))
    const to = load<i32>(starts + ((<usize>g) << 2), 4)
    const sum = firstRow(g, starts, order, rows, bytes)
    for (let at = from + 1; at < to; at++) {
      const gradient = rows + (<usize>load<i32>(order + ((<usize>at) << 2))) * bytes
      let k: usize = 0
      for (; k < lanes; k += 16) v128.store(sum + k, f32x4.add(v128.load(sum + k), v128.load(gradient + k)))
      for (; k < bytes; k += 4) store<f32>(sum + k, load<f32>(sum + k) + load<f32>(gradient + k))
    }
    squares += <f64>squaresOf(sum, bytes)
  }
  return squares
}

// @ts-ignore: decorator
@inline
function squaresOf(row: usize, bytes: usize): f32 {
  const lanes = bytes & ~15
  let parts = f32x4.splat(0)
  let k: usize = 0
  for (; k < lanes; k += 16) parts = multiplyAdd(v128.load(row + k), v128.load(row + k), parts)
  let squares = sumLanes(parts)
  for (; k < bytes; k += 4) squares += load<f32>(row + k) * load<f32>(row + k)
  return squares
}

/** Adagrad with one sum of squares a row: s += mean of (factor · g)²; row = keep · row − rate / (√s + epsilon) · factor · g. */
export function adagradRows(
  begin: i32,
  end: i32,
  distinct: usize,
  starts: usize,
  order: usize,
  rows: usize,
  d: i32,
  table: usize,
  squares: usize,
  rate: f32,
  epsilon: f32,
  keep: f32,
  factor: f32,
): void {
  const bytes = (<usize>d) << 2
  const lanes = bytes & ~15
  const keeps = f32x4.splat(keep)
  for (let g = begin; g < end; g++) {
    const row = <usize>load<i32>(distinct + ((<usize>g) << 2))
    const gradient = firstRow(g, starts, order, rows, bytes)
    const cell = squares + (row << 2)
    const sum = load<f32>(cell) + (squaresOf(gradient, bytes) * factor * factor) / <f32>d
    store<f32>(cell, sum)
    // A row whose gradient is and was 0 stays where it is, also where epsilon is too small to divide by.
    const step = sum > 0 ? (-rate * factor) / (sqrt(sum) + epsilon) : 0
    const steps = f32x4.splat(step)
    const to = table + row * bytes
    let k: usize = 0
    for (; k < lanes; k += 16)
      v128.store(to + k, multiplyAdd(steps, v128.load(gradient + k), f32x4.mul(v128.load(to + k), keeps)))
    for (; k < bytes; k += 4) store<f32>(to + k, load<f32>(to + k) * keep + step * load<f32>(gradient + k))
  }
}

/** AdamW on the rows that have a gradient; `rate` and `epsilon` already hold the correction of the bias. */
export function adamWRows(
  begin: i32,
  end: i32,
  distinct: usize,
  starts: usize,
  order: usize,
  rows: usize,
  d: i32,
  table: usize,
  means: usize,
  squares: usize,
  rate: f32,
  epsilon: f32,
  keep: f32,
  beta1: f32,
  beta2: f32,
  factor: f32,
): void {
  const bytes = (<usize>d) << 2
  const lanes = bytes & ~15
  const gain1: f32 = 1 - beta1
  const gain2: f32 = 1 - beta2
  const gains1 = f32x4.splat(gain1)
  const gains2 = f32x4.splat(gain2)
  const rates = f32x4.splat(-rate)
  const epsilons = f32x4.splat(epsilon)
  const keeps = f32x4.splat(keep)
  const factors = f32x4.splat(factor)
  for (let g = begin; g < end; g++) {
    const place = (<usize>load<i32>(distinct + ((<usize>g) << 2))) * bytes
    const from = firstRow(g, starts, order, rows, bytes)
    const to = table + place
    const m = means + place
    const v = squares + place
    let k: usize = 0
    for (; k < lanes; k += 16) {
      const gradient = f32x4.mul(v128.load(from + k), factors)
      const mean = multiplyAdd(f32x4.sub(gradient, v128.load(m + k)), gains1, v128.load(m + k))
      const squared = f32x4.mul(gradient, gradient)
      const square = multiplyAdd(f32x4.sub(squared, v128.load(v + k)), gains2, v128.load(v + k))
      v128.store(m + k, mean)
      v128.store(v + k, square)
      const steps = f32x4.div(f32x4.mul(mean, rates), f32x4.add(f32x4.sqrt(square), epsilons))
      v128.store(to + k, multiplyAdd(v128.load(to + k), keeps, steps))
    }
    for (; k < bytes; k += 4) {
      const gradient = load<f32>(from + k) * factor
      const mean = load<f32>(m + k) + (gradient - load<f32>(m + k)) * gain1
      const square = load<f32>(v + k) + (gradient * gradient - load<f32>(v + k)) * gain2
      store<f32>(m + k, mean)
      store<f32>(v + k, square)
      store<f32>(to + k, load<f32>(to + k) * keep - (rate * mean) / (sqrt(square) + epsilon))
    }
  }
}
