/** A stream of uniform numbers in [0, 1). */
export type Rng = () => number

/** Mixes an integer into a state: the finaliser of MurmurHash3, 32 bits. */
export function mix(state: number, value: number): number {
  let h = Math.imul(state ^ value, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  h ^= h >>> 16
  return (Math.imul(h, 0x9e3779b1) ^ (h >>> 15)) >>> 0
}

/** sfc32 (C. Doty-Humphrey, PractRand): 128 bits of state, period about 2^127; one stream a (seed, stream) pair. */
export function sfc32(seed: number, stream: number = 0): Rng {
  let a = mix(0x243f6a88, seed | 0)
  let b = mix(a, stream | 0)
  let c = mix(b, 0x13198a2e)
  let d = 1
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 4_294_967_296
  }
  for (let i = 0; i < 12; i++) next()
  return next
}

/** Standard normal, by Box and Muller. */
export function normal(rng: Rng): number {
  return Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng())
}

/** Poisson by inversion; for means up to about 20. */
export function poisson(rng: Rng, mean: number): number {
  let left = rng()
  let probability = Math.exp(-mean)
  let count = 0
  while (left > probability && count < 1000) {
    left -= probability
    count += 1
    probability *= mean / count
  }
  return count
}

/** One of the values, by weight (all alike without). */
export function pick<T>(rng: Rng, values: readonly T[], weights?: readonly number[]): T {
  if (!weights) return values[Math.floor(rng() * values.length)] as T
  let left = rng() * weights.reduce((sum, weight) => sum + weight, 0)
  for (let i = 0; i < values.length; i++) {
    left -= weights[i] ?? 0
    if (left < 0) return values[i] as T
  }
  return values[values.length - 1] as T
}
