// Sums over the lanes of 128-bit registers, used by every family.

/** (sum of a, sum of b, sum of c, sum of d). */
// @ts-ignore: decorator
@inline
export function sumEach(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(i32x4.shuffle(a, b, 0, 4, 1, 5), i32x4.shuffle(a, b, 2, 6, 3, 7))
  const cd = f32x4.add(i32x4.shuffle(c, d, 0, 4, 1, 5), i32x4.shuffle(c, d, 2, 6, 3, 7))
  return f32x4.add(i32x4.shuffle(ab, cd, 0, 1, 4, 5), i32x4.shuffle(ab, cd, 2, 3, 6, 7))
}

// @ts-ignore: decorator
@inline
export function sumLanes(a: v128): f32 {
  const t = f32x4.add(a, i32x4.shuffle(a, a, 2, 3, 0, 1))
  return f32x4.extract_lane(t, 0) + f32x4.extract_lane(t, 1)
}

/** a b + sum: rounded twice, or once in the fused build (relaxed SIMD), which is faster and differs in the last bit. */
// @ts-ignore: decorator
@inline
export function multiplyAdd(a: v128, b: v128, sum: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, sum) : f32x4.add(f32x4.mul(a, b), sum)
}

/** a · b over `bytes` bytes of f32, a multiple of 32. */
export function dot(a: usize, b: usize, bytes: usize): f32 {
  let s = f32x4.splat(0)
  let t = f32x4.splat(0)
  for (const end = a + bytes; a < end; a += 32, b += 32) {
    s = multiplyAdd(v128.load(a), v128.load(b), s)
    t = multiplyAdd(v128.load(a, 16), v128.load(b, 16), t)
  }
  return sumLanes(f32x4.add(s, t))
}
