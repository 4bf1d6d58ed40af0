// Implicit alternating least squares by conjugate gradients. Rows of factors are `bytes` bytes of f32, a multiple of 32
// (padded with zeros). What a row becomes depends on no other row, on no thread and not on which rows are solved together,
// so results are the same for any number of workers.
//
// Rows are solved in groups, step by step together: products with the Gram matrix then share its loads among four rows,
// and rows with very many observations go through the other side block by block, so that a block which was fetched from
// main memory is used by all of them while it is in cache.
import { dot, multiplyAdd, sumEach } from './lanes'

/** Rows in a group at most. */
const groupRows: i32 = 64
/** Rows with few observations that a unit holds. */
const unitRows: i32 = 16

// What is kept of a row of the group being solved, by offset; its vectors p, r and Ap lie after one another in `work`.
const stateBytes: usize = 32
const atIndices: usize = 0
const atValues: usize = 4
const atCount: usize = 8
const atNext: usize = 12
const atX: usize = 16
const atLambda: usize = 20
const atSquare: usize = 24
const atLive: usize = 28

/** y += w · a */
function addScaled(w: f32, a: usize, y: usize, bytes: usize): void {
  const s = f32x4.splat(w)
  for (const end = a + bytes; a < end; a += 16, y += 16) v128.store(y, multiplyAdd(s, v128.load(a), v128.load(y)))
}

/** Two lanes of four of sign · (sum + λ p). */
// @ts-ignore: decorator
@inline
function putProduct(p: usize, at: usize, out: usize, sign: v128, lambda: f32, a: v128, b: v128): void {
  const l = f32x4.splat(lambda)
  v128.store(p + out + at, f32x4.mul(sign, multiplyAdd(l, v128.load(p + at), a)))
  v128.store(p + out + at, f32x4.mul(sign, multiplyAdd(l, v128.load(p + at, 16), b)), 16)
}

/** out = sign · (G p + λ p) of four rows; G in panels of 8 columns, k-major; `out` is the distance from p. */
function gramTimes(
  g: usize,
  p0: usize,
  p1: usize,
  p2: usize,
  p3: usize,
  l0: f32,
  l1: f32,
  l2: f32,
  l3: f32,
  out: usize,
  bytes: usize,
  sign: f32,
): void {
  const signs = f32x4.splat(sign)
  for (let at: usize = 0; at < bytes; at += 32) {
    let a0 = f32x4.splat(0)
    let a1 = a0
    let a2 = a0
    let a3 = a0
    let b0 = a0
    let b1 = a0
    let b2 = a0
    let b3 = a0
    for (let k: usize = 0; k < bytes; k += 8, g += 64) {
      let u = v128.load(g)
      let v = v128.load(g, 16)
      let s = v128.load32_splat(p0 + k)
      a0 = multiplyAdd(s, u, a0)
      b0 = multiplyAdd(s, v, b0)
      s = v128.load32_splat(p1 + k)
      a1 = multiplyAdd(s, u, a1)
      b1 = multiplyAdd(s, v, b1)
      s = v128.load32_splat(p2 + k)
      a2 = multiplyAdd(s, u, a2)
      b2 = multiplyAdd(s, v, b2)
      s = v128.load32_splat(p3 + k)
      a3 = multiplyAdd(s, u, a3)
      b3 = multiplyAdd(s, v, b3)
      u = v128.load(g, 32)
      v = v128.load(g, 48)
      s = v128.load32_splat(p0 + k, 4)
      a0 = multiplyAdd(s, u, a0)
      b0 = multiplyAdd(s, v, b0)
      s = v128.load32_splat(p1 + k, 4)
      a1 = multiplyAdd(s, u, a1)
      b1 = multiplyAdd(s, v, b1)
      s = v128.load32_splat(p2 + k, 4)
      a2 = multiplyAdd(s, u, a2)
      b2 = multiplyAdd(s, v, b2)
      s = v128.load32_splat(p3 + k, 4)
      a3 = multiplyAdd(s, u, a3)
      b3 = multiplyAdd(s, v, b3)
    }
    putProduct(p0, at, out, signs, l0, a0, b0)
    putProduct(p1, at, out, signs, l1, a1, b1)
    putProduct(p2, at, out, signs, l2, a2, b2)
    putProduct(p3, at, out, signs, l3, a3, b3)
  }
}

/** The same for all rows of the group. */
function gramTimesGroup(rows: i32, state: usize, work: usize, gram: usize, out: usize, bytes: usize, sign: f32): void {
  for (let at = 0; at < rows; at += 4) {
    const i1 = <usize>min(at + 1, rows - 1)
    const i2 = <usize>min(at + 2, rows - 1)
    const i3 = <usize>min(at + 3, rows - 1)
    gramTimes(
      gram,
      work + (<usize>at) * 3 * bytes,
      work + i1 * 3 * bytes,
      work + i2 * 3 * bytes,
      work + i3 * 3 * bytes,
      load<f32>(state + (<usize>at) * stateBytes, atLambda),
      load<f32>(state + i1 * stateBytes, atLambda),
      load<f32>(state + i2 * stateBytes, atLambda),
      load<f32>(state + i3 * stateBytes, atLambda),
      out,
      bytes,
      sign,
    )
  }
}

/**
 * out += Σ w y over one row's observations, four at a time so that loads of p and out are shared;
 * w = (c − offset)(y · p), or c − (c − offset)(y · p) for the initial residual.
 */
function addObserved(
  fixed: usize,
  indices: usize,
  values: usize,
  count: i32,
  p: usize,
  out: usize,
  bytes: usize,
  offset: f32,
  residual: bool,
): void {
  const offsets = f32x4.splat(offset)
  for (let j = 0; j < count; j += 4) {
    const left = count - j
    const ip = indices + ((<usize>j) << 2)
    const y0 = fixed + (<usize>load<i32>(ip)) * bytes
    const y1 = left > 1 ? fixed + (<usize>load<i32>(ip, 4)) * bytes : y0
    const y2 = left > 2 ? fixed + (<usize>load<i32>(ip, 8)) * bytes : y0
    const y3 = left > 3 ? fixed + (<usize>load<i32>(ip, 12)) * bytes : y0
    // Two sums an observation, so that one addition need not wait for the other.
    let s0 = f32x4.splat(0)
    let s1 = s0
    let s2 = s0
    let s3 = s0
    let t0 = s0
    let t1 = s0
    let t2 = s0
    let t3 = s0
    for (let k: usize = 0; k < bytes; k += 32) {
      let q = v128.load(p + k)
      s0 = multiplyAdd(v128.load(y0 + k), q, s0)
      s1 = multiplyAdd(v128.load(y1 + k), q, s1)
      s2 = multiplyAdd(v128.load(y2 + k), q, s2)
      s3 = multiplyAdd(v128.load(y3 + k), q, s3)
      q = v128.load(p + k, 16)
      t0 = multiplyAdd(v128.load(y0 + k, 16), q, t0)
      t1 = multiplyAdd(v128.load(y1 + k, 16), q, t1)
      t2 = multiplyAdd(v128.load(y2 + k, 16), q, t2)
      t3 = multiplyAdd(v128.load(y3 + k, 16), q, t3)
    }
    const products = sumEach(f32x4.add(s0, t0), f32x4.add(s1, t1), f32x4.add(s2, t2), f32x4.add(s3, t3))
    // Arrays are followed by 64 bytes of room, so loading past the last observation is harmless; its weight is zeroed.
    const c = v128.load(values + ((<usize>j) << 2))
    let w = f32x4.mul(f32x4.sub(c, offsets), products)
    if (residual) w = f32x4.sub(c, w)
    if (left < 4) {
      w = f32x4.replace_lane(w, 3, 0)
      if (left < 3) w = f32x4.replace_lane(w, 2, 0)
      if (left < 2) w = f32x4.replace_lane(w, 1, 0)
    }
    const w0 = i32x4.shuffle(w, w, 0, 0, 0, 0)
    const w1 = i32x4.shuffle(w, w, 1, 1, 1, 1)
    const w2 = i32x4.shuffle(w, w, 2, 2, 2, 2)
    const w3 = i32x4.shuffle(w, w, 3, 3, 3, 3)
    for (let k: usize = 0; k < bytes; k += 32) {
      let a = multiplyAdd(w0, v128.load(y0 + k), v128.load(out + k))
      let b = multiplyAdd(w0, v128.load(y0 + k, 16), v128.load(out + k, 16))
      a = multiplyAdd(w1, v128.load(y1 + k), a)
      b = multiplyAdd(w1, v128.load(y1 + k, 16), b)
      a = multiplyAdd(w2, v128.load(y2 + k), a)
      b = multiplyAdd(w2, v128.load(y2 + k, 16), b)
      v128.store(out + k, multiplyAdd(w3, v128.load(y3 + k), a))
      v128.store(out + k, multiplyAdd(w3, v128.load(y3 + k, 16), b), 16)
    }
  }
}

/** The first of the entries from … to − 1 whose index is not below `limit` (if they rise; else some entry). */
function firstFrom(indices: usize, from: i32, to: i32, limit: i32): i32 {
  while (from < to) {
    const middle = (from + to) >> 1
    if (load<i32>(indices + ((<usize>middle) << 2)) < limit) from = middle + 1
    else to = middle
  }
  return from
}

/**
 * Adds the observations' part to `out` (a distance from p) of every row of the group, one block of the other side after
 * the other. However the observations are cut, they are added in their order.
 */
function addObservedGroup(
  rows: i32,
  state: usize,
  work: usize,
  fixed: usize,
  out: usize,
  bytes: usize,
  offset: f32,
  residual: bool,
  blocks: i32,
  blockRows: i32,
): void {
  for (let block = 1; block <= blocks; block++) {
    for (let at = 0; at < rows; at++) {
      const own = state + (<usize>at) * stateBytes
      if (!load<i32>(own, atLive)) continue
      const indices = load<usize>(own, atIndices)
      const from = block == 1 ? 0 : load<i32>(own, atNext)
      const count = load<i32>(own, atCount)
      const to = block == blocks ? count : firstFrom(indices, from, count, block * blockRows)
      store<i32>(own, to, atNext)
      const skip = (<usize>from) << 2
      const p = work + (<usize>at) * 3 * bytes
      addObserved(fixed, indices + skip, load<usize>(own, atValues) + skip, to - from, p, p + out, bytes, offset, residual)
    }
  }
}

/** What follows a product Ap: the step along p, and the next direction. */
function stepRow(own: usize, p: usize, bytes: usize, last: bool): void {
  const r = p + bytes
  const ap = r + bytes
  const square = load<f32>(own, atSquare)
  const curvature = dot(p, ap, bytes)
  if (!(curvature > 0)) {
    store<i32>(own, 0, atLive)
    return
  }
  const alpha = square / curvature
  addScaled(alpha, p, load<usize>(own, atX), bytes)
  if (last) return
  addScaled(-alpha, ap, r, bytes)
  const next = dot(r, r, bytes)
  const beta = f32x4.splat(next / square)
  for (let k: usize = 0; k < bytes; k += 16) v128.store(p + k, multiplyAdd(beta, v128.load(p + k), v128.load(r + k)))
  store<f32>(own, next, atSquare)
  if (!(next > 1e-20)) store<i32>(own, 0, atLive)
}

/** Conjugate-gradient steps of the rows that were added to the group. */
function solveGroup(
  rows: i32,
  state: usize,
  work: usize,
  fixed: usize,
  gram: usize,
  bytes: usize,
  offset: f32,
  steps: i32,
  blocks: i32,
  blockRows: i32,
): void {
  gramTimesGroup(rows, state, work, gram, bytes, bytes, -1)
  addObservedGroup(rows, state, work, fixed, bytes, bytes, offset, true, blocks, blockRows)
  for (let at = 0; at < rows; at++) {
    const own = state + (<usize>at) * stateBytes
    const p = work + (<usize>at) * 3 * bytes
    const square = dot(p + bytes, p + bytes, bytes)
    memory.copy(p, p + bytes, bytes)
    store<f32>(own, square, atSquare)
    store<i32>(own, square > 1e-20, atLive)
  }
  for (let step = 0; step < steps; step++) {
    gramTimesGroup(rows, state, work, gram, 2 * bytes, bytes, 1)
    addObservedGroup(rows, state, work, fixed, 2 * bytes, bytes, offset, false, blocks, blockRows)
    for (let at = 0; at < rows; at++) {
      const own = state + (<usize>at) * stateBytes
      if (load<i32>(own, atLive)) stepRow(own, work + (<usize>at) * 3 * bytes, bytes, step == steps - 1)
    }
  }
}

/** Makes `row` row `at` of the group. A row without observations becomes zero at once and is none of it. Returns the rows then. */
function addRow(
  row: i32,
  at: i32,
  state: usize,
  work: usize,
  indptr: usize,
  indices: usize,
  values: usize,
  factors: usize,
  lambdas: usize,
  bytes: usize,
): i32 {
  const from = load<i32>(indptr + ((<usize>row) << 2))
  const count = load<i32>(indptr + ((<usize>row) << 2), 4) - from
  const x = factors + (<usize>row) * bytes
  if (count == 0) {
    memory.fill(x, 0, bytes)
    return at
  }
  const own = state + (<usize>at) * stateBytes
  store<usize>(own, indices + ((<usize>from) << 2), atIndices)
  store<usize>(own, values + ((<usize>from) << 2), atValues)
  store<i32>(own, count, atCount)
  store<usize>(own, x, atX)
  store<f32>(own, load<f32>(lambdas + ((<usize>row) << 2)), atLambda)
  store<i32>(own, 1, atLive)
  memory.copy(work + (<usize>at) * 3 * bytes, x, bytes)
  return at + 1
}

/**
 * Units begin … end − 1: first the groups of rows with many observations (group g is `long[groups[g]]` …
 * `long[groups[g + 1] − 1]`, at most 64), then sixteen rows at a time all others, those with fewer than `many`
 * observations. Every row makes `steps` conjugate-gradient steps from where it is.
 */
export function solveRows(
  begin: i32,
  end: i32,
  worker: i32,
  indptr: usize,
  indices: usize,
  values: usize,
  rowCount: i32,
  factors: usize,
  fixed: usize,
  fixedRows: i32,
  gram: usize,
  lambdas: usize,
  bytes: usize,
  offset: f32,
  steps: i32,
  long: usize,
  groups: usize,
  groupCount: i32,
  many: i32,
  blockRows: i32,
  scratch: usize,
): void {
  const state = scratch + (<usize>worker) * groupRows * (stateBytes + 3 * bytes)
  const work = state + groupRows * stateBytes
  for (let unit = begin; unit < end; unit++) {
    let rows = 0
    if (unit < groupCount) {
      const group = groups + ((<usize>unit) << 2)
      for (let at = load<i32>(group); at < load<i32>(group, 4); at++) {
        const row = load<i32>(long + ((<usize>at) << 2))
        rows = addRow(row, rows, state, work, indptr, indices, values, factors, lambdas, bytes)
      }
      const blocks = (fixedRows + blockRows - 1) / blockRows
      solveGroup(rows, state, work, fixed, gram, bytes, offset, steps, blocks, blockRows)
      continue
    }
    const first = (unit - groupCount) * unitRows
    const last = min(first + unitRows, rowCount)
    for (let row = first; row < last; row++) {
      const at = indptr + ((<usize>row) << 2)
      if (load<i32>(at, 4) - load<i32>(at) < many)
        rows = addRow(row, rows, state, work, indptr, indices, values, factors, lambdas, bytes)
      if (rows == 4 || (row == last - 1 && rows > 0)) {
        solveGroup(rows, state, work, fixed, gram, bytes, offset, steps, 1, fixedRows)
        rows = 0
      }
    }
  }
}

/** Adds rows from … to − 1 of YᵀY to `out`, upper triangle in tiles of 4 × 8. */
function gramBlock(from: usize, to: usize, out: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    for (let j: usize = i & ~31; j < bytes; j += 32) {
      let a0 = f32x4.splat(0)
      let a1 = a0
      let b0 = a0
      let b1 = a0
      let c0 = a0
      let c1 = a0
      let d0 = a0
      let d1 = a0
      for (let y = from; y < to; y += bytes) {
        const u = v128.load(y + j)
        const v = v128.load(y + j, 16)
        let s = v128.load32_splat(y + i)
        a0 = multiplyAdd(s, u, a0)
        a1 = multiplyAdd(s, v, a1)
        s = v128.load32_splat(y + i, 4)
        b0 = multiplyAdd(s, u, b0)
        b1 = multiplyAdd(s, v, b1)
        s = v128.load32_splat(y + i, 8)
        c0 = multiplyAdd(s, u, c0)
        c1 = multiplyAdd(s, v, c1)
        s = v128.load32_splat(y + i, 12)
        d0 = multiplyAdd(s, u, d0)
        d1 = multiplyAdd(s, v, d1)
      }
      let g = out + (i >> 2) * bytes + j
      v128.store(g, f32x4.add(v128.load(g), a0))
      v128.store(g, f32x4.add(v128.load(g, 16), a1), 16)
      g += bytes
      v128.store(g, f32x4.add(v128.load(g), b0))
      v128.store(g, f32x4.add(v128.load(g, 16), b1), 16)
      g += bytes
      v128.store(g, f32x4.add(v128.load(g), c0))
      v128.store(g, f32x4.add(v128.load(g, 16), c1), 16)
      g += bytes
      v128.store(g, f32x4.add(v128.load(g), d0))
      v128.store(g, f32x4.add(v128.load(g, 16), d1), 16)
    }
  }
}

/** Slice s of `slices` equal shares of the rows: its part of YᵀY into partials[s]. */
export function gramSlices(
  begin: i32,
  end: i32,
  _worker: i32,
  fixed: usize,
  rows: i32,
  bytes: usize,
  slices: i32,
  partials: usize,
): void {
  for (let slice = begin; slice < end; slice++) {
    const out = partials + (<usize>slice) * bytes * (bytes >> 2)
    memory.fill(out, 0, bytes * (bytes >> 2))
    const from = <i32>((<i64>rows * slice) / slices)
    const to = <i32>((<i64>rows * (slice + 1)) / slices)
    for (let row = from; row < to; row += 256) {
      gramBlock(fixed + (<usize>row) * bytes, fixed + (<usize>min(row + 256, to)) * bytes, out, bytes)
    }
  }
}

/** Rows begin … end − 1 of gram = scale · Σ partials, made symmetric, in panels of 8 columns, k-major. */
export function sumSlices(
  begin: i32,
  end: i32,
  _worker: i32,
  partials: usize,
  slices: i32,
  bytes: usize,
  scale: f32,
  gram: usize,
): void {
  const d = <i32>(bytes >> 2)
  const square = bytes * (bytes >> 2)
  for (let i = begin; i < end; i++) {
    for (let j = 0; j < d; j++) {
      let at = partials + (<usize>min(i, j)) * bytes + ((<usize>max(i, j)) << 2)
      let sum: f64 = 0
      for (let slice = 0; slice < slices; slice++, at += square) sum += load<f32>(at)
      store<f32>(gram + (<usize>(j >> 3)) * (bytes << 3) + ((<usize>(i * 8 + (j & 7))) << 2), <f32>(sum * scale))
    }
  }
}
