/** A fixed sequence of numbers in [0, 1): the same picture every time. */
export const lcg = (seed: number) => () => {
  seed = (seed * 1664525 + 1013904223) >>> 0
  return seed / 4294967296
}
