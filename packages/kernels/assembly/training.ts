// What is done to the numbers of a neural network between two runs of its graph. Compiled over a memory that is not shared,
// which the graph's runtime reads and writes too. Arrays are padded to multiples of four numbers; all counts are such
// multiples unless said otherwise. One call should do a few thousand numbers: a long one stays in slow code.
export { group } from './adagrad'
export { adagradRows, adamWRows, narrowIds, sumGroups } from './training-rows'

/** A share of the way from `from` to `to`: an exponential moving average. */
// @ts-ignore: decorator
@inline
function towards(from: v128, to: v128, share: v128): v128 {
  return f32x4.add(from, f32x4.mul(f32x4.sub(to, from), share))
}

/** AdamW (Loshchilov and Hutter 2019) in one pass: `rate` and `epsilon` already hold the correction of the bias. */
export function adamW(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  n: i32,
  rate: f32,
  epsilon: f32,
  keep: f32,
  beta1: f32,
  beta2: f32,
  factor: f32,
): void {
  const gain1 = f32x4.splat(1 - beta1)
  const gain2 = f32x4.splat(1 - beta2)
  const rates = f32x4.splat(rate)
  const epsilons = f32x4.splat(epsilon)
  const keeps = f32x4.splat(keep)
  const factors = f32x4.splat(factor)
  for (const end = p + ((<usize>n) << 2); p < end; p += 16, g += 16, m += 16, v += 16) {
    const gradient = f32x4.mul(v128.load(g), factors)
    const mean = towards(v128.load(m), gradient, gain1)
    const square = towards(v128.load(v), f32x4.mul(gradient, gradient), gain2)
    v128.store(m, mean)
    v128.store(v, square)
    const step = f32x4.div(f32x4.mul(mean, rates), f32x4.add(f32x4.sqrt(square), epsilons))
    v128.store(p, f32x4.sub(f32x4.mul(v128.load(p), keeps), step))
  }
}

/** The direction of LAMB (You et al. 2020), written over g: m̂ / (√v̂ + epsilon) + decay · p. */
export function lambDirection(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  n: i32,
  correction1: f32,
  correction2: f32,
  epsilon: f32,
  decay: f32,
  beta1: f32,
  beta2: f32,
  factor: f32,
): void {
  const gain1 = f32x4.splat(1 - beta1)
  const gain2 = f32x4.splat(1 - beta2)
  const mends1 = f32x4.splat(correction1)
  const mends2 = f32x4.splat(correction2)
  const epsilons = f32x4.splat(epsilon)
  const decays = f32x4.splat(decay)
  const factors = f32x4.splat(factor)
  for (const end = p + ((<usize>n) << 2); p < end; p += 16, g += 16, m += 16, v += 16) {
    const gradient = f32x4.mul(v128.load(g), factors)
    const mean = towards(v128.load(m), gradient, gain1)
    const square = towards(v128.load(v), f32x4.mul(gradient, gradient), gain2)
    v128.store(m, mean)
    v128.store(v, square)
    const root = f32x4.add(f32x4.sqrt(f32x4.mul(square, mends2)), epsilons)
    v128.store(g, f32x4.add(f32x4.div(f32x4.mul(mean, mends1), root), f32x4.mul(v128.load(p), decays)))
  }
}

/** Descent with momentum: m = momentum · m + g; p = keep · p − rate · m, or with Nesterov's look ahead. */
export function descend(
  p: usize,
  g: usize,
  m: usize,
  n: i32,
  rate: f32,
  momentum: f32,
  keep: f32,
  nesterov: i32,
  factor: f32,
): void {
  const rates = f32x4.splat(rate)
  const momenta = f32x4.splat(momentum)
  const keeps = f32x4.splat(keep)
  const factors = f32x4.splat(factor)
  for (const end = p + ((<usize>n) << 2); p < end; p += 16, g += 16, m += 16) {
    const gradient = f32x4.mul(v128.load(g), factors)
    const speed = f32x4.add(f32x4.mul(v128.load(m), momenta), gradient)
    v128.store(m, speed)
    const along = nesterov ? f32x4.add(gradient, f32x4.mul(speed, momenta)) : speed
    v128.store(p, f32x4.sub(f32x4.mul(v128.load(p), keeps), f32x4.mul(along, rates)))
  }
}

/** Σ x², summed in double precision and always in the same order. */
export function sumOfSquares(x: usize, n: i32): f64 {
  let low = f64x2.splat(0)
  let high = f64x2.splat(0)
  for (const end = x + ((<usize>n) << 2); x < end; x += 16) {
    const four = v128.load(x)
    const a = f64x2.promote_low_f32x4(four)
    const b = f64x2.promote_low_f32x4(i32x4.shuffle(four, four, 2, 3, 2, 3))
    low = f64x2.add(low, f64x2.mul(a, a))
    high = f64x2.add(high, f64x2.mul(b, b))
  }
  const sum = f64x2.add(low, high)
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)
}

/** to += factor · from. */
export function addScaled(to: usize, from: usize, n: i32, factor: f32): void {
  const factors = f32x4.splat(factor)
  for (const end = to + ((<usize>n) << 2); to < end; to += 16, from += 16)
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(v128.load(from), factors)))
}

/**
 * table[ids[i]] += factor · rows[i] for i = 0 … n − 1, in order; n and d are any numbers. `ids` are int64, rows of `d` f32
 * without padding.
 */
export function addRows(table: usize, ids: usize, rows: usize, n: i32, d: i32, factor: f32): void {
  const factors = f32x4.splat(factor)
  const bytes = (<usize>d) << 2
  const lanes = bytes & ~15
  for (let i = 0; i < n; i++, ids += 8, rows += bytes) {
    const to = table + (<usize>load<i32>(ids)) * bytes
    let k: usize = 0
    for (; k < lanes; k += 16)
      v128.store(to + k, f32x4.add(v128.load(to + k), f32x4.mul(v128.load(rows + k), factors)))
    for (; k < bytes; k += 4) store<f32>(to + k, load<f32>(to + k) + load<f32>(rows + k) * factor)
  }
}

/** Spreads every bit over all (the last step of MurmurHash3), as src/draw.ts does. */
// @ts-ignore: decorator
@inline
function scrambled(x: v128): v128 {
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(0x85ebca6b))
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 13)), i32x4.splat(0xc2b2ae35))
  return v128.xor(x, i32x4.shr_u(x, 16))
}

/**
 * A dropout mask: number i is 0 where its 32 random bits are below `threshold`, else `kept`. The bits are those of draw 0 of
 * unit i under the keys (src/draw.ts), so that every number depends on its place and the keys alone; `key2` is scrambled.
 *
 * @param first index of the first number
 */
export function drawMask(to: usize, n: i32, first: i32, key1: i32, key2: i32, threshold: i32, kept: f32): void {
  const keys1 = i32x4.splat(key1)
  const keys2 = i32x4.splat(key2)
  // Compared as signed numbers with the highest bit turned, which is how unsigned ones compare.
  const high = i32x4.splat(<i32>0x80000000)
  const thresholds = v128.xor(i32x4.splat(threshold), high)
  const values = f32x4.splat(kept)
  let index = i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3))
  for (const end = to + ((<usize>n) << 2); to < end; to += 16) {
    const bits = scrambled(v128.xor(scrambled(i32x4.add(index, keys1)), keys2))
    v128.store(to, v128.andnot(values, i32x4.lt_s(v128.xor(bits, high), thresholds)))
    index = i32x4.add(index, i32x4.splat(4))
  }
}
