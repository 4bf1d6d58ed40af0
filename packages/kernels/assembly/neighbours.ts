// All products of columns of a sparse matrix, one column at a time into a dense row of sums, and of those the K most
// similar: similarity = s / (product · n_i n_j + union · (n_i + n_j − s) + shrinkage).
import { finish, offer } from './heap'

/** sums[j] += value · row[j] for every row that holds column i. */
function products(
  i: i32,
  rowPtr: usize,
  rowIndices: usize,
  rowValues: usize,
  columnPtr: usize,
  columnIndices: usize,
  columnValues: usize,
  sums: usize,
): void {
  const own = columnPtr + ((<usize>i) << 2)
  for (let at = load<i32>(own), end = load<i32>(own, 4); at < end; at++) {
    const row = rowPtr + ((<usize>load<i32>(columnIndices + ((<usize>at) << 2))) << 2)
    const value = load<f32>(columnValues + ((<usize>at) << 2))
    const values = f32x4.splat(value)
    let entry = (<usize>load<i32>(row)) << 2
    const last = (<usize>load<i32>(row, 4)) << 2
    for (; entry + 16 <= last; entry += 16) {
      const index = rowIndices + entry
      const v = f32x4.mul(values, v128.load(rowValues + entry))
      // One after the other, so that a column that a row holds twice counts twice.
      let sum = sums + ((<usize>load<i32>(index)) << 2)
      store<f32>(sum, load<f32>(sum) + f32x4.extract_lane(v, 0))
      sum = sums + ((<usize>load<i32>(index, 4)) << 2)
      store<f32>(sum, load<f32>(sum) + f32x4.extract_lane(v, 1))
      sum = sums + ((<usize>load<i32>(index, 8)) << 2)
      store<f32>(sum, load<f32>(sum) + f32x4.extract_lane(v, 2))
      sum = sums + ((<usize>load<i32>(index, 12)) << 2)
      store<f32>(sum, load<f32>(sum) + f32x4.extract_lane(v, 3))
    }
    for (; entry < last; entry += 4) {
      const sum = sums + ((<usize>load<i32>(rowIndices + entry)) << 2)
      store<f32>(sum, load<f32>(sum) + value * load<f32>(rowValues + entry))
    }
  }
}

/** The K most similar columns with a similarity above 0; leaves the sums at zero again. */
function select(
  i: i32,
  columns: i32,
  sums: usize,
  sizes: usize,
  product: f32,
  together: f32,
  shrinkage: f32,
  k: i32,
  ids: usize,
  scores: usize,
): void {
  const zero = f32x4.splat(0)
  store<f32>(sums + ((<usize>i) << 2), 0)
  const size = f32x4.splat(load<f32>(sizes + ((<usize>i) << 2)))
  const products = f32x4.splat(product)
  const unions = f32x4.splat(together)
  const shrink = f32x4.splat(shrinkage)
  let threshold = zero
  let count = 0
  const end = sums + ((<usize>columns) << 2)
  for (let at = sums, other = sizes; at < end; at += 16, other += 16) {
    const s = v128.load(at)
    // Most sums are zero; the arrays are followed by room that is zero too.
    if (!v128.any_true(s)) continue
    v128.store(at, zero)
    if (!v128.any_true(f32x4.gt(s, zero))) continue
    const o = v128.load(other)
    const both = f32x4.mul(products, f32x4.mul(size, o))
    const either = f32x4.mul(unions, f32x4.sub(f32x4.add(size, o), s))
    const similarity = f32x4.div(s, f32x4.add(f32x4.add(both, either), shrink))
    const wanted = v128.and(f32x4.gt(s, zero), f32x4.ge(similarity, threshold))
    if (!v128.any_true(wanted)) continue
    const id = <i32>((at - sums) >> 2)
    const mask = i32x4.bitmask(wanted)
    if (mask & 1) count = offer(scores, ids, count, k, f32x4.extract_lane(similarity, 0), id)
    if (mask & 2) count = offer(scores, ids, count, k, f32x4.extract_lane(similarity, 1), id + 1)
    if (mask & 4) count = offer(scores, ids, count, k, f32x4.extract_lane(similarity, 2), id + 2)
    if (mask & 8) count = offer(scores, ids, count, k, f32x4.extract_lane(similarity, 3), id + 3)
    if (count == k) threshold = v128.load32_splat(scores)
  }
  finish(scores, ids, count, k)
}

/** The neighbours of columns begin … end − 1. Each worker has `columns` sums of its own, all zero between calls. */
export function neighbours(
  begin: i32,
  end: i32,
  worker: i32,
  rowPtr: usize,
  rowIndices: usize,
  rowValues: usize,
  columnPtr: usize,
  columnIndices: usize,
  columnValues: usize,
  columns: i32,
  sizes: usize,
  product: f32,
  together: f32,
  shrinkage: f32,
  k: i32,
  ids: usize,
  scores: usize,
  sums: usize,
): void {
  const own = sums + (<usize>worker) * ((<usize>((columns + 31) & ~15)) << 2)
  for (let i = begin; i < end; i++) {
    products(i, rowPtr, rowIndices, rowValues, columnPtr, columnIndices, columnValues, own)
    const at = (<usize>i) * ((<usize>k) << 2)
    select(i, columns, own, sizes, product, together, shrinkage, k, ids + at, scores + at)
  }
}
