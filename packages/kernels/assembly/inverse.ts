// In-place inverse of a symmetric positive definite n × n matrix (f32, row-major, lower triangle) by the sweep operator in
// blocks of 64: n³ operations, nearly all of them updates of rank 64. n is a multiple of 64 (padded with the identity).
// After all blocks were swept the lower triangle holds −A⁻¹. Each block is three kernels: pivot, panel, update.
import { multiplyAdd } from './lanes'

const block: i32 = 64
const rowBytes: usize = 256

// @ts-ignore: decorator
@inline
function cell(a: usize, n: i32, row: i32, column: i32): usize {
  return a + ((<usize>row * n + column) << 2)
}

/** D = (pivot block)⁻¹ in double precision; `failed` becomes the first column + 1 whose pivot is not positive. */
export function pivot(
  _begin: i32,
  _end: i32,
  _worker: i32,
  a: usize,
  n: i32,
  k0: i32,
  d: usize,
  work: usize,
  failed: usize,
): void {
  if (load<i32>(failed) != 0) return
  for (let i = 0; i < block; i++) {
    for (let j = 0; j < block; j++) {
      store<f64>(work + ((<usize>(i * block + j)) << 3), load<f32>(cell(a, n, k0 + max(i, j), k0 + min(i, j))))
    }
  }
  for (let p = 0; p < block; p++) {
    const row = work + ((<usize>(p * block)) << 3)
    const value = load<f64>(row + ((<usize>p) << 3))
    if (!(value > 0) || value == Infinity) {
      store<i32>(failed, k0 + p + 1)
      return
    }
    const inverse = 1.0 / value
    store<f64>(row + ((<usize>p) << 3), 1)
    for (let j: usize = 0; j < 512; j += 8) store<f64>(row + j, load<f64>(row + j) * inverse)
    for (let i = 0; i < block; i++) {
      if (i == p) continue
      const other = work + ((<usize>(i * block)) << 3)
      const factor = load<f64>(other + ((<usize>p) << 3))
      store<f64>(other + ((<usize>p) << 3), 0)
      for (let j: usize = 0; j < 512; j += 8) store<f64>(other + j, load<f64>(other + j) - factor * load<f64>(row + j))
    }
  }
  for (let i: usize = 0; i < 4096; i++) store<f32>(d + (i << 2), <f32>load<f64>(work + (i << 3)))
}

/** Rows begin … end − 1 of the pivot columns C (packed in eights, k-major, in `packed`), and W = C D. */
export function panel(
  begin: i32,
  end: i32,
  _worker: i32,
  a: usize,
  n: i32,
  k0: i32,
  d: usize,
  packed: usize,
  w: usize,
  failed: usize,
): void {
  if (load<i32>(failed) != 0) return
  for (let i = begin; i < end; i++) {
    const out = w + (<usize>i) * rowBytes
    const pack = packed + ((<usize>((i >> 3) * block * 8 + (i & 7))) << 2)
    let from = i < k0 ? cell(a, n, k0, i) : cell(a, n, i, k0)
    const step: usize = i < k0 ? (<usize>n) << 2 : 4
    memory.fill(out, 0, rowBytes)
    for (let k: usize = 0; k < 64; k++, from += step) {
      const value = load<f32>(from)
      store<f32>(pack + (k << 5), value)
      const s = f32x4.splat(value)
      const row = d + (k << 8)
      for (let j: usize = 0; j < rowBytes; j += 16) {
        v128.store(out + j, multiplyAdd(s, v128.load(row + j), v128.load(out + j)))
      }
    }
  }
}

/** A[i, j] −= W_i · C_j for the 64 × 64 block at (i0, j0), in register tiles of 4 × 8. */
function updateBlock(a: usize, n: i32, i0: i32, j0: i32, packed: usize, w: usize): void {
  const stride = (<usize>n) << 2
  for (let jp = 0; jp < block; jp += 8) {
    const panelStart = packed + (<usize>(j0 + jp)) * rowBytes
    for (let i = 0; i < block; i += 4) {
      const q0 = w + (<usize>(i0 + i)) * rowBytes
      const q1 = q0 + rowBytes
      const q2 = q1 + rowBytes
      const q3 = q2 + rowBytes
      let pp = panelStart
      let a0 = f32x4.splat(0)
      let a1 = a0
      let a2 = a0
      let a3 = a0
      let c0 = a0
      let c1 = a0
      let c2 = a0
      let c3 = a0
      for (let k: usize = 0; k < rowBytes; k += 8, pp += 64) {
        let u = v128.load(pp)
        let v = v128.load(pp, 16)
        let s = v128.load32_splat(q0 + k)
        a0 = multiplyAdd(s, u, a0)
        c0 = multiplyAdd(s, v, c0)
        s = v128.load32_splat(q1 + k)
        a1 = multiplyAdd(s, u, a1)
        c1 = multiplyAdd(s, v, c1)
        s = v128.load32_splat(q2 + k)
        a2 = multiplyAdd(s, u, a2)
        c2 = multiplyAdd(s, v, c2)
        s = v128.load32_splat(q3 + k)
        a3 = multiplyAdd(s, u, a3)
        c3 = multiplyAdd(s, v, c3)
        u = v128.load(pp, 32)
        v = v128.load(pp, 48)
        s = v128.load32_splat(q0 + k, 4)
        a0 = multiplyAdd(s, u, a0)
        c0 = multiplyAdd(s, v, c0)
        s = v128.load32_splat(q1 + k, 4)
        a1 = multiplyAdd(s, u, a1)
        c1 = multiplyAdd(s, v, c1)
        s = v128.load32_splat(q2 + k, 4)
        a2 = multiplyAdd(s, u, a2)
        c2 = multiplyAdd(s, v, c2)
        s = v128.load32_splat(q3 + k, 4)
        a3 = multiplyAdd(s, u, a3)
        c3 = multiplyAdd(s, v, c3)
      }
      let o = cell(a, n, i0 + i, j0 + jp)
      v128.store(o, f32x4.sub(v128.load(o), a0))
      v128.store(o, f32x4.sub(v128.load(o, 16), c0), 16)
      o += stride
      v128.store(o, f32x4.sub(v128.load(o), a1))
      v128.store(o, f32x4.sub(v128.load(o, 16), c1), 16)
      o += stride
      v128.store(o, f32x4.sub(v128.load(o), a2))
      v128.store(o, f32x4.sub(v128.load(o, 16), c2), 16)
      o += stride
      v128.store(o, f32x4.sub(v128.load(o), a3))
      v128.store(o, f32x4.sub(v128.load(o, 16), c3), 16)
    }
  }
}

/**
 * Rows of blocks, the longest first (unit u is row of blocks n / 64 − 1 − u): outside the pivot A −= W Cᵀ, the pivot's row
 * and column become W, the pivot itself −D.
 */
export function update(
  begin: i32,
  end: i32,
  _worker: i32,
  a: usize,
  n: i32,
  k0: i32,
  d: usize,
  packed: usize,
  w: usize,
  failed: usize,
): void {
  if (load<i32>(failed) != 0) return
  for (let unit = begin; unit < end; unit++) {
    const i0 = n - block - unit * block
    for (let j0 = 0; j0 <= i0; j0 += block) {
      if (i0 != k0 && j0 != k0) {
        updateBlock(a, n, i0, j0, packed, w)
        continue
      }
      for (let i = 0; i < block; i++) {
        const to = cell(a, n, i0 + i, j0)
        if (i0 != k0) {
          memory.copy(to, w + (<usize>(i0 + i)) * rowBytes, rowBytes)
          continue
        }
        for (let j: usize = 0; j < 64; j++) {
          if (j0 == k0) store<f32>(to + (j << 2), -load<f32>(d + ((<usize>(i * block)) << 2) + (j << 2)))
          else store<f32>(to + (j << 2), load<f32>(w + (<usize>j0 + j) * rowBytes + ((<usize>i) << 2)))
        }
      }
    }
  }
}

/** Rows begin … end − 1 of out [size × size] = A⁻¹, both triangles, from the swept lower triangle. */
export function unfold(begin: i32, end: i32, _worker: i32, a: usize, n: i32, size: i32, out: usize): void {
  for (let i = begin; i < end; i++) {
    const to = cell(out, size, i, 0)
    const from = cell(a, n, i, 0)
    for (let j = 0; j <= i; j++) store<f32>(to + ((<usize>j) << 2), -load<f32>(from + ((<usize>j) << 2)))
    let below = cell(a, n, i + 1, i)
    for (let j = i + 1; j < size; j++, below += (<usize>n) << 2) {
      store<f32>(to + ((<usize>j) << 2), -load<f32>(below))
    }
  }
}

/** Rows begin … end − 1 of the padded matrix from the given one; where it ends, the identity begins. */
export function pad(begin: i32, end: i32, _worker: i32, from: usize, size: i32, a: usize, n: i32): void {
  for (let i = begin; i < end; i++) {
    const to = cell(a, n, i, 0)
    memory.fill(to, 0, (<usize>n) << 2)
    if (i < size) memory.copy(to, cell(from, size, i, 0), (<usize>size) << 2)
    else store<f32>(to + ((<usize>i) << 2), 1)
  }
}

/**
 * Rows begin … end − 1 of the lower triangle of XᵀX + λ I, padded with the identity, from X by rows (sorted within a row)
 * and by columns.
 */
export function gram(
  begin: i32,
  end: i32,
  _worker: i32,
  rowPtr: usize,
  rowIndices: usize,
  rowValues: usize,
  columnPtr: usize,
  columnIndices: usize,
  columnValues: usize,
  size: i32,
  lambda: f32,
  a: usize,
  n: i32,
): void {
  for (let i = begin; i < end; i++) {
    const row = cell(a, n, i, 0)
    memory.fill(row, 0, (<usize>n) << 2)
    store<f32>(row + ((<usize>i) << 2), i < size ? lambda : 1)
    if (i < size) gramRow(i, row, rowPtr, rowIndices, rowValues, columnPtr, columnIndices, columnValues)
  }
}

function gramRow(
  i: i32,
  row: usize,
  rowPtr: usize,
  rowIndices: usize,
  rowValues: usize,
  columnPtr: usize,
  columnIndices: usize,
  columnValues: usize,
): void {
  const own = columnPtr + ((<usize>i) << 2)
  for (let at = load<i32>(own), end = load<i32>(own, 4); at < end; at++) {
    const other = rowPtr + ((<usize>load<i32>(columnIndices + ((<usize>at) << 2))) << 2)
    const value = load<f32>(columnValues + ((<usize>at) << 2))
    for (let to = load<i32>(other), last = load<i32>(other, 4); to < last; to++) {
      const j = load<i32>(rowIndices + ((<usize>to) << 2))
      if (j > i) break
      const sum = row + ((<usize>j) << 2)
      store<f32>(sum, load<f32>(sum) + value * load<f32>(rowValues + ((<usize>to) << 2)))
    }
  }
}
