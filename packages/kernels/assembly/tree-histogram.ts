// Histograms of gradients, hessians and counts over the bins of eight features at a time. A worker adds up to 32,768 rows
// in packed whole numbers, one register a bin, then in doubles, which stay exact below 2⁵³.

/** Bytes between the packed histograms of two features of a block: 256 bins and a line, so that they share no cache set. */
const featureBytes: usize = 4160
/** Rows that are gathered from where they lie before they are added: so many loads overlap that memory is not waited for. */
const gathered: i32 = 512

// @ts-ignore: decorator
@inline
function add(histogram: usize, offset: usize, pair: v128): void {
  const to = histogram + offset
  v128.store(to, i64x2.add(v128.load(to), pair))
}

// @ts-ignore: decorator
@inline
function addRow(word: u64, histogram: usize, pair: v128): void {
  add(histogram, <usize>((word << 4) & 0xff0), pair)
  add(histogram + featureBytes, <usize>((word >> 4) & 0xff0), pair)
  add(histogram + 2 * featureBytes, <usize>((word >> 12) & 0xff0), pair)
  add(histogram + 3 * featureBytes, <usize>((word >> 20) & 0xff0), pair)
  add(histogram + 4 * featureBytes, <usize>((word >> 28) & 0xff0), pair)
  add(histogram + 5 * featureBytes, <usize>((word >> 36) & 0xff0), pair)
  add(histogram + 6 * featureBytes, <usize>((word >> 44) & 0xff0), pair)
  add(histogram + 7 * featureBytes, <usize>((word >> 52) & 0xff0), pair)
}

/** (gradient, hessian · 2¹⁶ + 1): the one counts the row. */
// @ts-ignore: decorator
@inline
function packedPair(at: usize): v128 {
  const pair = i64x2.extend_low_i32x4_s(v128.load64_zero(at))
  const shifted = i64x2.shl(pair, 16)
  return i64x2.add(i64x2.shuffle(pair, shifted, 0, 3), i64x2(0, 1))
}

/** Adds a packed histogram of a feature to sums [bins × (gradient, hessian, count)] and clears it. */
function flush(packed: usize, bins: i32, sums: usize): void {
  for (let bin = 0; bin < bins; bin++, packed += 16, sums += 24) {
    const hessian = load<u64>(packed, 8)
    if (hessian == 0) continue
    store<f64>(sums, load<f64>(sums) + <f64>load<i64>(packed))
    store<f64>(sums, load<f64>(sums, 8) + <f64>(hessian >> 16), 8)
    store<f64>(sums, load<f64>(sums, 16) + <f64>(hessian & 0xffff), 16)
    v128.store(packed, i64x2.splat(0))
  }
}

/** `some` rows from place `at` on: their pairs come to buffer, and, where they stand in an order, their bins of each block of features to words. */
function gather(
  order: usize,
  at: i32,
  some: usize,
  blocks: usize,
  blockCount: i32,
  cells: usize,
  stride: usize,
  pairs: usize,
  words: usize,
  buffer: usize,
): void {
  const list = order + ((<usize>at) << 2)
  if (order == 0) {
    for (let i: usize = 0; i < some; i++) v128.store(buffer + (i << 4), packedPair(pairs + ((<usize>at + i) << 3)))
  } else {
    for (let i: usize = 0; i < some; i++) {
      v128.store(buffer + (i << 4), packedPair(pairs + ((<usize>load<i32>(list + (i << 2))) << 3)))
    }
  }
  if (order == 0) return
  for (let b: usize = 0; b < <usize>blockCount; b++) {
    const cell = cells + ((<usize>load<i32>(blocks + (b << 2))) << 3)
    const word = words + b * ((<usize>gathered) << 3)
    for (let i: usize = 0; i < some; i++) {
      store<u64>(word + (i << 3), load<u64>(cell + (<usize>load<i32>(list + (i << 2))) * stride))
    }
  }
}

/**
 * Units begin … end − 1 of `unitRows` rows (at most 32,768) of the `count` rows that stand in order[from …] (all rows in
 * order where `order` is 0), added to the worker's own sums.
 *
 * @param blocks ids of the blocks of eight features that take part
 * @param cells bins as [rows × stride] bytes
 * @param starts first bin of each feature in the sums, and of the end
 * @param scratch for each worker, for each block a packed histogram of 8 features and 8 bytes a gathered row, and their pairs
 * @param sums for each worker `sumBytes`
 */
export function accumulate(
  begin: i32,
  end: i32,
  worker: i32,
  unitRows: i32,
  count: i32,
  order: usize,
  from: i32,
  blocks: usize,
  blockCount: i32,
  features: i32,
  starts: usize,
  cells: usize,
  stride: usize,
  pairs: usize,
  scratch: usize,
  scratchBytes: usize,
  sums: usize,
  sumBytes: usize,
): void {
  const packed = scratch + (<usize>worker) * scratchBytes
  // From the end, so that however many blocks take part, nothing is written where the histograms of others will be.
  const buffer = packed + scratchBytes - ((<usize>gathered) << 4)
  const words = buffer - (<usize>blockCount) * ((<usize>gathered) << 3)
  const own = sums + (<usize>worker) * sumBytes
  for (let unit = begin; unit < end; unit++) {
    const last = min((unit + 1) * unitRows, count)
    for (let at = unit * unitRows; at < last; at += gathered) {
      const some = <usize>min(gathered, last - at)
      gather(order, from + at, some, blocks, blockCount, cells, stride, pairs, words, buffer)
      for (let b: usize = 0; b < <usize>blockCount; b++) {
        let word = words + b * ((<usize>gathered) << 3)
        let step: usize = 8
        if (order == 0) {
          word = cells + ((<usize>load<i32>(blocks + (b << 2))) << 3) + (<usize>(from + at)) * stride
          step = stride
        }
        const histogram = packed + b * (featureBytes << 3)
        for (let i: usize = 0; i < some; i++, word += step) addRow(load<u64>(word), histogram, v128.load(buffer + (i << 4)))
      }
    }
    for (let b = 0; b < blockCount; b++) {
      const first = load<i32>(blocks + ((<usize>b) << 2)) * 8
      for (let f = first; f < first + 8; f++) {
        const histogram = packed + ((<usize>b) * 8 + <usize>(f - first)) * featureBytes
        if (f >= features) {
          // Rows of features that are not there are counted in bin 0.
          v128.store(histogram, i64x2.splat(0))
          continue
        }
        const start = load<i32>(starts + ((<usize>f) << 2))
        const bins = load<i32>(starts + ((<usize>f) << 2), 4) - start
        flush(histogram, bins, own + (<usize>start) * 24)
      }
    }
  }
}

/** Features begin … end − 1: target = the sum of the workers' sums, which are cleared; parent −= target where there is one. */
export function combine(
  begin: i32,
  end: i32,
  _worker: i32,
  starts: usize,
  sums: usize,
  sumBytes: usize,
  workers: i32,
  target: usize,
  parent: usize,
): void {
  const first = (<usize>load<i32>(starts + ((<usize>begin) << 2))) * 24
  const last = (<usize>load<i32>(starts + ((<usize>end) << 2))) * 24
  for (let at = first; at < last; at += 8) {
    let sum: f64 = 0
    for (let w = 0; w < workers; w++) {
      const own = sums + (<usize>w) * sumBytes + at
      sum += load<f64>(own)
      store<f64>(own, 0)
    }
    store<f64>(target + at, sum)
    if (parent != 0) store<f64>(parent + at, load<f64>(parent + at) - sum)
  }
}
