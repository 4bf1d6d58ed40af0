// Factorisation of ratings. Rows of factors are `bytes` bytes of f32, a multiple of 32 (padded with zeros, which stay
// zeros).
import { dot, multiplyAdd, sumLanes } from './lanes'

/** Both from where they were: x ← keep x + step y, y ← keep y + step x. */
function moveBoth(x: usize, y: usize, bytes: usize, keep: f32, step: f32): void {
  const kept = f32x4.splat(keep)
  const along = f32x4.splat(step)
  for (const end = x + bytes; x < end; x += 16, y += 16) {
    const a = v128.load(x)
    const b = v128.load(y)
    v128.store(x, multiplyAdd(along, b, f32x4.mul(kept, a)))
    v128.store(y, multiplyAdd(along, a, f32x4.mul(kept, b)))
  }
}

/**
 * Biased factorisation by stochastic gradient descent. The entries (row, column, value) lie sorted into blocks × blocks
 * squares; unit b takes the square of row block b and column block b + shift, so that no two units of a step touch the
 * same row or column. Adds the squared errors before each move to squares[b].
 */
export function descend(
  begin: i32,
  end: i32,
  _worker: i32,
  blocks: i32,
  shift: i32,
  starts: usize,
  rows: usize,
  columns: usize,
  values: usize,
  rowFactors: usize,
  columnFactors: usize,
  rowBiases: usize,
  columnBiases: usize,
  bytes: usize,
  mean: f32,
  rate: f32,
  keep: f32,
  squares: usize,
): void {
  for (let block = begin; block < end; block++) {
    const square = starts + ((<usize>(block * blocks + ((block + shift) % blocks))) << 2)
    let sum: f64 = 0
    const last = (<usize>load<i32>(square, 4)) << 2
    for (let at = (<usize>load<i32>(square)) << 2; at < last; at += 4) {
      const row = <usize>load<i32>(rows + at)
      const column = <usize>load<i32>(columns + at)
      const x = rowFactors + row * bytes
      const y = columnFactors + column * bytes
      const ofRow = load<f32>(rowBiases + (row << 2))
      const ofColumn = load<f32>(columnBiases + (column << 2))
      const error = load<f32>(values + at) - mean - ofRow - ofColumn - dot(x, y, bytes)
      const step = rate * error
      sum += <f64>error * error
      store<f32>(rowBiases + (row << 2), keep * ofRow + step)
      store<f32>(columnBiases + (column << 2), keep * ofColumn + step)
      moveBoth(x, y, bytes, keep, step)
    }
    const own = squares + ((<usize>block) << 3)
    store<f64>(own, load<f64>(own) + sum)
  }
}

/** x · (y + weight · z) */
function dotWith(x: usize, y: usize, z: usize, weight: f32, bytes: usize): f32 {
  let s = f32x4.splat(0)
  const w = f32x4.splat(weight)
  for (const end = x + bytes; x < end; x += 16, y += 16, z += 16)
    s = multiplyAdd(v128.load(x), multiplyAdd(w, v128.load(z), v128.load(y)), s)
  return sumLanes(s)
}

/** value ^ count by squaring */
function power(value: f64, count: i32): f64 {
  let result: f64 = 1
  for (; count > 0; count >>= 1, value *= value) if (count & 1) result *= value
  return result
}

/**
 * SVD++ over rows begin … end − 1: an entry moves the implicit factors of all of a row's columns by the same step and the
 * same shrinking, so their sum is carried along and their common step added once at the row's end. `scratch` is two rows
 * of factors a worker. Writes Σ error² before each move to squares[row].
 */
export function descendImplicit(
  begin: i32,
  end: i32,
  worker: i32,
  indptr: usize,
  indices: usize,
  values: usize,
  rowFactors: usize,
  columnFactors: usize,
  implicitFactors: usize,
  rowBiases: usize,
  columnBiases: usize,
  bytes: usize,
  mean: f32,
  rate: f32,
  keep: f32,
  scratch: usize,
  squares: usize,
): void {
  const sum = scratch + (<usize>worker) * 2 * bytes
  const common = sum + bytes
  const kept = f32x4.splat(keep)
  for (let row = begin; row < end; row++) {
    const from = (<usize>load<i32>(indptr + ((<usize>row) << 2))) << 2
    const to = (<usize>load<i32>(indptr + ((<usize>row) << 2), 4)) << 2
    const count = <i32>((to - from) >> 2)
    if (count == 0) continue
    const weight = <f32>(1 / sqrt(<f64>count))
    memory.fill(sum, 0, 2 * bytes)
    for (let at = from; at < to; at += 4) {
      const said = implicitFactors + (<usize>load<i32>(indices + at)) * bytes
      for (let f: usize = 0; f < bytes; f += 16)
        v128.store(sum + f, f32x4.add(v128.load(sum + f), v128.load(said + f)))
    }
    const x = rowFactors + (<usize>row) * bytes
    let squared: f64 = 0
    let ofRow = load<f32>(rowBiases + ((<usize>row) << 2))
    for (let at = from; at < to; at += 4) {
      const column = <usize>load<i32>(indices + at)
      const y = columnFactors + column * bytes
      const bias = columnBiases + (column << 2)
      const ofColumn = load<f32>(bias)
      const error = load<f32>(values + at) - mean - ofRow - ofColumn - dotWith(y, x, sum, weight, bytes)
      const step = rate * error
      squared += <f64>error * error
      ofRow = keep * ofRow + step
      store<f32>(bias, keep * ofColumn + step)
      const along = f32x4.splat(step)
      const weights = f32x4.splat(weight)
      const implicitStep = f32x4.splat(step * weight)
      const sumStep = f32x4.splat(step * weight * <f32>count)
      for (let f: usize = 0; f < bytes; f += 16) {
        const p = v128.load(x + f)
        const q = v128.load(y + f)
        const s = v128.load(sum + f)
        v128.store(x + f, multiplyAdd(along, q, f32x4.mul(kept, p)))
        v128.store(y + f, multiplyAdd(along, multiplyAdd(weights, s, p), f32x4.mul(kept, q)))
        v128.store(sum + f, multiplyAdd(sumStep, q, f32x4.mul(kept, s)))
        v128.store(common + f, multiplyAdd(implicitStep, q, f32x4.mul(kept, v128.load(common + f))))
      }
    }
    store<f32>(rowBiases + ((<usize>row) << 2), ofRow)
    const shrunk = f32x4.splat(<f32>power(keep, count))
    for (let at = from; at < to; at += 4) {
      const said = implicitFactors + (<usize>load<i32>(indices + at)) * bytes
      for (let f: usize = 0; f < bytes; f += 16)
        v128.store(said + f, multiplyAdd(shrunk, v128.load(said + f), v128.load(common + f)))
    }
    store<f64>(squares + ((<usize>row) << 3), squared)
  }
}

/**
 * Non-negative factors: rows begin … end − 1 of `factors` by one multiplicative update with `fixed` held,
 * x ← x · Σ y r / (Σ y (x · y) + n λ x). `scratch` is two rows of factors a worker.
 */
export function updateNonNegative(
  begin: i32,
  end: i32,
  worker: i32,
  indptr: usize,
  indices: usize,
  values: usize,
  factors: usize,
  fixed: usize,
  bytes: usize,
  regularization: f32,
  scratch: usize,
): void {
  const above = scratch + (<usize>worker) * 2 * bytes
  const below = above + bytes
  const zero = f32x4.splat(0)
  for (let row = begin; row < end; row++) {
    const from = (<usize>load<i32>(indptr + ((<usize>row) << 2))) << 2
    const to = (<usize>load<i32>(indptr + ((<usize>row) << 2), 4)) << 2
    const x = factors + (<usize>row) * bytes
    memory.fill(above, 0, 2 * bytes)
    for (let at = from; at < to; at += 4) {
      const y = fixed + (<usize>load<i32>(indices + at)) * bytes
      const value = v128.load32_splat(values + at)
      const estimate = f32x4.splat(dot(x, y, bytes))
      for (let f: usize = 0; f < bytes; f += 16) {
        const q = v128.load(y + f)
        v128.store(above + f, multiplyAdd(value, q, v128.load(above + f)))
        v128.store(below + f, multiplyAdd(estimate, q, v128.load(below + f)))
      }
    }
    const shrinkage = f32x4.splat(regularization * <f32>((to - from) >> 2))
    for (let f: usize = 0; f < bytes; f += 16) {
      const p = v128.load(x + f)
      const divisor = multiplyAdd(shrinkage, p, v128.load(below + f))
      const moved = f32x4.div(f32x4.mul(p, v128.load(above + f)), divisor)
      // Where nothing divides, nothing is left.
      v128.store(x + f, v128.and(moved, f32x4.gt(divisor, zero)))
    }
  }
}
