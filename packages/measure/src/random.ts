/** Uniform numbers in [0, 1). */
export type Rng = () => number

/**
 * xoshiro128** (Blackman & Vigna 2018) seeded by splitmix32: small, fast, the same on every machine. Not for secrets.
 */
export function seededRng(seed: number): Rng {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0
    let z = state ^ (state >>> 16)
    z = Math.imul(z, 0x21f0aaad)
    z ^= z >>> 15
    z = Math.imul(z, 0x735a2d97)
    return (z ^ (z >>> 15)) >>> 0
  }
  let [a, b, c, d] = [next(), next(), next(), next()]
  return () => {
    const t = b << 9
    const scrambled = Math.imul(b, 5)
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9)
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = (d << 11) | (d >>> 21)
    return (result >>> 0) / 4_294_967_296
  }
}

/** Fisher and Yates's shuffle, in place. */
export function shuffle<Value>(values: { [at: number]: Value; readonly length: number }, rng: Rng): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(rng() * (i + 1))
    const kept = values[i] as Value
    values[i] = values[j] as Value
    values[j] = kept
  }
}

/** Box and Muller's normal number. */
export const randomNormal = (rng: Rng): number => Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng())
