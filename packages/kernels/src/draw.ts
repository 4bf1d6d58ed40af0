/** Spreads every bit over all (the last step of MurmurHash3). */
export function scramble(bits: number): number {
  let x = bits | 0
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}

/** Two keys of 32 bits that make the random numbers of one pass. */
export type DrawKeys = readonly [first: number, second: number]

/** Keys of pass number `pass` under a seed. */
export function drawKeys(seed: number, pass: number): DrawKeys {
  const first = scramble(scramble(seed) + Math.imul(pass, 0x9e3779b9))
  return [first, scramble(first + 0x7f4a7c15)]
}

/**
 * Draw number n of a unit, a whole number from 0 to count − 1, by counting: it does not matter who asks or when. The same
 * as assembly/draw.ts. Two passes over the same units have nothing in common, as the second key is mixed in last.
 */
export function drawBelow([first, second]: DrawKeys, unit: number, n: number, count: number): number {
  const state = scramble(unit + first)
  const bits = scramble(state ^ scramble(second + Math.imul(n, 0x9e3779b9)))
  return Math.floor((bits * count) / 4_294_967_296)
}
