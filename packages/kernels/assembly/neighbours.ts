// All products of columns of a sparse matrix, one column at a time into a dense row of sums, and of those the K most
// similar: similarity = s / (product · n_i n_j + union · (n_i + n_j − s) + shrinkage). Columns are ranked by falling number
// of entries: the sums that are met most lie together in the nearest cache.
import { finish, offer } from './heap'

/** Address of the sum of the id in bits 16 · at … of four ids. */
// @ts-ignore: decorator
@inline
function sumOf(four: u64, at: u64, sums: usize): usize {
  return sums + (((<usize>(four >> (16 * at))) & 0xffff) << 2)
}

/** One more for every column in ids p … last − 1. */
function countRow<T>(p: usize, last: usize, sums: usize): void {
  if (sizeof<T>() == 2) {
    for (; p + 8 <= last; p += 8) {
      const four = load<u64>(p)
      let sum = sumOf(four, 0, sums)
      store<i32>(sum, load<i32>(sum) + 1)
      sum = sumOf(four, 1, sums)
      store<i32>(sum, load<i32>(sum) + 1)
      sum = sumOf(four, 2, sums)
      store<i32>(sum, load<i32>(sum) + 1)
      sum = sumOf(four, 3, sums)
      store<i32>(sum, load<i32>(sum) + 1)
    }
  }
  for (; p + 4 * sizeof<T>() <= last; p += 4 * sizeof<T>()) {
    let sum = sums + ((<usize>load<T>(p)) << 2)
    store<i32>(sum, load<i32>(sum) + 1)
    sum = sums + ((<usize>load<T>(p, sizeof<T>())) << 2)
    store<i32>(sum, load<i32>(sum) + 1)
    sum = sums + ((<usize>load<T>(p, 2 * sizeof<T>())) << 2)
    store<i32>(sum, load<i32>(sum) + 1)
    sum = sums + ((<usize>load<T>(p, 3 * sizeof<T>())) << 2)
    store<i32>(sum, load<i32>(sum) + 1)
  }
  for (; p < last; p += sizeof<T>()) {
    const sum = sums + ((<usize>load<T>(p)) << 2)
    store<i32>(sum, load<i32>(sum) + 1)
  }
}

/** value · (the values beside the ids) for every column in ids p … last − 1. */
function addRow<T>(p: usize, last: usize, values: usize, value: f32, sums: usize): void {
  const times = f32x4.splat(value)
  for (; p + 4 * sizeof<T>() <= last; p += 4 * sizeof<T>(), values += 16) {
    const v = f32x4.mul(times, v128.load(values))
    let sum = sums + ((<usize>load<T>(p)) << 2)
    store<f32>(sum, load<f32>(sum) + f32x4.extract_lane(v, 0))
    sum = sums + ((<usize>load<T>(p, sizeof<T>())) << 2)
    store<f32>(sum, load<f32>(sum) + f32x4.extract_lane(v, 1))
    sum = sums + ((<usize>load<T>(p, 2 * sizeof<T>())) << 2)
    store<f32>(sum, load<f32>(sum) + f32x4.extract_lane(v, 2))
    sum = sums + ((<usize>load<T>(p, 3 * sizeof<T>())) << 2)
    store<f32>(sum, load<f32>(sum) + f32x4.extract_lane(v, 3))
  }
  for (; p < last; p += sizeof<T>(), values += 4) {
    const sum = sums + ((<usize>load<T>(p)) << 2)
    store<f32>(sum, load<f32>(sum) + value * load<f32>(values))
  }
}

/** The products of column i with all columns. `values` is 0 where all values are 1: then sums are counts. */
function products<T>(
  i: i32,
  rowPtr: usize,
  ids: usize,
  values: usize,
  columnPtr: usize,
  columnRows: usize,
  columnValues: usize,
  sums: usize,
): void {
  const own = columnPtr + ((<usize>i) << 2)
  for (let entry = load<i32>(own), end = load<i32>(own, 4); entry < end; entry++) {
    const row = rowPtr + ((<usize>load<i32>(columnRows + ((<usize>entry) << 2))) << 2)
    const from = <usize>load<i32>(row)
    const p = ids + from * sizeof<T>()
    const last = ids + (<usize>load<i32>(row, 4)) * sizeof<T>()
    if (values == 0) countRow<T>(p, last, sums)
    else addRow<T>(p, last, values + (from << 2), load<f32>(columnValues + ((<usize>entry) << 2)), sums)
  }
}

// @ts-ignore: decorator
@inline
function likeness(
  s: v128,
  sizes: usize,
  size: v128,
  product: v128,
  together: v128,
  shrinkage: v128,
): v128 {
  const o = v128.load(sizes)
  const both = f32x4.mul(product, f32x4.mul(size, o))
  const either = f32x4.mul(together, f32x4.sub(f32x4.add(size, o), s))
  const similarity = f32x4.div(s, f32x4.add(f32x4.add(both, either), shrinkage))
  return v128.and(similarity, f32x4.gt(s, f32x4.splat(0)))
}

/** Sums become similarities, 0 where they are not above 0, and every sixteen of them have their largest in `largest`. */
function compare(
  i: i32,
  columns: i32,
  sums: usize,
  largest: usize,
  counted: bool,
  sizes: usize,
  product: f32,
  together: f32,
  shrinkage: f32,
): void {
  const size = f32x4.splat(load<f32>(sizes + ((<usize>i) << 2)))
  const products = f32x4.splat(product)
  const unions = f32x4.splat(together)
  const shrink = f32x4.splat(shrinkage)
  for (const end = sums + ((<usize>columns) << 2); sums < end; sums += 64, sizes += 64, largest += 4) {
    let a = v128.load(sums)
    let b = v128.load(sums, 16)
    let c = v128.load(sums, 32)
    let d = v128.load(sums, 48)
    if (!v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) {
      store<f32>(largest, 0)
      continue
    }
    if (counted) {
      a = f32x4.convert_i32x4_s(a)
      b = f32x4.convert_i32x4_s(b)
      c = f32x4.convert_i32x4_s(c)
      d = f32x4.convert_i32x4_s(d)
    }
    a = likeness(a, sizes, size, products, unions, shrink)
    b = likeness(b, sizes + 16, size, products, unions, shrink)
    c = likeness(c, sizes + 32, size, products, unions, shrink)
    d = likeness(d, sizes + 48, size, products, unions, shrink)
    v128.store(sums, a)
    v128.store(sums, b, 16)
    v128.store(sums, c, 32)
    v128.store(sums, d, 48)
    // What is not a number loses every comparison.
    let most = f32x4.splat(0)
    most = f32x4.pmax(f32x4.pmax(f32x4.pmax(f32x4.pmax(most, a), b), c), d)
    most = f32x4.pmax(most, i32x4.shuffle(most, most, 2, 3, 0, 1))
    most = f32x4.pmax(most, i32x4.shuffle(most, most, 1, 0, 3, 2))
    store<f32>(largest, f32x4.extract_lane(most, 0))
  }
}

/** How many of the numbers in whole lanes are not below a bound above 0. */
function countFrom(bound: f32, numbers: usize, end: usize): i32 {
  const b = f32x4.splat(bound)
  let count = i32x4.splat(0)
  for (; numbers < end; numbers += 16) count = i32x4.sub(count, f32x4.ge(v128.load(numbers), b))
  return (
    i32x4.extract_lane(count, 0) +
    i32x4.extract_lane(count, 1) +
    i32x4.extract_lane(count, 2) +
    i32x4.extract_lane(count, 3)
  )
}

/**
 * A similarity that K columns reach at least: about the Kth largest of what is largest in every sixteen. Positive numbers
 * are in the order of their bits, so it is found by halving; to a part in 2,000 is near enough.
 */
function reached(k: i32, largest: usize, end: usize): f32 {
  let low = 1
  let high = 0x7f800001
  if (countFrom(reinterpret<f32>(low), largest, end) < k) return reinterpret<f32>(low)
  while (high - low > 4096) {
    const middle = low + ((high - low) >> 1)
    if (countFrom(reinterpret<f32>(middle), largest, end) >= k) low = middle
    else high = middle
  }
  return reinterpret<f32>(low)
}

/** The K most similar of what reaches the bound. */
function collect(
  bound: f32,
  columns: i32,
  sums: usize,
  largest: usize,
  k: i32,
  order: usize,
  ids: usize,
  scores: usize,
): void {
  let threshold = f32x4.splat(bound)
  let count = 0
  for (const end = sums + ((<usize>columns) << 2); sums < end; sums += 64, order += 64, largest += 4) {
    if (!(load<f32>(largest) >= bound)) continue
    for (let at: usize = 0; at < 64; at += 16) {
      const similarity = v128.load(sums + at)
      const mask = i32x4.bitmask(f32x4.ge(similarity, threshold))
      if (mask == 0) continue
      const id = order + at
      if (mask & 1) count = offer(scores, ids, count, k, f32x4.extract_lane(similarity, 0), load<i32>(id))
      if (mask & 2) count = offer(scores, ids, count, k, f32x4.extract_lane(similarity, 1), load<i32>(id, 4))
      if (mask & 4) count = offer(scores, ids, count, k, f32x4.extract_lane(similarity, 2), load<i32>(id, 8))
      if (mask & 8) count = offer(scores, ids, count, k, f32x4.extract_lane(similarity, 3), load<i32>(id, 12))
      if (count == k) threshold = v128.load32_splat(scores)
    }
  }
  finish(scores, ids, count, k)
}

/**
 * The neighbours of the columns of ranks begin … end − 1. Each worker has sums of its own, one a column rounded up to
 * sixteen and sixteen more, all zero between calls, and after them room for the largest of every sixteen. `wide` says
 * whether the columns' ranks take four bytes, or two.
 */
export function neighbours(
  begin: i32,
  end: i32,
  worker: i32,
  rowPtr: usize,
  rowIds: usize,
  wide: i32,
  rowValues: usize,
  columnPtr: usize,
  columnRows: usize,
  columnValues: usize,
  columns: i32,
  sizes: usize,
  product: f32,
  together: f32,
  shrinkage: f32,
  k: i32,
  order: usize,
  ids: usize,
  scores: usize,
  sums: usize,
): void {
  const width = (<usize>((columns + 31) & ~15)) << 2
  const own = sums + (<usize>worker) * (width + (width >> 4) + 16)
  const largest = own + width
  const last = largest + ((<usize>((columns + 15) >> 4)) << 2)
  const counted = rowValues == 0
  for (let i = begin; i < end; i++) {
    const at = (<usize>load<i32>(order + ((<usize>i) << 2))) * ((<usize>k) << 2)
    const entries = columnPtr + ((<usize>i) << 2)
    if (load<i32>(entries) == load<i32>(entries, 4)) {
      finish(scores + at, ids + at, 0, k)
      continue
    }
    if (wide) products<u32>(i, rowPtr, rowIds, rowValues, columnPtr, columnRows, columnValues, own)
    else products<u16>(i, rowPtr, rowIds, rowValues, columnPtr, columnRows, columnValues, own)
    store<i32>(own + ((<usize>i) << 2), 0)
    compare(i, columns, own, largest, counted, sizes, product, together, shrinkage)
    collect(reached(k, largest, last), columns, own, largest, k, order, ids + at, scores + at)
    memory.fill(own, 0, width)
  }
}
