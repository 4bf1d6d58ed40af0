// Random numbers by counting: draw n of a unit is a function of two keys, the unit and n, so that it does not matter who
// does a unit or when. The same as src/draw.ts.

/** Spreads every bit over all (the last step of MurmurHash3). */
// @ts-ignore: decorator
@inline
export function scramble(x: u32): u32 {
  x ^= x >> 16
  x *= 0x85ebca6b
  x ^= x >> 13
  x *= 0xc2b2ae35
  return x ^ (x >> 16)
}

/** A whole number from 0 to count − 1. `state` is scramble(unit + first key). */
// @ts-ignore: decorator
@inline
export function drawBelow(state: u32, secondKey: u32, n: u32, count: i32): i32 {
  const bits = scramble(state ^ scramble(secondKey + n * 0x9e3779b9))
  return <i32>((<f64>bits * <f64>count) / 4294967296.0)
}
