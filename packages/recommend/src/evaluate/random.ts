/** A number in [0, 1). */
export type Random = () => number

/** Seeded generator (mulberry32, Tommy Ettinger, public domain): the same seed gives the same numbers everywhere. */
export function randomOf(seed: number): Random {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** A shuffled copy (Fisher–Yates). */
export function shuffled(values: Int32Array, random: Random): Int32Array {
  const result = values.slice()
  for (let at = result.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    const value = result[at] as number
    result[at] = result[other] as number
    result[other] = value
  }
  return result
}
