// Bayesian personalised ranking: stochastic ascent on triples (row, column it has, column it has not). A unit is one
// triple. Rows of factors are `bytes` bytes of f32, a multiple of 32 (padded with zeros, which stay zeros). Workers write
// to the same factors without waiting for each other (Hogwild): the kernel races.
import { drawBelow, scramble } from './draw'
import { multiplyAdd, sumLanes } from './lanes'
import { logSigmoid, sigmoid } from './logistic'

/** Draws of a negative before a triple is given up. */
const tries: u32 = 16

/** Whether the sorted list from … to − 1 (addresses of i32) holds `column`. */
function has(from: usize, to: usize, column: i32): bool {
  while (from < to) {
    const middle = from + (((to - from) >> 3) << 2)
    const found = load<i32>(middle)
    if (found == column) return true
    if (found < column) from = middle + 4
    else to = middle
  }
  return false
}

/** x · (y − z) */
function difference(x: usize, y: usize, z: usize, bytes: usize): f32 {
  let s = f32x4.splat(0)
  let t = s
  for (const end = x + bytes; x < end; x += 32, y += 32, z += 32) {
    s = multiplyAdd(v128.load(x), f32x4.sub(v128.load(y), v128.load(z)), s)
    t = multiplyAdd(v128.load(x, 16), f32x4.sub(v128.load(y, 16), v128.load(z, 16)), t)
  }
  return sumLanes(f32x4.add(s, t))
}

/** All three from where they were: x ← keep x + step (y − z), y ← keep y + step x, z ← keep z − step x. */
function move(x: usize, y: usize, z: usize, bytes: usize, keep: f32, step: f32): void {
  const kept = f32x4.splat(keep)
  const up = f32x4.splat(step)
  const down = f32x4.splat(-step)
  for (const end = x + bytes; x < end; x += 16, y += 16, z += 16) {
    const a = v128.load(x)
    const b = v128.load(y)
    const c = v128.load(z)
    v128.store(x, multiplyAdd(up, f32x4.sub(b, c), f32x4.mul(kept, a)))
    v128.store(y, multiplyAdd(up, a, f32x4.mul(kept, b)))
    v128.store(z, multiplyAdd(down, a, f32x4.mul(kept, c)))
  }
}

/**
 * Triples begin … end − 1. `rowOf` has the row of every entry, rows of `indices` are sorted. Adds to the worker's 64 bytes
 * of `sums`: triples learned from, those that were in order, and Σ ln σ.
 */
export function triples(
  begin: i32,
  end: i32,
  worker: i32,
  indptr: usize,
  indices: usize,
  rowOf: usize,
  entryCount: i32,
  columnCount: i32,
  rowFactors: usize,
  columnFactors: usize,
  biases: usize,
  bytes: usize,
  popular: i32,
  rate: f32,
  regularization: f32,
  firstKey: u32,
  secondKey: u32,
  sums: usize,
): void {
  const keep = <f32>1 - rate * regularization
  let learned: f64 = 0
  let ordered: f64 = 0
  let likelihood: f64 = 0
  for (let unit = begin; unit < end; unit++) {
    const state = scramble(<u32>unit + firstKey)
    const entry = (<usize>drawBelow(state, secondKey, 0, entryCount)) << 2
    const row = <usize>load<i32>(rowOf + entry)
    const positive = <usize>load<i32>(indices + entry)
    const from = indices + ((<usize>load<i32>(indptr + (row << 2))) << 2)
    const to = indices + ((<usize>load<i32>(indptr + (row << 2), 4)) << 2)
    let negative = -1
    for (let n: u32 = 1; n <= tries; n++) {
      const at = drawBelow(state, secondKey, n, popular ? entryCount : columnCount)
      const column = popular ? load<i32>(indices + ((<usize>at) << 2)) : at
      if (has(from, to, column)) continue
      negative = column
      break
    }
    if (negative < 0) continue
    const x = rowFactors + row * bytes
    const y = columnFactors + positive * bytes
    const z = columnFactors + (<usize>negative) * bytes
    const up = biases + (positive << 2)
    const down = biases + ((<usize>negative) << 2)
    const score = difference(x, y, z, bytes) + (load<f32>(up) - load<f32>(down))
    const step = rate * <f32>sigmoid(-(<f64>score))
    learned += 1
    if (score > 0) ordered += 1
    likelihood += logSigmoid(score)
    store<f32>(up, keep * load<f32>(up) + step)
    store<f32>(down, keep * load<f32>(down) - step)
    move(x, y, z, bytes, keep, step)
  }
  const own = sums + ((<usize>worker) << 6)
  store<f64>(own, load<f64>(own) + learned)
  store<f64>(own, load<f64>(own, 8) + ordered, 8)
  store<f64>(own, load<f64>(own, 16) + likelihood, 16)
}
