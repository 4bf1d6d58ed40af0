// Implicit alternating least squares by conjugate gradients. Rows of factors are `bytes` bytes of f32, a multiple of 32
// (padded with zeros). Every kernel works on the units begin … end − 1 that a worker claimed; what a row becomes depends
// on no other row and on no thread, so results are the same for any number of workers.
import { dot, multiplyAdd, sumEach } from './lanes'

/** y += w · a */
function addScaled(w: f32, a: usize, y: usize, bytes: usize): void {
  const s = f32x4.splat(w)
  for (const end = a + bytes; a < end; a += 16, y += 16) v128.store(y, multiplyAdd(s, v128.load(a), v128.load(y)))
}

/** out = sign · (G p + λ p), G symmetric and row-major. */
function gramTimes(g: usize, p: usize, out: usize, bytes: usize, sign: f32, lambda: f32): void {
  const signs = f32x4.splat(sign)
  const lambdas = f32x4.splat(lambda)
  for (let at: usize = 0; at < bytes; at += 16) {
    const g1 = g + bytes
    const g2 = g1 + bytes
    const g3 = g2 + bytes
    let s0 = f32x4.splat(0)
    let s1 = s0
    let s2 = s0
    let s3 = s0
    for (let k: usize = 0; k < bytes; k += 32) {
      let q = v128.load(p + k)
      s0 = multiplyAdd(v128.load(g + k), q, s0)
      s1 = multiplyAdd(v128.load(g1 + k), q, s1)
      s2 = multiplyAdd(v128.load(g2 + k), q, s2)
      s3 = multiplyAdd(v128.load(g3 + k), q, s3)
      q = v128.load(p + k, 16)
      s0 = multiplyAdd(v128.load(g + k, 16), q, s0)
      s1 = multiplyAdd(v128.load(g1 + k, 16), q, s1)
      s2 = multiplyAdd(v128.load(g2 + k, 16), q, s2)
      s3 = multiplyAdd(v128.load(g3 + k, 16), q, s3)
    }
    const product = multiplyAdd(lambdas, v128.load(p + at), sumEach(s0, s1, s2, s3))
    v128.store(out + at, f32x4.mul(product, signs))
    g = g3 + bytes
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
    let s0 = f32x4.splat(0)
    let s1 = s0
    let s2 = s0
    let s3 = s0
    for (let k: usize = 0; k < bytes; k += 32) {
      let q = v128.load(p + k)
      s0 = multiplyAdd(v128.load(y0 + k), q, s0)
      s1 = multiplyAdd(v128.load(y1 + k), q, s1)
      s2 = multiplyAdd(v128.load(y2 + k), q, s2)
      s3 = multiplyAdd(v128.load(y3 + k), q, s3)
      q = v128.load(p + k, 16)
      s0 = multiplyAdd(v128.load(y0 + k, 16), q, s0)
      s1 = multiplyAdd(v128.load(y1 + k, 16), q, s1)
      s2 = multiplyAdd(v128.load(y2 + k, 16), q, s2)
      s3 = multiplyAdd(v128.load(y3 + k, 16), q, s3)
    }
    // Arrays are followed by 64 bytes of room, so loading past the last observation is harmless; its weight is zeroed.
    const c = v128.load(values + ((<usize>j) << 2))
    let w = f32x4.mul(f32x4.sub(c, offsets), sumEach(s0, s1, s2, s3))
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

function solveRow(
  indices: usize,
  values: usize,
  count: i32,
  x: usize,
  fixed: usize,
  gram: usize,
  bytes: usize,
  lambda: f32,
  offset: f32,
  steps: i32,
  scratch: usize,
): void {
  const p = scratch
  const r = p + bytes
  const ap = r + bytes
  gramTimes(gram, x, r, bytes, -1, lambda)
  addObserved(fixed, indices, values, count, x, r, bytes, offset, true)
  memory.copy(p, r, bytes)
  let rs = dot(r, r, bytes)
  for (let step = 0; step < steps && rs > 1e-20; step++) {
    gramTimes(gram, p, ap, bytes, 1, lambda)
    addObserved(fixed, indices, values, count, p, ap, bytes, offset, false)
    const curvature = dot(p, ap, bytes)
    if (!(curvature > 0)) break
    const alpha = rs / curvature
    addScaled(alpha, p, x, bytes)
    if (step == steps - 1) break
    addScaled(-alpha, ap, r, bytes)
    const next = dot(r, r, bytes)
    const beta = f32x4.splat(next / rs)
    for (let k: usize = 0; k < bytes; k += 16) v128.store(p + k, multiplyAdd(beta, v128.load(p + k), v128.load(r + k)))
    rs = next
  }
}

/** Rows begin … end − 1 of `factors`, each by `steps` conjugate-gradient steps from where it is. */
export function solveRows(
  begin: i32,
  end: i32,
  worker: i32,
  indptr: usize,
  indices: usize,
  values: usize,
  factors: usize,
  fixed: usize,
  gram: usize,
  lambdas: usize,
  bytes: usize,
  offset: f32,
  steps: i32,
  scratch: usize,
): void {
  const own = scratch + (<usize>worker) * 3 * bytes
  for (let row = begin; row < end; row++) {
    const x = factors + (<usize>row) * bytes
    const from = load<i32>(indptr + ((<usize>row) << 2))
    const count = load<i32>(indptr + ((<usize>row) << 2), 4) - from
    if (count == 0) {
      memory.fill(x, 0, bytes)
      continue
    }
    const at = (<usize>from) << 2
    const lambda = load<f32>(lambdas + ((<usize>row) << 2))
    solveRow(indices + at, values + at, count, x, fixed, gram, bytes, lambda, offset, steps, own)
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

/** Rows begin … end − 1 of gram = scale · Σ partials, made symmetric. */
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
      store<f32>(gram + (<usize>i) * bytes + ((<usize>j) << 2), <f32>(sum * scale))
    }
  }
}
